package props

import (
	"cmp"
	"slices"
	"time"
)

// Section is a member of the page object in which kinds say something.
type Section struct {
	Key   string
	Place int // in the page object, counted from its smallest
	Form  Form
	Prop  bool // it is a prop, not a member of the page object
}

// Form is what a section looks like in JSON.
type Form uint8

// Forms of sections.
const (
	Texts  Form = iota // ["text", "text"]
	Lists              // {"name": ["text", "text"]}
	Values             // {"name": value}; of records with one name the last counts, in the place of the first
)

// Record is one thing that a kind says of a prop.
type Record struct {
	Name  string
	Text  string
	Value value
	of    *Section
}

// value appends itself as JSON.
type value interface{ appendTo(*buffer) }

// Description is what a kind knows of the prop that it describes.
type Description struct {
	*Facts
	Spec     *Spec
	Path     string
	Value    any     // what is sent
	Absence  Absence // why nothing is
	Mark     string  // of its tags, from before it was computed
	Labelled bool    // the request lets the path carry labels
	Reset    bool    // the client drops what it has
	Now      func() time.Time

	meta *metadata
}

// Add adds a record to a section.
func (d *Description) Add(to *Section, r Record) {
	r.of = to
	d.meta.records = append(d.meta.records, r)
}

var rescuedProps = &Section{Key: "rescuedProps", Place: 60}

// metadata is what the page object says about its props: one list of records
// in the order in which the props are written. To take back what a failed prop
// said, whatever kinds it has, is to make the list as short as it was.
type metadata struct{ records []Record }

func (m *metadata) rescued(path string) {
	m.records = append(m.records, Record{Text: path, of: rescuedProps})
}

func (m *metadata) encode(b *buffer) {
	var room [8]*Section
	sections := room[:0]
	for _, r := range m.records {
		if !r.of.Prop && !slices.Contains(sections, r.of) {
			sections = append(sections, r.of)
		}
	}
	slices.SortFunc(sections, func(a, b *Section) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Key, b.Key)) })
	for _, s := range sections {
		b.text(`,"`)
		b.text(s.Key)
		b.text(`":`)
		switch s.Form {
		case Texts:
			m.encodeTexts(b, s)
		case Lists:
			m.encodeLists(b, s)
		case Values:
			m.encodeValues(b, s)
		}
	}
}

func (m *metadata) encodeTexts(b *buffer, s *Section) {
	open := "["
	for i := range m.records {
		if r := &m.records[i]; r.of == s {
			b.text(open)
			b.string(r.Text)
			open = ","
		}
	}
	b.text("]")
}

// encodeLists puts together what has one name.
func (m *metadata) encodeLists(b *buffer, s *Section) {
	type list struct {
		name  string
		texts []string
	}
	var lists []list
	at := map[string]int{}
	for i := range m.records {
		r := &m.records[i]
		if r.of != s {
			continue
		}
		n, known := at[r.Name]
		if !known {
			n = len(lists)
			at[r.Name] = n
			lists = append(lists, list{name: r.Name})
		}
		lists[n].texts = append(lists[n].texts, r.Text)
	}
	b.text("{")
	for i, l := range lists {
		b.key(l.name, i == 0)
		b.strings(l.texts)
	}
	b.text("}")
}

func (m *metadata) encodeValues(b *buffer, s *Section) {
	last := map[string]*Record{}
	for i := range m.records {
		if r := &m.records[i]; r.of == s {
			last[r.Name] = r
		}
	}
	b.text("{")
	first := true
	for i := range m.records {
		r := &m.records[i]
		if r.of != s || last[r.Name] == nil {
			continue
		}
		b.key(r.Name, first)
		last[r.Name].Value.appendTo(b)
		last[r.Name], first = nil, false
	}
	b.text("}")
}
