package inertiatest

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	indexed   = regexp.MustCompile(`\[\d+\]`)
	bracketed = regexp.MustCompile(`\[([^\]]*)\]`)
)

// query merges the data into the URL's query.
func (v *visit) query(d *datum) error {
	search, err := url.PathUnescape(v.url.RawQuery)
	if err != nil {
		return err
	}
	indices := v.indices || indexed.MatchString(search)
	merged := &datum{}
	for pair := range strings.SplitSeq(v.url.RawQuery, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if name, err = url.QueryUnescape(name); err != nil {
			return err
		}
		if value, err = url.QueryUnescape(value); err != nil {
			return err
		}
		merged.put(segments(name), &datum{scalar: value, text: true})
	}
	for _, m := range d.members {
		merged.set(m.key, m.value)
	}
	var pairs []string
	merged.pairs("", indices, &pairs)
	u := *v.url
	u.RawQuery = strings.Join(pairs, "&")
	v.url = &u
	return nil
}

// segments are the parts of a bracketed name: a[b][] is a, b and nothing.
func segments(name string) []string {
	base, _, _ := strings.Cut(name, "[")
	var out []string
	if base != "" {
		out = append(out, base)
	}
	for _, m := range bracketed.FindAllStringSubmatch(name, -1) {
		out = append(out, m[1])
	}
	return out
}

func (d *datum) set(key string, value *datum) {
	for i := range d.members {
		if d.members[i].key == key {
			d.members[i].value = value
			return
		}
	}
	d.members = append(d.members, member{key, value})
}

// put sets a value below bracketed names; an empty one adds to a list.
func (d *datum) put(names []string, value *datum) {
	if len(names) == 0 {
		return
	}
	name := names[0]
	if name == "" && d.list {
		name = strconv.Itoa(len(d.members))
	}
	if len(names) == 1 {
		d.set(name, value)
		return
	}
	for _, m := range d.members {
		if m.key == name && m.value.members != nil {
			m.value.put(names[1:], value)
			return
		}
	}
	inner := &datum{members: []member{}, list: names[1] == ""}
	d.set(name, inner)
	inner.put(names[1:], value)
}

// pairs appends the parts of a query.
func (d *datum) pairs(prefix string, indices bool, out *[]string) {
	if d.members == nil {
		value := ""
		if d.text || d.scalar != "null" {
			value = strings.NewReplacer("+", "%20", "%21", "!", "%28", "(", "%29", ")", "%2A", "*").Replace(url.QueryEscape(d.scalar))
		}
		*out = append(*out, queryKey(prefix)+"="+value)
		return
	}
	for _, m := range d.members {
		key := m.key
		switch {
		case d.list && !indices:
			key = prefix + "[]"
		case prefix != "":
			key = prefix + "[" + key + "]"
		}
		m.value.pairs(key, indices, out)
	}
}

// queryKey does to a name what the browser does to a query it is given: the
// client itself does not encode names.
func queryKey(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"#<>'`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
