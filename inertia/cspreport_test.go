package inertia_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
)

// report posts a body as a browser does.
func report(h http.Handler, kind, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/csp-reports", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Browser/1")
	r.Header.Set("Cookie", "session=1") // and no token
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	reportURI = "application/csp-report"
	reportTo  = "application/reports+json"
)

// The bodies that Firefox and Chrome send.
const (
	firefoxReport = `{"csp-report":{"blocked-uri":"https://evil.example/x.js?session=1","disposition":"enforce","document-uri":"https://app.example/a?token=1#f","effective-directive":"script-src-elem","original-policy":"...","referrer":"","status-code":200,"violated-directive":"script-src-elem","line-number":7,"source-file":"https://app.example/main.js"}}`
	chromeReport  = `[{"age":1,"body":{"blockedURL":"inline","columnNumber":3,"disposition":"report","documentURL":"https://app.example/b","effectiveDirective":"style-src-attr","lineNumber":"9","originalPolicy":"...","sample":"color: red","sourceFile":null,"statusCode":200},"type":"csp-violation","url":"https://app.example/b","user_agent":"Chrome/1"},{"type":"deprecation","body":{"id":"x"}}]`
)

func TestReportsReachTheObserver(t *testing.T) {
	t.Parallel()
	var seen []inertia.CSPViolated
	i := quiet(t, inertia.WithCSP(inertia.StrictCSP), inertia.WithCSPReports("/csp-reports"), inertia.WithCSRF(),
		inertia.WithObserver(func(_ context.Context, e inertia.Event) {
			if v, ok := e.(inertia.CSPViolated); ok {
				seen = append(seen, v)
			}
		}))
	h := i.Middleware(http.NotFoundHandler())
	assert.Equal(t, http.StatusNoContent, report(h, reportURI, firefoxReport).Code)
	assert.Equal(t, http.StatusNoContent, report(h, reportTo+"; charset=utf-8", chromeReport).Code)
	assert.Equal(t, http.StatusNoContent, report(h, reportURI, `{"csp-report":{"violated-directive":"img-src 'self'","line-number":null}}`).Code)
	assert.Equal(t, []inertia.CSPViolated{
		{Document: "https://app.example/a", Blocked: "https://evil.example/x.js", Directive: "script-src-elem", Source: "https://app.example/main.js", Line: 7, Disposition: "enforce", UserAgent: "Browser/1"},
		{Document: "https://app.example/b", Blocked: "inline", Directive: "style-src-attr", Line: 9, Sample: "color: red", Disposition: "report", UserAgent: "Chrome/1"},
		{Directive: "img-src", UserAgent: "Browser/1"},
	}, seen)
}

func TestHostileReportsAreRefused(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var seen []inertia.CSPViolated
	i := app(t, inertia.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))), inertia.WithObserver(func(_ context.Context, e inertia.Event) {
		if v, ok := e.(inertia.CSPViolated); ok {
			seen = append(seen, v)
		}
	}))
	h := i.CSPReports()
	for name, tc := range map[string]struct {
		kind, body string
		status     int
	}{
		"no JSON":            {reportURI, "<x>", 400},
		"another shape":      {reportURI, "[]", 400},
		"nothing":            {reportURI, "{}", 400},
		"null":               {reportURI, "null", 400},
		"a number":           {reportURI, `{"csp-report":{"blocked-uri":1}}`, 400},
		"empty":              {reportTo, "", 400},
		"no list":            {reportTo, "{}", 400},
		"no body":            {reportTo, `[{"type":"csp-violation"}]`, 400},
		"another kind":       {"text/plain", firefoxReport, 415},
		"no kind":            {"", firefoxReport, 415},
		"too large":          {reportURI, `{"csp-report":{"x":"` + strings.Repeat("x", 65<<10) + `"}}`, 413},
		"deep":               {reportTo, strings.Repeat("[", 60<<10), 400},
		"none":               {reportTo, "[]", 204},
		"of another sort":    {reportTo, `[{"type":"crash","body":7}]`, 204},
		"many":               {reportTo, "[" + strings.TrimSuffix(strings.Repeat(`{"type":"csp-violation","body":{}},`, 500), ",") + "]", 204},
		"a line that is odd": {reportURI, `{"csp-report":{"line-number":-1e99,"blocked-uri":"a\u001b[31m\nb","script-sample":"` + strings.Repeat("ß", 5000) + `"}}`, 204},
	} {
		seen = nil
		w := report(h, tc.kind, tc.body)
		assert.Equal(t, tc.status, w.Code, name)
		assert.NotContains(t, w.Body.String(), "evil", name)
		assert.LessOrEqual(t, len(seen), 20, name)
		for _, v := range seen {
			assert.LessOrEqual(t, len(v.Sample), 500, name)
			assert.NotContains(t, v.Blocked, "\x1b", name)
			assert.NotContains(t, v.Blocked, "\n", name)
			assert.Zero(t, v.Line, name)
		}
	}
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE"} {
		w := ask(h, method, "/csp-reports")
		assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
		assert.Equal(t, "POST", w.Header().Get("Allow"))
	}
	assert.Less(t, strings.Count(log.String(), "violated"), 11)
}

func TestTheLogHasFewReportsAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		i := app(t, inertia.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		log.Reset()
		for range 100 {
			report(i.CSPReports(), reportURI, firefoxReport)
		}
		assert.Equal(t, 10, strings.Count(log.String(), "was violated"))
		time.Sleep(time.Minute)
		report(i.CSPReports(), reportURI, firefoxReport)
		assert.Equal(t, 11, strings.Count(log.String(), "was violated"))
		assert.Contains(t, log.String(), "reports=90")
		assert.NotContains(t, log.String(), "token=1")
	})
}

func TestThePolicyNamesWhereReportsGo(t *testing.T) {
	t.Parallel()
	i := quiet(t, inertia.WithCSP("script-src 'self'"), inertia.WithCSPReports("/csp-reports"), inertia.WithForwarded())
	h := ask(i.Middleware(i.Page("Page", nil)), "GET", "/", "X-Forwarded-Prefix", "/portal").Header()
	assert.Equal(t, "script-src 'self'; report-uri /portal/csp-reports; report-to csp", h.Get("Content-Security-Policy"))
	assert.Equal(t, `csp="/portal/csp-reports"`, h.Get("Reporting-Endpoints"))

	for _, path := range []string{"", "x", "//host/x", "/a b", "/a;b", "/a\"", "/a\n"} {
		_, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithCSP("x"), inertia.WithCSPReports(path))
		assert.ErrorContains(t, err, fmt.Sprintf("WithCSPReports(%q)", path))
	}
	_, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithCSPReports("/x"))
	require.ErrorContains(t, err, "add WithCSP(inertia.StrictCSP)")
}

func FuzzCSPReports(f *testing.F) {
	f.Add(true, firefoxReport)
	f.Add(false, chromeReport)
	f.Add(false, `[{"type":"csp-violation","body":{"lineNumber":"\u0000","sample":"\ud800"}}]`)
	i := quiet(f, inertia.WithObserver(func(_ context.Context, e inertia.Event) {
		v := e.(inertia.CSPViolated)
		for _, text := range []string{v.Document, v.Blocked, v.Directive, v.Source, v.Sample, v.Disposition, v.UserAgent} {
			if len(text) > 1500 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
				panic(text)
			}
		}
	}))
	f.Fuzz(func(t *testing.T, uri bool, body string) {
		kind := reportTo
		if uri {
			kind = reportURI
		}
		switch code := report(i.CSPReports(), kind, body).Code; code {
		case 204, 400, 413:
		default:
			t.Errorf("%d", code)
		}
	})
}
