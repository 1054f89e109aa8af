package form_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

func newInertia(t testing.TB) *inertia.Inertia {
	t.Helper()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")))
	require.NoError(t, err)
	return i
}

type signup struct {
	Name  string `json:"name" validate:"required"`
	Email string `json:"email" validate:"required,email"`
	Age   int    `json:"age" validate:"omitempty,min=18"`
	Users []struct {
		Email string `json:"email" validate:"email"`
		Name  string `json:"name" validate:"required"`
	} `json:"users" validate:"omitempty,min=3,dive"`
	Tags    []string `json:"tags" validate:"dive,min=2"`
	Address *struct {
		City string `json:"city" validate:"required"`
		Zip  string `json:"zip" validate:"required"`
	} `json:"address" validate:"required"`

	asked *[]string
}

func (in signup) Validate(ctx context.Context) error {
	if !form.Wanted(ctx, "email") {
		return nil
	}
	if in.asked != nil {
		*in.asked = append(*in.asked, "database")
	}
	switch in.Email {
	case "taken@example.com":
		return form.Errors{"email": {"The email is taken."}, "name": {"The name belongs to another email."}}
	case "down@example.com":
		return errors.New("the database is down")
	case "banned@example.com":
		return &inertia.HTTPError{Status: http.StatusForbidden}
	}
	return nil
}

// serve runs the route as a program has it: the app's middleware outside.
func serve(t *testing.T, r *http.Request, after func()) *http.Response {
	t.Helper()
	i := newInertia(t)
	mux := http.NewServeMux()
	mux.Handle("/things", form.Precognitive(i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in signup
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		after()
		i.Redirect(w, r, "/done")
		return nil
	})))
	w := httptest.NewRecorder()
	i.Middleware(mux).ServeHTTP(w, r)
	return w.Result()
}

func live(r *http.Request, only ...string) *http.Request {
	r.Header.Set("Precognition", "true")
	r.Header.Set("Accept", "application/json")
	if only != nil {
		r.Header.Set("Precognition-Validate-Only", strings.Join(only, ","))
	}
	return r
}

func TestLiveValidation(t *testing.T) {
	t.Parallel()
	everything := form.Errors{
		"name": {"The name is required."}, "email": {"The email must be a valid email address."}, "age": {"The age must be a whole number."},
		"users": {"The users must have at least 3 items."}, "tags.0": {"The tags (item 1) must have at least 2 characters."},
		"address": {"The address is required."},
	}
	body := `{"email":"x","age":"old","users":[{"email":"y"},{"email":"a@b.de","name":"b"}],"tags":["a"]}`
	for name, test := range map[string]struct {
		body   string
		only   []string
		status int
		errors form.Errors
	}{
		"of everything":                     {body, nil, 422, everything},
		"of one field":                      {body, []string{"email"}, 422, form.Errors{"email": everything["email"]}},
		"of several":                        {body, []string{"email", "name"}, 422, form.Errors{"email": everything["email"], "name": everything["name"]}},
		"of what could not be read":         {body, []string{"age"}, 422, form.Errors{"age": everything["age"]}},
		"of a field that is well":           {`{"name":"a","age":"old"}`, []string{"name"}, 204, nil},
		"of no field":                       {body, []string{}, 204, nil},
		"of a field that does not exist":    {body, []string{"nothing", "users.*.nothing", "*.*.*.*"}, 204, nil},
		"of a field in a list":              {body, []string{"users.0.email"}, 422, form.Errors{"users.0.email": {"The email must be a valid email address."}}},
		"of a field in every element":       {body, []string{"users.*.name"}, 422, form.Errors{"users.0.name": {"The name is required."}}},
		"of a list, with what is in it":     {body, []string{"users"}, 422, form.Errors{"users": everything["users"]}},
		"of another element":                {body, []string{"users.1.email"}, 204, nil},
		"of a list of texts":                {body, []string{"tags"}, 422, form.Errors{"tags.0": everything["tags.0"]}},
		"of a field in what is missing":     {body, []string{"address.city"}, 204, nil},
		"of a field in a group":             {`{"address":{}}`, []string{"address.city"}, 422, form.Errors{"address.city": {"The city is required."}}},
		"of a rule of the struct":           {`{"email":"taken@example.com"}`, []string{"email"}, 422, form.Errors{"email": {"The email is taken."}}},
		"of a field next to such a rule":    {`{"email":"taken@example.com","name":"a"}`, []string{"name"}, 204, nil},
		"of a broken body":                  {`{`, []string{"name"}, 400, nil},
		"of no field of a broken body":      {`{`, []string{}, 400, nil},
		"of more fields than anyone has":    {body, manyNames(501), 400, nil},
		"of a field deeper than any":        {body, []string{strings.Repeat("a.", 40)}, 400, nil},
		"when a rule of the struct fails":   {`{"email":"down@example.com"}`, []string{"email"}, 500, nil},
		"when a rule of the struct forbids": {`{"email":"banned@example.com"}`, []string{"email"}, 403, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := serve(t, live(jsonRequest(test.body), test.only...), func() { t.Error("the handler went on") })
			assert.Equal(t, test.status, res.StatusCode)
			assert.Equal(t, "true", res.Header.Get("Precognition"))
			assert.Equal(t, 1, count(res.Header, "Vary", "Precognition"))
			assert.Empty(t, res.Cookies(), "nothing is kept for the next page")
			text, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			if test.status == 204 {
				assert.Equal(t, "true", res.Header.Get("Precognition-Success"))
				assert.Empty(t, text)
				return
			}
			assert.Empty(t, res.Header.Get("Precognition-Success"))
			if test.status != 422 {
				return
			}
			assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
			var answer struct {
				Message string
				Errors  form.Errors
			}
			require.NoError(t, json.Unmarshal(text, &answer))
			assert.Equal(t, test.errors, answer.Errors)
			assert.NotEmpty(t, answer.Message)
		})
	}
}

func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "n" + strconv.Itoa(i)
	}
	return names
}

func count(h http.Header, name, value string) int {
	n := 0
	for _, line := range h.Values(name) {
		for item := range strings.SplitSeq(line, ",") {
			if strings.TrimSpace(item) == value {
				n++
			}
		}
	}
	return n
}

func TestLiveValidationInEveryEncoding(t *testing.T) {
	t.Parallel()
	for name, r := range encodings(t, object{{"email", "x"}, {"users", []any{object{{"email", "a@b.de"}}}}}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := serve(t, live(r, "email", "users.*.name"), func() { t.Error("the handler went on") })
			text, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			assert.Equal(t, 422, res.StatusCode)
			assert.JSONEq(t, `{"message":"The email must be a valid email address.","errors":{
				"email":["The email must be a valid email address."],"users.0.name":["The name is required."]}}`, string(text))
		})
	}
}

func TestRequestsThatAreNotLive(t *testing.T) {
	t.Parallel()
	t.Run("vary and go on", func(t *testing.T) {
		t.Parallel()
		ran := false
		r := jsonRequest(`{"name":"a","email":"a@b.de","address":{"city":"c","zip":"z"}}`)
		r.Header.Set("Precognition-Validate-Only", "") // without the other header it means nothing
		res := serve(t, r, func() { ran = true })
		assert.True(t, ran)
		assert.Equal(t, 302, res.StatusCode)
		assert.Equal(t, 1, count(res.Header, "Vary", "Precognition"))
		assert.Equal(t, 1, count(res.Header, "Vary", "X-Inertia"))
		assert.Empty(t, res.Header.Get("Precognition"))
	})
	t.Run("go back with errors", func(t *testing.T) {
		t.Parallel()
		r := jsonRequest(`{}`)
		r.Header.Set("Referer", "http://example.com/form")
		res := serve(t, r, func() { t.Error("the handler went on") })
		assert.Equal(t, 302, res.StatusCode)
		assert.Equal(t, "/form", res.Header.Get("Location"))
		assert.NotEmpty(t, res.Cookies())
	})
}

func TestPrecognitiveAnswersForMiddleware(t *testing.T) {
	t.Parallel()
	answer := func(h http.HandlerFunc) *http.Response {
		w := httptest.NewRecorder()
		form.Precognitive(h).ServeHTTP(w, live(jsonRequest(`{}`)))
		return w.Result()
	}
	t.Run("a login redirect is a 401", func(t *testing.T) {
		t.Parallel()
		res := answer(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusSeeOther) })
		assert.Equal(t, 401, res.StatusCode)
		assert.Empty(t, res.Header.Get("Location"))
		assert.Equal(t, "true", res.Header.Get("Precognition"))
	})
	t.Run("a refusal is one", func(t *testing.T) {
		t.Parallel()
		res := answer(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
		assert.Equal(t, 403, res.StatusCode)
		assert.Equal(t, "true", res.Header.Get("Precognition"))
	})
	t.Run("streams still flush", func(t *testing.T) {
		t.Parallel()
		answer(func(w http.ResponseWriter, _ *http.Request) { assert.NoError(t, http.NewResponseController(w).Flush()) })
	})
}

func TestCostlyRulesRunOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	for only, want := range map[string][]string{"name": nil, "email": {"database"}} {
		var asked []string
		in := signup{asked: &asked}
		require.Error(t, form.Bind(live(jsonRequest(`{"name":"a"}`), only), &in))
		assert.Equal(t, want, asked, only)
	}
}

func TestALiveAnswerIsNoValidationError(t *testing.T) {
	t.Parallel()
	err := form.Bind(live(jsonRequest(`{}`)), &signup{})
	var invalid inertia.ValidationError
	assert.NotErrorAs(t, err, &invalid, "a handler that looks for one would redirect")
	assert.ErrorContains(t, err, "The name is required.")
	assert.ErrorContains(t, form.Bind(live(jsonRequest(`{}`), ""), &signup{}), "all is well")
	assert.ErrorContains(t, form.Bind(live(jsonRequest(`{`)), &signup{}), "the JSON is malformed")
}
