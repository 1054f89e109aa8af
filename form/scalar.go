package form

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// scalar fills texts, numbers and booleans. A number or a boolean may come as
// a text, from forms, which know nothing else, and in JSON, because that is
// what an input element yields.
func (d *decoder) scalar(n *node, v reflect.Value, at *place) {
	isText := n.kind == text || n.kind == number
	switch v.Kind() {
	case reflect.String:
		if !isText {
			d.fail(at, "type.text", "")
			return
		}
		if v.Type() == numberType && !isNumber(n) {
			d.fail(at, "type.number", "")
			return
		}
		v.SetString(n.text)
	case reflect.Bool:
		b, ok := parseBool(n.text)
		if !ok {
			d.fail(at, "type.boolean", "")
			return
		}
		v.SetBool(b)
	case reflect.Float32, reflect.Float64:
		f, ok := parseFloat(n.text, v.Type().Bits())
		if !isText || !ok {
			d.fail(at, "type.number", "")
			return
		}
		v.SetFloat(f)
	default:
		if !isText {
			d.fail(at, "type.integer", "")
			return
		}
		d.integer(strings.TrimSpace(n.text), v, at)
	}
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "on", "yes":
		return true, true
	case "false", "0", "off", "no":
		return false, true
	}
	return false, false
}

// isNumber reports whether a json.Number may hold the node's text.
func isNumber(n *node) bool {
	var parsed json.Number
	return n.kind == number || json.Unmarshal([]byte(n.text), &parsed) == nil && string(parsed) == n.text
}

// parseFloat takes decimal numbers only: no NaN, no infinity, no hexadecimal.
func parseFloat(s string, bits int) (float64, bool) {
	s = strings.TrimSpace(s)
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, bits)
	return f, err == nil
}

func (d *decoder) integer(s string, v reflect.Value, at *place) {
	bits := v.Type().Bits()
	if v.CanInt() {
		if v.Type() == durationType {
			if duration, err := time.ParseDuration(s); err == nil {
				v.SetInt(int64(duration))
				return
			}
		}
		i, err := strconv.ParseInt(s, 10, bits)
		if err == nil {
			v.SetInt(i)
			return
		}
		if whole, ok := parseWhole(s); ok && !v.OverflowInt(whole) {
			v.SetInt(whole)
			return
		}
		least, most := int64(math.MinInt64)>>(64-bits), int64(math.MaxInt64)>>(64-bits)
		d.failInteger(s, at, fmt.Sprint(least), fmt.Sprint(most))
		return
	}
	u, err := strconv.ParseUint(strings.TrimPrefix(s, "+"), 10, bits)
	if err == nil {
		v.SetUint(u)
		return
	}
	if whole, ok := parseWhole(s); ok && whole >= 0 && !v.OverflowUint(uint64(whole)) {
		v.SetUint(uint64(whole))
		return
	}
	d.failInteger(s, at, "0", fmt.Sprint(uint64(math.MaxUint64)>>(64-bits)))
}

// parseWhole reads what JSON may call an integer too: 12.0 and 1e3.
func parseWhole(s string) (int64, bool) {
	const exact = 1 << 53 // beyond it a float64 guesses
	f, ok := parseFloat(s, 64)
	if !ok || f != math.Trunc(f) || math.Abs(f) > exact {
		return 0, false
	}
	return int64(f), true
}

// failInteger tells a number that is out of range from what is not a number.
func (d *decoder) failInteger(s string, at *place, least, most string) {
	if f, ok := parseFloat(s, 64); ok && f == math.Trunc(f) {
		d.fail(at, "type.range", least+" "+most)
		return
	}
	d.fail(at, "type.integer", "")
}

// bytes reads a []byte as encoding/json writes it.
func (d *decoder) bytes(n *node, v reflect.Value, at *place) {
	b, err := base64.StdEncoding.DecodeString(n.text)
	if err != nil {
		d.fail(at, "type.value", "")
		return
	}
	v.SetBytes(b)
}
