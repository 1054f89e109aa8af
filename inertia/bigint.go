package inertia

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// BigInt is an integer that pages get as text, because JavaScript numbers lose
// digits beyond 2^53:
//
//	type Post struct {
//		ID inertia.BigInt `json:"id"` // "9007199254740993"
//	}
//
// It reads text, numbers and the client's marker {"$bigint": "7"}, so a form
// may send back the text from the page, or a JavaScript BigInt as text. In a
// database it is an integer.
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
