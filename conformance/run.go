package conformance

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Result is what became of a case.
type Result struct {
	Case  Case
	Err   error  // nil if it passed
	Bytes []byte // the answers without Date and Set-Cookie, to compare runs
}

// Header carries the scenario to the server under test, as base64url JSON.
const Header = "Conformance-Scenario"

// ComputedHeader carries back the names of the props that were computed,
// separated by commas.
const ComputedHeader = "Conformance-Computed"

// Runner asks one server.
type Runner struct {
	Base   string       // http://host:port
	Client *http.Client // for its transport; http.DefaultClient if nil

	// Exact compares page objects to the letter. Otherwise what means the same
	// to the client passes: flags that are false, empty metadata, and no list
	// of shared props where the case is not about it.
	Exact bool
}

// Run asks the server every case.
func (rn Runner) Run(ctx context.Context, cases []Case) []Result {
	rn.Base = strings.TrimSuffix(rn.Base, "/")
	if rn.Client == nil {
		rn.Client = http.DefaultClient
	}
	results := make([]Result, 0, len(cases))
	for _, c := range cases {
		r := Result{Case: c}
		r.Bytes, r.Err = rn.runCase(ctx, c)
		results = append(results, r)
	}
	return results
}

func (rn Runner) runCase(ctx context.Context, c Case) ([]byte, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{
		Transport:     rn.Client.Transport,
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var all bytes.Buffer
	version := ""
	for n, step := range c.Steps {
		res, body, err := send(ctx, browser, rn.Base, version, step) //nolint:bodyclose // send has read and closed it
		if err == nil {
			record(&all, res, body)
			err = rn.check(step, res, body)
			if shown := versionOf(body); shown != "" {
				version = shown
			}
		}
		if err != nil {
			if len(c.Steps) > 1 {
				err = fmt.Errorf("step %d: %w", n+1, err)
			}
			return all.Bytes(), err
		}
	}
	return all.Bytes(), nil
}

// versionOf is the version of the page that an answer shows, empty for others.
func versionOf(body []byte) string {
	for _, text := range append(pageScript.FindAllSubmatch(body, -1), [][]byte{nil, nil, body}) {
		var page struct{ Component, Version string }
		if json.Unmarshal(text[2], &page) == nil && page.Component != "" {
			return page.Version
		}
	}
	return ""
}

// send makes the request of a step. version is that of the page before it.
func send(ctx context.Context, client *http.Client, base, version string, step Step) (*http.Response, []byte, error) {
	method, path := step.Request.Method, step.Request.Path
	if method == "" {
		method = http.MethodGet
	}
	if path == "" {
		path = "/"
	}
	r, err := http.NewRequestWithContext(ctx, method, base+"/", nil)
	if err != nil {
		return nil, nil, err
	}
	// The target goes out as it is written, like a browser's.
	r.URL.Opaque, r.URL.RawQuery, r.URL.ForceQuery = path, "", false
	if target, query, ok := strings.Cut(path, "?"); ok {
		r.URL.Opaque, r.URL.RawQuery, r.URL.ForceQuery = target, query, query == ""
	}
	if step.Request.Browser {
		r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	} else {
		r.Header.Set("Accept", "text/html, application/xhtml+xml")
		r.Header.Set("X-Requested-With", "XMLHttpRequest")
		r.Header.Set("X-Inertia", "true")
		r.Header.Set("X-Inertia-Version", "v1")
	}
	for name, value := range step.Request.Headers {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, strings.NewReplacer("{origin}", base, "{version}", version).Replace(value))
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	r.Header.Set(Header, base64.RawURLEncoding.EncodeToString(step.Server))
	res, err := client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

// record writes what has to be the same in every run.
func record(b *bytes.Buffer, res *http.Response, body []byte) {
	h := res.Header.Clone()
	h.Del("Date")
	h.Del("Set-Cookie")
	fmt.Fprintln(b, res.StatusCode)
	_ = h.Write(b)
	b.Write(body)
}

func (rn Runner) check(step Step, res *http.Response, body []byte) error {
	e := step.Expect
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if want := max(e.Status, http.StatusOK); res.StatusCode != want {
		fail("status %d, want %d", res.StatusCode, want)
	}
	for name, want := range e.Headers {
		checkHeader(fail, rn.Base, name, want, res.Header)
	}
	for _, text := range e.Excludes {
		if bytes.Contains(body, []byte(text)) {
			fail("the body contains %q", text)
		}
	}
	if e.Empty && len(body) > 0 {
		fail("a body of %d bytes, want none", len(body))
	}
	if e.Computed != nil {
		checkComputed(fail, *e.Computed, res.Header.Get(ComputedHeader))
	}
	if e.Page != nil || e.Root != "" {
		rn.checkPage(fail, step, res, body)
	}
	return errors.Join(errs...)
}

func checkHeader(fail func(string, ...any), base, name string, want *string, h http.Header) {
	got, ok := strings.Join(h.Values(name), ", "), len(h.Values(name)) > 0
	switch {
	case want == nil:
		if ok {
			fail("header %s: %q, want none", name, got)
		}
	case *want == "*":
		if !ok {
			fail("header %s is missing", name)
		}
	case strings.HasPrefix(*want, "~"):
		if !strings.Contains(got, (*want)[1:]) {
			fail("header %s: %q, want it to contain %q", name, got, (*want)[1:])
		}
	default:
		if text := strings.ReplaceAll(*want, "{origin}", base); got != text {
			fail("header %s: %q, want %q", name, got, text)
		}
	}
}

func checkComputed(fail func(string, ...any), want []string, header string) {
	var got []string
	if header != "" {
		got = strings.Split(header, ",")
	}
	want = slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		fail("computed %v, want %v", got, want)
	}
}

var pageScript = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)

func (rn Runner) checkPage(fail func(string, ...any), step Step, res *http.Response, body []byte) {
	text := body
	if root := step.Expect.Root; root != "" {
		id := regexp.QuoteMeta(root)
		var found [][]byte
		for _, m := range pageScript.FindAllSubmatch(body, -1) {
			if regexp.MustCompile(`data-page="`+id+`"`).Match(m[1]) && bytes.Contains(m[1], []byte(`type="application/json"`)) {
				found = append(found, m[2])
			}
		}
		if len(found) != 1 {
			fail("%d elements script[data-page=%q][type=application/json], want 1", len(found), root)
			return
		}
		if !regexp.MustCompile(`<div[^>]* id="` + id + `"[^>]*></div>`).Match(body) {
			fail("no empty element div#%s", root)
		}
		text = found[0]
	} else if res.Header.Get("X-Inertia") == "" {
		fail("the answer is not an Inertia response: header X-Inertia is missing")
	}
	if step.Expect.Page == nil {
		return
	}
	var got any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&got); err != nil {
		fail("the page is not JSON: %v", err)
		return
	}
	var want any = wanted(step)
	if step.Expect.Page["version"] == "*" {
		if page, ok := got.(map[string]any); ok && page["version"] != nil && page["version"] != "" {
			page["version"] = "*"
		}
	}
	if !rn.Exact && !step.Expect.Exact {
		got, want = essence(got, step), essence(want, step)
	}
	if !reflect.DeepEqual(normal(got), normal(want)) {
		fail("page\n  got  %s\n  want %s", compact(got), compact(want))
	}
}

// wanted is the expected page with its defaults.
func wanted(step Step) map[string]any {
	path := step.Request.Path
	if path == "" {
		path = "/"
	}
	page := map[string]any{"component": "Page", "url": path, "version": "v1", "sharedProps": []any{"errors"}}
	for key, value := range step.Expect.Page {
		if value == nil {
			delete(page, key)
			continue
		}
		page[key] = value
	}
	props := map[string]any{"errors": map[string]any{}}
	if given, ok := page["props"].(map[string]any); ok {
		for key, value := range given {
			props[key] = value
		}
	}
	page["props"] = props
	return page
}

// essence is a page without what means nothing to the client.
func essence(page any, step Step) any {
	m, ok := page.(map[string]any)
	if !ok {
		return page
	}
	out := make(map[string]any, len(m))
	for key, value := range m {
		switch v := value.(type) {
		case bool:
			if !v {
				continue
			}
		case map[string]any:
			if len(v) == 0 && key != "props" {
				continue
			}
		case []any:
			if len(v) == 0 {
				continue
			}
		case nil:
			continue
		}
		if _, asked := step.Expect.Page[key]; key == "sharedProps" && !asked {
			continue
		}
		out[key] = value
	}
	return out
}

// normal makes numbers comparable.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, value := range v {
			m[key] = normal(value)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = normal(v[i])
		}
		return l
	case float64:
		return json.Number(strings.TrimSuffix(fmt.Sprintf("%.0f", v), ".0"))
	}
	return v
}

func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
