package inertia

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// BigInt is an integer that pages get as text, because JavaScript numbers lose
// digits beyond 2^53:
//
//	type Post struct {
//		ID inertia.BigInt `json:"id"` // "9007199254740993"
//	}
//
// For all integers of a program there is [WithBigInts]. BigInt reads text,
// numbers and the client's marker {"$bigint": "7"}, so a form may send back the
// text from the page, or a JavaScript BigInt as text. In a database it is an
// integer.
type BigInt int64

// MarshalJSON returns the digits as a JSON string.
func (b BigInt) MarshalJSON() ([]byte, error) {
	return append(strconv.AppendInt([]byte{'"'}, int64(b), 10), '"'), nil
}

// UnmarshalJSON reads a string of digits, a number or {"$bigint": "digits"}.
// Null leaves b as it is.
func (b *BigInt) UnmarshalJSON(data []byte) error {
	var digits string
	switch {
	case string(data) == "null":
		return nil
	case len(data) > 0 && data[0] == '"':
		if err := json.Unmarshal(data, &digits); err != nil {
			return fmt.Errorf("inertia: a BigInt: %w", err)
		}
	case len(data) > 0 && data[0] == '{':
		var marker map[string]string
		if err := json.Unmarshal(data, &marker); err != nil || len(marker) != 1 || marker["$bigint"] == "" {
			return fmt.Errorf("inertia: a BigInt: an object has to be {\"$bigint\": \"digits\"}")
		}
		digits = marker["$bigint"]
	default:
		digits = string(data)
	}
	return b.UnmarshalText([]byte(digits))
}

// UnmarshalText reads digits, as forms and queries send them.
func (b *BigInt) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("inertia: a BigInt: want an integer of 64 bits: %w", err)
	}
	*b = BigInt(n)
	return nil
}

// WithBigInts sends integers beyond 2^53 as text, because a JavaScript number
// would change their digits. It concerns all values of props and flash, whatever
// their type; other integers stay numbers. By default all are numbers, and a
// browser changes the last digits of large ones. Where one field matters, use
// [BigInt] instead: it is always text.
//
// The command "inertia types" follows: the type of integers that may be large is
// number | string.
func WithBigInts() Option { return func(c *config) { c.bigInts = true } }

// bigInts is an encoder that makes text of large integers.
type bigInts struct{ encoder Encoder } // nil for encoding/json

// Encode writes v to w.
func (e bigInts) Encode(w io.Writer, v any) error {
	var b bytes.Buffer
	encode := json.NewEncoder(&b).Encode
	if e.encoder != nil {
		encode = func(v any) error { return e.encoder.Encode(&b, v) }
	}
	if err := encode(v); err != nil {
		return err
	}
	_, err := w.Write(quoteBigInts(b.Bytes()))
	return err
}

// quoteBigInts makes text of the large integers in JSON.
func quoteBigInts(text []byte) []byte {
	var out []byte
	from := 0 // what follows is not in out
	for i := 0; i < len(text); {
		end := i + 1
		switch c := text[i]; {
		case c == '"':
			for end < len(text) && text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			end++
		case c == '-' || '0' <= c && c <= '9':
			for end < len(text) && bytes.IndexByte([]byte("0123456789+-.eE"), text[end]) >= 0 {
				end++
			}
			if isBigInt(text[i:end]) {
				out = append(append(append(append(out, text[from:i]...), '"'), text[i:end]...), '"')
				from = end
			}
		}
		i = end
	}
	if from == 0 {
		return text
	}
	return append(out, text[from:]...)
}

// isBigInt reports whether a number of JSON is an integer that JavaScript would
// change. Numbers that were floats in Go never are.
func isBigInt(number []byte) bool {
	const least = len("9007199254740993") // 2^53+1
	if len(number) < least || bytes.ContainsAny(number, ".eE") {
		return false
	}
	f, err := strconv.ParseFloat(string(number), 64)
	return err != nil || strconv.FormatFloat(f, 'f', -1, 64) != string(number)
}
