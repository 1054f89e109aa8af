package form_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

// noise cannot be compressed.
func noise(r *rand.Rand, n int) string {
	all := make([]byte, n)
	for i := range all {
		all[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[r.IntN(64)]
	}
	return string(all)
}

// Whatever a client sends, its messages reach the form through a cookie.
func TestMessagesFitIntoACookie(t *testing.T) {
	t.Parallel()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithAllErrors())
	require.NoError(t, err)
	handler := i.Middleware(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in costly
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}))
	random := rand.New(rand.NewPCG(1, 2))
	requests := map[string]*http.Request{}
	for name, request := range hostile {
		if !strings.Contains(name, "live") && name != "a query" {
			requests[name] = request(1)
		}
	}
	for _, length := range []int{4, 5, 10, 20, 50, 100, 190, 200, 201, 255, 256, 1000} {
		entry := func(int) string { return `"` + noise(random, length) + `":{"name":"wrong name","list":[9]}` }
		requests["keys of "+strconv.Itoa(length)] = jsonRequest(`{"map":{` + repeat(50, ",", entry) + `},"plain":{` + repeat(50, ",", entry) + `}}`)
	}
	for name, r := range requests {
		r.Header.Set("Referer", "http://example.com/form")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		assert.Contains(t, []int{http.StatusFound, http.StatusSeeOther, http.StatusNoContent}, w.Code, name)
		size := 0
		for _, cookie := range w.Result().Header["Set-Cookie"] {
			size += len(cookie)
		}
		assert.Less(t, size, 4096, name)
		if w.Code != http.StatusNoContent {
			assert.Positive(t, size, name)
		}
	}
}

func TestMessagesOfLongKeysAreKeptAboveThem(t *testing.T) {
	t.Parallel()
	type entry struct {
		N int `json:"n" validate:"max=5"`
	}
	long := strings.Repeat("k", 300)
	var in struct {
		Entries map[string]entry   `json:"entries" validate:"dive"`
		Texts   map[string]string  `json:"texts" validate:"dive,max=3"`
		Plain   map[string]entry   `json:"plain"`
		Checks  map[string]checked `json:"checks"`
		Free    map[string]string  `json:"free"`
	}
	body := `{"entries":{"` + long + `":{"n":1},"short":{"n":9}},"texts":{"` + long + `":"long text"},"plain":{"` + long + `":{"n":"x"}},"checks":{"` + long + `":{}},"free":{"` + long + `":"x"}}`
	assert.Equal(t, form.Errors{
		"entries":         {"The entries has an entry with a name that is not valid."},
		"entries.short.n": {"The n must not be greater than 5."},
		"texts":           {"The texts must not have more than 3 characters."},
		"plain":           {"The n must be a whole number."},
		"checks":          {"No."},
	}, asErrors(t, form.Bind(jsonRequest(body), &in)))
	assert.Len(t, in.Entries, 1)
	assert.Equal(t, "x", in.Free[long])

	assert.NotContains(t, asErrors(t, form.Bind(jsonRequest(body), &in, form.WithMaxKey(300))), "entries")
	assert.Len(t, in.Entries, 2)
}

func TestTheNumberAndSizeOfMessages(t *testing.T) {
	t.Parallel()
	wrong := `{"list":[` + repeat(500, ",", func(int) string { return `9` }) + `]}`
	count := func(opts ...form.Option) (n, bytes int) {
		var in costly
		for key, messages := range asErrors(t, form.Bind(jsonRequest(wrong), &in, opts...)) {
			n += len(messages)
			bytes += len(key) + len(messages[0])
		}
		return n, bytes
	}
	n, bytes := count()
	assert.Equal(t, 100, n)
	assert.Less(t, bytes, 8<<10)
	n, _ = count(form.WithMaxMessages(7, 8<<10))
	assert.Equal(t, 7, n)
	n, bytes = count(form.WithMaxMessages(500, 1<<20))
	assert.Equal(t, 500, n)
	assert.Greater(t, bytes, 8<<10)
	n, bytes = count(form.WithMaxMessages(500, 1000))
	assert.Less(t, n, 25)
	assert.LessOrEqual(t, bytes, 1000)
	n, _ = count(form.WithMaxMessages(0, 0))
	assert.Equal(t, 1, n, "what is wrong never passes")

	huge := form.New(form.WithValidator(own{form.Errors{"a": {strings.Repeat("ä", 1<<20)}}}))
	messages := asErrors(t, huge.Bind(jsonRequest(`{}`), &costly{}))
	assert.Less(t, len(messages["a"][0]), 1010)
}

// A target that is not a struct has its names at the root.
func TestTheCostOfBodiesForMapsAndLists(t *testing.T) {
	wrong := func(n int) string {
		return `{"kids":[` + repeat(2000*n, ",", func(int) string { return `{"name":"wrong name"}` }) + `]}`
	}
	for name, test := range map[string]struct {
		target func() any
		body   func(n int) string
	}{
		"a map of structs": {func() any { return &map[string]costly{} }, func(n int) string { return `{"` + long(n) + `":` + wrong(n) + `}` }},
		"a map of maps":    {func() any { return &map[string]map[string]*costly{} }, func(n int) string { return `{"` + long(n) + `":{"a":` + wrong(n) + `}}` }},
		"a map of lists":   {func() any { return &map[string][]*costly{} }, func(n int) string { return `{"` + long(n) + `":[` + wrong(n) + `]}` }},
		"a map of texts":   {func() any { return &map[string]string{} }, func(n int) string { return `{"` + long(n) + `":{}}` }},
		"a list":           {func() any { return &[]costly{} }, func(n int) string { return `[` + wrong(n) + `]` }},
		"anything":         {func() any { return new(any) }, func(n int) string { return `{"` + long(n) + `":[` + wrong(n) + `]}` }},
	} {
		cost := func(n int) (bytes uint64) {
			body, target := jsonRequest(test.body(n)), test.target()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := form.Bind(body, target)
			runtime.ReadMemStats(&after)
			if err != nil {
				for key := range asErrors(t, err) {
					assert.LessOrEqual(t, len(key), 300, name)
				}
			}
			return after.TotalAlloc - before.TotalAlloc
		}
		cost(1)
		once, twice := cost(1), cost(2)
		assert.LessOrEqual(t, float64(twice), 2.5*float64(once)+100_000, name)
		assert.Less(t, twice, uint64(100<<20), name)
	}
}
