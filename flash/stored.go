package flash

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// Backend is a table of values that expire. Every store of
// github.com/alexedwards/scs/v2 is one: memory, Redis, PostgreSQL, SQLite and
// so on. If it also has scs's methods FindCtx and CommitCtx, these are called
// with the request's context instead.
//
// Sessions may be kept in the same backend. The keys begin with
// "inertia_flash:", and the records decode as sessions without the values that
// sessions have. So scs's Iterate works, and skips them if the program looks
// for its own values, such as the user's id.
type Backend interface {
	// Find returns the value of a key. found is false if there is no value or
	// it has expired.
	Find(key string) (value []byte, found bool, err error)
	// Commit sets a value until expiry.
	Commit(key string, value []byte, expiry time.Time) error
}

// Codec encodes the records of a [Backend]. Every codec of
// github.com/alexedwards/scs/v2 is one.
type Codec interface {
	Encode(deadline time.Time, values map[string]any) ([]byte, error)
	Decode([]byte) (deadline time.Time, values map[string]any, err error)
}

// Stored is a [Store] that keeps messages in a [Backend], where they may have
// any size. The visitor's cookies hold random keys.
type Stored struct{ *jar }

// NewStored returns a store that keeps messages in b.
func NewStored(b Backend, opts ...Option) (*Stored, error) {
	if isNil(b) {
		return nil, errors.New("flash: NewStored: the backend is nil")
	}
	s, err := newSettings(opts)
	if err != nil {
		return nil, err
	}
	if s.hasOverflow {
		return nil, errors.New("flash: NewStored keeps everything in its backend; WithOverflow is for NewSealed")
	}
	j := newJar(s, openBox{})
	j.records = &records{b, s.codec}
	j.proves = s.named
	return &Stored{j}, nil
}

// openBox leaves values readable. They hold nothing but a key, a time and the
// mark of a path.
type openBox struct{}

func (openBox) marks() []string { return []string{"stored"} }

func (openBox) size(plain int) int { return base64.RawURLEncoding.EncodedLen(plain) }

func (openBox) seal(_ string, plain []byte) string {
	return base64.RawURLEncoding.EncodeToString(plain)
}

func (openBox) open(_, _, value string) ([]byte, error) {
	plain, err := base64.RawURLEncoding.Strict().DecodeString(value)
	if err != nil {
		return nil, errors.New("it is not base64")
	}
	return plain, nil
}

// records are items in a backend.
type records struct {
	Backend
	codec Codec
}

const (
	keyPrefix = "inertia_flash:"
	valueKey  = "inertia_flash"
)

var errNotFound = errors.New("the backend does not have it")

// contextBackend is what scs calls a CtxStore.
type contextBackend interface {
	FindCtx(ctx context.Context, key string) (value []byte, found bool, err error)
	CommitCtx(ctx context.Context, key string, value []byte, expiry time.Time) error
}

// put stores it and returns what is left for the cookie.
func (s *records) put(ctx context.Context, it item, expiry time.Time) (item, error) {
	ref := rand.Text()
	return item{Time: it.Time, Path: it.Path, Ref: ref}, s.set(ctx, ref, it, expiry)
}

func (s *records) set(ctx context.Context, ref string, it item, expiry time.Time) error {
	plain, err := json.Marshal(it)
	if err != nil {
		return fmt.Errorf("flash: %w", err)
	}
	record, err := s.codec.Encode(expiry.UTC(), map[string]any{valueKey: string(plain)})
	if err != nil {
		return fmt.Errorf("flash: encoding for the backend: %w", err)
	}
	if b, ok := s.Backend.(contextBackend); ok {
		err = b.CommitCtx(ctx, keyPrefix+ref, record, expiry)
	} else {
		err = s.Commit(keyPrefix+ref, record, expiry)
	}
	if err != nil {
		return fmt.Errorf("flash: backend: %w", err)
	}
	return nil
}

// get returns the item that put has stored.
func (s *records) get(ctx context.Context, ref string) (item, error) {
	var record []byte
	var found bool
	var err error
	if b, ok := s.Backend.(contextBackend); ok {
		record, found, err = b.FindCtx(ctx, keyPrefix+ref)
	} else {
		record, found, err = s.Find(keyPrefix + ref)
	}
	if err != nil {
		return item{}, fmt.Errorf("backend: %w", err)
	}
	if !found {
		return item{}, errNotFound
	}
	_, values, err := s.codec.Decode(record)
	if err != nil {
		return item{}, fmt.Errorf("decoding what the backend has: %w", err)
	}
	text, _ := values[valueKey].(string)
	var it item
	if err := json.Unmarshal([]byte(text), &it); err != nil {
		return item{}, fmt.Errorf("decoding what the backend has: %w", err)
	}
	return it, nil
}

// retire lets a record expire that an answer has shown. It is not deleted at
// once, because that answer may get lost: a proxy then asks another process for
// the page, or the visitor does, with the same cookie.
func (s *records) retire(ctx context.Context, ref string, now time.Time) {
	if it, err := s.get(ctx, ref); err == nil {
		_ = s.set(ctx, ref, it, now.Add(reserved)) // else it expires later
	}
}

// gobCodec has the format of scs.GobCodec.
type gobCodec struct{}

type gobRecord struct {
	Deadline time.Time
	Values   map[string]any
}

func (gobCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(gobRecord{deadline, values})
	return b.Bytes(), err
}

func (gobCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var record gobRecord
	err := gob.NewDecoder(bytes.NewReader(data)).Decode(&record)
	return record.Deadline, record.Values, err
}

func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Func, reflect.Interface, reflect.Slice, reflect.Chan:
		return value.IsNil()
	}
	return false
}
