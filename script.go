package shell

import (
	"bytes"
	"io"
)

// writeScriptJSON writes JSON so that it can stand inside a script element.
//
// The text of a script element is not HTML: entities are not decoded, but
// "</script" ends it and "<!--<script" swallows the rest of the document. In
// JSON the bytes in question occur only inside strings, so each is replaced by
// its JSON escape and the parsed value stays the same. A slash becomes \/ as
// the protocol's reference servers write it.
func writeScriptJSON(w io.Writer, json []byte) error {
	// Nothing but a "<" can begin anything, most encoders escape it, and a
	// search for a single byte runs at memory speed: look before walking.
	next := nextSlash
	if bytes.IndexByte(json, '<') >= 0 {
		next = nextUnsafe
	}
	for len(json) > 0 {
		i, n, escape := next(json)
		if i < 0 {
			_, err := w.Write(json)
			return err
		}
		if _, err := w.Write(json[:i]); err != nil {
			return err
		}
		if _, err := io.WriteString(w, escape); err != nil {
			return err
		}
		json = json[i+n:]
	}
	return nil
}

// nextSlash finds the first byte to escape in JSON without any "<":
// its index (-1 if there is none), its length, and what takes its place.
func nextSlash(b []byte) (i, n int, escape string) {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], '/')
		if i < 0 {
			return -1, 0, ""
		}
		if i += from; !escaped(b, i) {
			return i, 1, `\/`
		}
		from = i + 1
	}
}

// nextUnsafe is nextSlash for any JSON. It escapes U+2028 and U+2029 too, which
// end a line in JavaScript and not in JSON.
func nextUnsafe(b []byte) (i, n int, escape string) {
	for i, c := range b {
		switch c {
		case '<':
			return i, 1, `\u003c`
		case '>':
			return i, 1, `\u003e`
		case '&':
			return i, 1, `\u0026`
		case '/':
			if !escaped(b, i) {
				return i, 1, `\/`
			}
		case 0xe2:
			if i+2 < len(b) && b[i+1] == 0x80 && (b[i+2] == 0xa8 || b[i+2] == 0xa9) {
				return i, 3, `\u202` + string('8'+rune(b[i+2]-0xa8))
			}
		}
	}
	return -1, 0, ""
}

// escaped reports whether the byte at i follows an odd number of backslashes.
func escaped(b []byte, i int) bool {
	n := 0
	for i--; i >= 0 && b[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}
