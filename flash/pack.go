package flash

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// The first byte of what is packed says how the rest was compressed. A changed
// dictionary is another method, so that processes of two versions never read
// each other's cookies wrongly.
const (
	methodPlain   = 0
	methodDeflate = 1
)

// maxPlain bounds what a cookie may hold before it is compressed, and so what
// unpack may allocate.
const maxPlain = 64 << 10

// dictionary holds what messages usually consist of, the most usual at its end:
// package form's messages around the names of fields.
var dictionary = []byte(`"c":true,"p":true,"f":{"info":"The has been with and for your this that not was are from have ` +
	`","warning":"","notice":"","message":"","status":"","toast":{"type":"success","message":"","title":"` +
	`"error":" could not be ","success":"You have successfully  has been updated deleted created removed sent added Saved."},` +
	`"e":{"default":{"title":["The title must be true or false."],"url":["The url must be a valid URL."],` +
	`"description":["The description must be at most  characters."],"age":["The age must be between  and "],` +
	`"price":["The price must be a number."],"quantity":["The quantity must be a whole number."],"date":["The date must be a valid date."],` +
	`"password":["The password must be at least 8 characters."],"password_confirmation":["The password confirmation must match the password."],` +
	`"amount":["The amount must be at least 1."],"username":["The username is already taken."],"password":["The password is required."],` +
	`"email":["The email must be a valid email address."],"name":["The name is required."],` +
	`"rows.0.name":["The name is required."],"items.1.name":["The name is required."],"items.2.`)

// shortText is up to how many bytes compressing without a table of everything
// before is as good, and several times faster.
const shortText = 512

var (
	deflaters = sync.Pool{New: func() any {
		w, err := flate.NewWriterDict(io.Discard, flate.BestCompression, dictionary)
		if err != nil {
			panic(err) // the level is a constant that exists
		}
		return w
	}}
	inflaters = sync.Pool{New: func() any { return flate.NewReaderDict(bytes.NewReader(nil), dictionary) }}
)

// pack compresses an item's JSON, unless that makes it longer.
func pack(plain []byte) []byte {
	b := bytes.NewBuffer(make([]byte, 0, len(plain)/2+64))
	b.WriteByte(methodDeflate)
	// A bytes.Buffer never fails, and so writing to one does not.
	if len(plain) <= shortText {
		_ = flate.StatelessDeflate(b, plain, true, dictionary)
	} else {
		w := deflaters.Get().(*flate.Writer)
		w.Reset(b)
		_, _ = w.Write(plain)
		_ = w.Close()
		deflaters.Put(w)
	}
	if b.Len() <= len(plain) {
		return b.Bytes()
	}
	return append([]byte{methodPlain}, plain...)
}

// unpack reverses pack and never returns more than maxPlain bytes.
func unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, errors.New("it is empty")
	}
	switch packed[0] {
	case methodPlain:
		if len(packed)-1 > maxPlain {
			return nil, fmt.Errorf("it has more than %d bytes", maxPlain)
		}
		return packed[1:], nil
	case methodDeflate:
		r := inflaters.Get().(io.Reader)
		defer inflaters.Put(r)
		if err := r.(flate.Resetter).Reset(bytes.NewReader(packed[1:]), dictionary); err != nil {
			return nil, fmt.Errorf("it cannot be decompressed: %w", err)
		}
		plain, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
		if err != nil {
			return nil, fmt.Errorf("it cannot be decompressed: %w", err)
		}
		if len(plain) > maxPlain {
			return nil, fmt.Errorf("it has more than %d bytes", maxPlain)
		}
		return plain, nil
	}
	return nil, fmt.Errorf("it was packed with method %d, which this version does not know", packed[0])
}
