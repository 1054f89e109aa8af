package form

import (
	"net/http"
	"reflect"
	"strings"

	"golang.org/x/text/language"
)

// Messages are the texts of a language by the names of rules: "required",
// "oneof". If a rule means something else for another kind of value, the kind
// follows the name: "min.text" (characters), "min.list" (items), "min.number",
// "min.time", "min.duration". A text for one field begins with the field:
// "email:required" or "items.*.price:min". "label:email" is the name of a field.
//
// In a text {label} is the name of the field: the struct's label tag, or the
// words of its JSON name. {param} is the rule's parameter. {param|item|items}
// is the first word if the parameter is 1, otherwise the second. {other} is the
// label of the field that the parameter names. {condition} is what required_if
// and similar rules compare. [English] has all names and texts.
type Messages map[string]string

// Failure is a rule that a field does not meet.
type Failure struct {
	Path  string // the field as the client knows it, "items.0.price"
	Label string // the field as the user knows it, "price"
	Rule  string // "min", or "type.integer" for what could not be read
	Param string // "3"
	Kind  string // "text", "number", "list", "time", "duration", "boolean", "file", or empty

	at     *place
	actual string       // what an alias stands for
	parent reflect.Type // the struct that has the fields Param may name
}

func (p *place) failure(rule, param string) Failure {
	return Failure{Path: p.keyed().path(), Rule: rule, Param: param, at: p}
}

// languages are the texts of a Binder and the way to choose between them.
type languages struct {
	tags    []string
	texts   map[string]Messages
	matcher language.Matcher
}

func newLanguages(texts map[string]Messages) *languages {
	l := &languages{texts: texts, tags: []string{"en"}}
	tags := []language.Tag{language.English}
	for _, name := range sortedLanguages(texts) {
		tag, err := language.Parse(name)
		if err != nil {
			panic("form: WithMessages: " + name + " is not a language; write a BCP 47 tag such as de or pt-BR")
		}
		l.tags, tags = append(l.tags, name), append(tags, tag)
	}
	l.matcher = language.NewMatcher(tags)
	return l
}

// nearest is the language to speak with who asks for accepted.
func (l *languages) nearest(accepted string) string {
	const most = 500 // bytes of a header that is worth looking at
	if accepted == "" || len(accepted) > most || len(l.tags) == 1 {
		return l.tags[0]
	}
	_, i := language.MatchStrings(l.matcher, accepted)
	return l.tags[i]
}

// speaker is who writes the messages for a request, which may be nil.
func (b *Binder) speaker(r *http.Request) func(Failure) string {
	accepted := ""
	switch {
	case r == nil:
	case b.language != nil:
		accepted = b.language(r)
	default:
		accepted = r.Header.Get("Accept-Language")
	}
	c := catalogue{b.languages.texts[b.languages.nearest(accepted)], b.languages.texts["en"], english}
	return func(f Failure) string {
		f.Label = c.label(f)
		if b.message != nil && r != nil {
			if message := b.message(r.Context(), f); message != "" {
				return message
			}
		}
		return c.message(f)
	}
}

// catalogue is where a text is looked for, in this order.
type catalogue []Messages

func (c catalogue) find(keys ...string) string {
	for _, texts := range c {
		for _, key := range keys {
			if text := texts[key]; text != "" {
				return text
			}
		}
	}
	return ""
}

func (c catalogue) message(f Failure) string {
	return c.fill(c.find(pattern(f.Path)+":"+f.Rule, f.Rule+"."+f.Kind, f.Rule, f.actual+"."+f.Kind, f.actual, "invalid"), f)
}

// pattern is a path with * for every index.
func pattern(path string) string {
	names := strings.Split(path, ".")
	for i, name := range names {
		if _, ok := listIndex(name); ok {
			names[i] = "*"
		}
	}
	return strings.Join(names, ".")
}

// label is what a user calls the field.
func (c catalogue) label(f Failure) string {
	path := pattern(f.Path)
	if f.at.item > 0 {
		path = strings.TrimSuffix(path, ".*")
	}
	name, tag := path[strings.LastIndexByte(path, '.')+1:], ""
	if f.at.field != nil {
		name, tag = f.at.field.name, f.at.field.label
	}
	label := c.named(path, name, tag)
	if f.at.item > 0 {
		return strings.NewReplacer("{label}", label, "{n}", itoa(f.at.item)).Replace(c.find("item"))
	}
	return label
}

func (c catalogue) named(path, name, tag string) string {
	if label := c.find("label:"+path, "label:"+name); label != "" {
		return label
	}
	if tag != "" {
		return tag
	}
	return shorten(humanise(name))
}

// other is the label of a field of the same struct, by its name in Go.
func (c catalogue) other(f Failure, goes string) string {
	goes = goes[strings.LastIndexByte(goes, '.')+1:]
	if f.parent != nil {
		if sf, ok := f.parent.FieldByName(goes); ok {
			name, _, _ := jsonName(sf)
			return c.named(name, name, sf.Tag.Get("label"))
		}
	}
	return humanise(goes)
}

// fill replaces what stands in braces.
func (c catalogue) fill(text string, f Failure) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var name string
		if name, text, ok = strings.Cut(rest, "}"); !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		b.WriteString(c.placeholder(name, f))
	}
}

func (c catalogue) placeholder(name string, f Failure) string {
	switch name {
	case "label":
		return f.Label
	case "param":
		return f.Param
	case "other":
		return c.other(f, f.Param)
	case "others":
		var labels []string
		for field := range strings.FieldsSeq(f.Param) {
			labels = append(labels, c.other(f, field))
		}
		return c.join(labels, "and")
	case "options":
		return c.join(quotedFields(f.Param), "or")
	case "condition":
		return c.condition(f)
	case "layout":
		return layoutNames.Replace(f.Param)
	case "least", "most":
		least, most, _ := strings.Cut(f.Param, " ")
		if name == "least" {
			return least
		}
		return most
	}
	if choice, ok := strings.CutPrefix(name, "param|"); ok {
		one, many, _ := strings.Cut(choice, "|")
		if f.Param == "1" {
			return one
		}
		return many
	}
	return "{" + name + "}"
}

// condition puts the comparison of a rule such as required_if=Kind company into
// words.
func (c catalogue) condition(f Failure) string {
	words := quotedFields(f.Param)
	var parts []string
	for i := 0; i+1 < len(words); i += 2 {
		parts = append(parts, strings.NewReplacer("{other}", c.other(f, words[i]), "{value}", words[i+1]).Replace(c.find("condition")))
	}
	return c.join(parts, "and")
}

// join writes a list: a, b or c.
func (c catalogue) join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + c.find(last) + " " + words[end]
}

// quotedFields splits at spaces that are not within single quotes, as the
// rules do.
func quotedFields(s string) []string {
	var words []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := " "
		if s[0] == '\'' {
			s, end = s[1:], "'"
		}
		var word string
		word, s, _ = strings.Cut(s, end)
		words = append(words, word)
	}
	return words
}

// layoutNames makes a time layout readable for those who do not write Go.
var layoutNames = strings.NewReplacer("2006", "YYYY", "01", "MM", "02", "DD", "15", "hh", "04", "mm", "05", "ss")
