package inertiatest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// plain returns v as a component would see it, by way of JSON. Numbers that
// JavaScript cannot hold stay json.Number, so that they equal no number of a
// page.
func plain(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("the expected value is not JSON: %w", err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var decoded any
	if err := d.Decode(&decoded); err != nil {
		return nil, err
	}
	return numbers(decoded), nil
}

func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return v
		}
		if i, err := v.Int64(); err == nil && int64(f) != i {
			return v
		}
		return f
	case map[string]any:
		for k, item := range v {
			v[k] = numbers(item)
		}
	case []any:
		for i, item := range v {
			v[i] = numbers(item)
		}
	}
	return v
}

// maxDifferences bounds how many differences are reported at once.
const maxDifferences = 10

// difference says where got is not want, nil if they are equal.
func difference(path string, want, got any) []string {
	wantMap, isMap := want.(map[string]any)
	gotMap, both := got.(map[string]any)
	if isMap && both {
		var d []string
		for _, k := range slices.Sorted(maps.Keys(wantMap)) {
			if item, ok := gotMap[k]; ok {
				d = append(d, difference(join(path, k), wantMap[k], item)...)
			} else {
				d = append(d, fmt.Sprintf("%s is missing, want %s", quoted(join(path, k)), show(wantMap[k])))
			}
		}
		for _, k := range slices.Sorted(maps.Keys(gotMap)) {
			if _, ok := wantMap[k]; !ok {
				d = append(d, fmt.Sprintf("%s is not wanted: %s", quoted(join(path, k)), show(gotMap[k])))
			}
		}
		return d
	}
	wantList, isList := want.([]any)
	gotList, both := got.([]any)
	if isList && both && len(wantList) == len(gotList) {
		var d []string
		for i := range wantList {
			d = append(d, difference(join(path, strconv.Itoa(i)), wantList[i], gotList[i])...)
		}
		return d
	}
	if !isMap && !isList && typeName(got) == typeName(want) && got == want {
		return nil
	}
	d := fmt.Sprintf("%s is %s, want %s", quoted(path), show(got), show(want))
	if n, ok := want.(json.Number); ok {
		d += fmt.Sprintf(" (JavaScript has no integer %s; send it as a string)", n)
	}
	return []string{d}
}

func equal(a, b any) bool { return len(difference("", a, b)) == 0 }

// list joins differences for a message.
func listed(d []string) string {
	if more := len(d) - maxDifferences; more > 0 {
		d = append(d[:maxDifferences:maxDifferences], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(d, "\n\t")
}

// typeName is the JSON type of a value.
func typeName(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case float64, json.Number:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "undefined"
}

// show is a value as JSON, cut if it is long.
func show(v any) string {
	const limit = 300
	if v == undefined {
		return "undefined"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(text) <= limit {
		return string(text)
	}
	cut := limit
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return string(text[:cut]) + " ..."
}

func quoted(path string) string {
	if path == "" {
		return "the value"
	}
	return strconv.Quote(path)
}
