package form_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/inertia-templ/shell/form"
)

// costly has what multiplies: itself in lists, maps, maps of maps and
// pointers, rules at every level, checkers, and types that read themselves.
type costly struct {
	Name   string                       `json:"name" validate:"omitempty,max=5,alpha"`
	Left   *costly                      `json:"left"`
	Right  *costly                      `json:"right"`
	Kids   []costly                     `json:"kids" validate:"dive"`
	Map    map[string]*costly           `json:"map" validate:"dive"`
	Maps   map[string]map[string]costly `json:"maps" validate:"dive,dive"`
	IDs    map[int]*costly              `json:"ids" validate:"dive"`
	Waits  map[time.Duration]*costly    `json:"waits" validate:"dive"`
	Plain  map[string]*costly           `json:"plain"`
	Texts  map[string]string            `json:"texts"`
	Any    any                          `json:"any"`
	AnyOf  map[string]any               `json:"any_of" validate:"dive"`
	List   []int                        `json:"list" validate:"dive,max=5"`
	Emails []string                     `json:"emails" validate:"dive,email"`
	Levels []level                      `json:"levels"`
	Days   []time.Time                  `json:"days"`
	Check  []checked                    `json:"check"`
	Checks map[string][]checked         `json:"checks"`
}

type checked struct {
	N int `json:"n"`
}

func (checked) Validate(context.Context) error {
	return form.Errors{"n": {"No."}}
}

func repeat(n int, sep string, f func(i int) string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = f(i)
	}
	return strings.Join(all, sep)
}

func tree(depth int) string {
	if depth == 0 {
		return `{"name":"wrong name"}`
	}
	return `{"left":` + tree(depth-1) + `,"right":` + tree(depth-1) + `}`
}

// hostile are bodies by a size n, from 1 to 2. At 2 they are as large as the
// limits allow, or nearly.
var hostile = map[string]func(n int) *http.Request{
	"JSON, a long key above many values": func(n int) *http.Request {
		return jsonRequest(`{"any":{"` + long(n) + `":[` + repeat(4000*n, ",", strconv.Itoa) + `]}}`)
	},
	"JSON, a long key above many mistakes": func(n int) *http.Request {
		return jsonRequest(`{"plain":{"` + long(n) + `":{"list":[` + repeat(4000*n, ",", func(int) string { return `"x"` }) + `]}}}`)
	},
	"JSON, a long key above many wrong structs": func(n int) *http.Request {
		return jsonRequest(`{"map":{"` + long(n) + `":{"kids":[` + repeat(2000*n, ",", func(int) string { return `{"name":"wrong name"}` }) + `]}}}`)
	},
	"JSON, a long key above many maps": func(n int) *http.Request {
		return jsonRequest(`{"maps":{"` + long(n) + `":{` + repeat(2000*n, ",", func(i int) string { return `"` + strconv.Itoa(i) + `":{"name":"wrong name"}` }) + `}}}`)
	},
	"JSON, a long key above many checkers": func(n int) *http.Request {
		return jsonRequest(`{"checks":{"` + long(n) + `":[` + repeat(2400*n, ",", func(int) string { return `{"n":1}` }) + `]}}`)
	},
	"JSON, long keys in anything": func(n int) *http.Request {
		return jsonRequest(`{"any_of":{"a":{"` + long(n) + `":[` + repeat(4000*n, ",", strconv.Itoa) + `]}}}`)
	},
	"JSON, many keys of middle length above mistakes": func(n int) *http.Request {
		return jsonRequest(`{"map":{` + repeat(500*n, ",", func(i int) string {
			return `"` + strings.Repeat("k", 240) + strconv.Itoa(i) + `":{"kids":[{"name":"wrong name"},{"name":"wrong name"},{"list":[9]}]}`
		}) + `}}`)
	},
	"JSON, deep keys of middle length": func(n int) *http.Request {
		body := `{"kids":[` + repeat(2400*n, ",", func(int) string { return `{"name":"wrong name"}` }) + `]}`
		for range 14 {
			body = `{"map":{"12345678":` + body + `}}`
		}
		return jsonRequest(body)
	},
	"JSON, keys that look like paths": func(n int) *http.Request {
		return jsonRequest(`{"map":{` + repeat(1000*n, ",", func(i int) string {
			return `"` + strings.Repeat("].", 100) + strconv.Itoa(i) + `":{"name":"wrong name"}`
		}) + `}}`)
	},
	"JSON, a list of wrong numbers": func(n int) *http.Request {
		return jsonRequest(`{"list":[` + repeat(4900*n, ",", func(int) string { return "9" }) + `]}`)
	},
	"JSON, a list of wrong emails": func(n int) *http.Request {
		return jsonRequest(`{"emails":[` + repeat(4900*n, ",", func(int) string { return `"x"` }) + `]}`)
	},
	"JSON, a list that cannot be read": func(n int) *http.Request {
		return jsonRequest(`{"days":[` + repeat(4900*n, ",", func(int) string { return `"x"` }) + `]}`)
	},
	"JSON, a tree of wrong names": func(n int) *http.Request {
		return jsonRequest(`{"kids":[` + repeat(n, ",", func(int) string { return tree(10) }) + `]}`)
	},
	"JSON, wrong entries of maps by numbers": func(n int) *http.Request {
		return jsonRequest(`{"ids":{` + repeat(2400*n, ",", func(i int) string { return `"` + strconv.Itoa(i) + `":{"name":"wrong name"}` }) + `}}`)
	},
	"JSON, entries of maps by numbers and a mistake": func(n int) *http.Request {
		return jsonRequest(`{"list":["x"],"waits":{` + repeat(2400*n, ",", func(i int) string { return `"` + strconv.Itoa(i) + `":{"name":"wrong name"}` }) + `}}`)
	},
	"JSON, unknown members": func(n int) *http.Request {
		return jsonRequest(`{"unknown":{"` + long(n) + `":[` + repeat(30_000*n, ",", func(int) string { return "[]" }) + `]},"name":"a"}`)
	},
	"JSON, empty objects": func(n int) *http.Request {
		return jsonRequest(`{"kids":[` + repeat(4900*n, ",", func(int) string { return "{}" }) + `]}`)
	},
	"JSON, a long text": func(n int) *http.Request { return jsonRequest(`{"name":"` + long(n) + `"}`) },
	"JSON, a long number": func(n int) *http.Request {
		return jsonRequest(`{"list":[` + strings.Repeat("9", 400_000*n) + `]}`)
	},
	"JSON, live, names with stars, a tree": func(n int) *http.Request {
		return live(jsonRequest(`{"kids":[`+repeat(n, ",", func(int) string { return tree(10) })+`]}`), stars(249*n, "kids.*", "left")...)
	},
	"JSON, live, names with stars, keys that look like paths": func(n int) *http.Request {
		return live(jsonRequest(`{"map":{`+repeat(1000*n, ",", func(i int) string {
			return `"` + strings.Repeat("].", 100) + strconv.Itoa(i) + `":{"left":{"left":{"name":"wrong name"}}}`
		})+`}}`), stars(249*n, "map.*", "left")...)
	},
	"JSON, live, maps by numbers": func(n int) *http.Request {
		return live(jsonRequest(`{"waits":{`+repeat(2400*n, ",", func(i int) string { return `"` + strconv.Itoa(i) + `":{"name":"wrong name"}` })+`}}`), "waits.*.name")
	},
	"urlencoded, one key": func(n int) *http.Request { return formRequest(strings.Repeat("list[]=9&", 4900*n)) },
	"urlencoded, a flat key again and again": func(n int) *http.Request {
		return formRequest(strings.Repeat("list=9&", 4900*n))
	},
	"urlencoded, objects without indices": func(n int) *http.Request {
		return formRequest(strings.Repeat("kids[][name]=wrong+name&kids[][left][name]=wrong+name&", 1200*n))
	},
	"urlencoded, sparse lists": func(n int) *http.Request {
		return formRequest(repeat(1400*n, "&", func(i int) string { return "map[k" + strconv.Itoa(i) + "][list][7]=9" }))
	},
	"urlencoded, sparse lists below long keys": func(n int) *http.Request {
		return formRequest(repeat(60*n, "&", func(i int) string {
			return "plain[" + strings.Repeat("k", 7000) + strconv.Itoa(i) + "][kids][7][check][3][n]=9"
		}))
	},
	"urlencoded, deep keys": func(n int) *http.Request {
		return formRequest(repeat(150*n, "&", func(i int) string {
			return "map[" + strconv.Itoa(i) + "]" + strings.Repeat("[left]", 29) + "[name]=wrong+name"
		}))
	},
	"urlencoded, a long key": func(n int) *http.Request {
		return formRequest("plain[" + long(n) + "][list][]=x&" + strings.Repeat("list[]=x&", 3000*n))
	},
	"urlencoded, unknown keys": func(n int) *http.Request {
		return formRequest(repeat(4900*n, "&", func(i int) string { return "x" + strconv.Itoa(i) + "[][a][=%&" }))
	},
	"a query": func(n int) *http.Request {
		return query(repeat(2400*n, "&", func(i int) string { return "kids[" + strconv.Itoa(i) + "][name]=wrong+name" }))
	},
	"multipart, many parts": func(n int) *http.Request {
		return rawMultipart(many(4900*n, func(int) string { return textPart("list[]", "9") })...)
	},
	"multipart, objects without indices": func(n int) *http.Request {
		return rawMultipart(many(2400*n, func(i int) string { return textPart([]string{"kids[][name]", "kids[][list][]"}[i%2], "9") })...)
	},
	"multipart, many files": func(n int) *http.Request {
		return rawMultipart(many(2400*n, func(int) string { return filePart("any[]", "f", "text/plain", "x") })...)
	},
	"multipart, long names of parts": func(n int) *http.Request {
		return rawMultipart(many(60*n, func(i int) string {
			return textPart("plain["+strings.Repeat("k", 7000)+strconv.Itoa(i)+"][list][3]", "x")
		})...)
	},
}

func long(n int) string { return strings.Repeat("k", 400_000*n) }

func many(n int, f func(i int) string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = f(i)
	}
	return all
}

func textPart(name, value string) string {
	return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
}

// stars is every path of stars and names there is, as many as wanted.
func stars(n int, start, name string) []string {
	return many(n, func(i int) string {
		path := start
		for bit := range 9 {
			path += []string{".*", "." + name}[i>>bit&1]
		}
		return path
	})
}
