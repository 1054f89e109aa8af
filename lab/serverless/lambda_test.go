// Package serverless_test calls a program as AWS Lambda does, with events of the
// shape that API Gateway and function URLs send.
package serverless_test

import (
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

func newProgram(t *testing.T) *httpadapter.HandlerAdapterV2 {
	t.Helper()
	i, err := inertia.New(
		inertia.WithShell(shell.Default), inertia.WithVersion("1"), inertia.WithCSRF(), inertia.WithForwarded(),
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithLogger(slog.New(slog.DiscardHandler)),
	)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /{page}", i.Page("Page", nil))
	mux.Handle("POST /save", i.Handle(func(w http.ResponseWriter, r *http.Request) error {
		var in struct {
			Name string `json:"name" validate:"required"`
		}
		if err := form.Bind(r, &in); err != nil {
			return err
		}
		i.Redirect(w, r, "/saved", inertia.Flashed("text", in.Name))
		return nil
	}))
	return httpadapter.NewV2(i.Middleware(mux))
}

// event is a request as Lambda gets it, by way of JSON.
func event(t *testing.T, method, path, body string, header map[string]string, cookies []string) events.APIGatewayV2HTTPRequest {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "cookies": cookies, "headers": header,
		"requestContext": map[string]any{
			"domainName": "app.example.com", "stage": "$default",
			"http": map[string]any{"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
		},
		"body": base64.StdEncoding.EncodeToString([]byte(body)), "isBase64Encoded": true,
	})
	require.NoError(t, err)
	var e events.APIGatewayV2HTTPRequest
	require.NoError(t, json.Unmarshal(text, &e))
	return e
}

func TestLambda(t *testing.T) {
	t.Parallel()
	program := newProgram(t)
	browser := map[string]string{"host": "app.example.com", "x-forwarded-proto": "https", "accept": "text/html"}
	visit := map[string]string{
		"host": "app.example.com", "x-forwarded-proto": "https", "x-inertia": "true", "x-inertia-version": "1", "content-type": "application/json",
		"origin": "https://app.example.com", "referer": "https://app.example.com/form", "sec-fetch-site": "same-origin",
	}

	w, err := program.ProxyWithContext(t.Context(), event(t, "GET", "/form", "", browser, nil))
	require.NoError(t, err)
	assert.Equal(t, 200, w.StatusCode)
	assert.Contains(t, w.Body, `"component":"Page"`)

	w, err = program.ProxyWithContext(t.Context(), event(t, "POST", "/save", `{"name":"Ada"}`, visit, nil))
	require.NoError(t, err)
	assert.Equal(t, 302, w.StatusCode, w.Body)
	assert.Equal(t, "/saved", w.Headers["Location"])
	var cookies []string
	for _, c := range w.Cookies {
		assert.Contains(t, c, "Secure")
		pair, _, _ := strings.Cut(c, ";")
		cookies = append(cookies, pair)
	}
	require.NotEmpty(t, cookies)

	w, err = program.ProxyWithContext(t.Context(), event(t, "GET", "/saved", "", visit, cookies))
	require.NoError(t, err)
	assert.Equal(t, 200, w.StatusCode)
	assert.Contains(t, w.Body, `"text":"Ada"`, "the message crosses from one call to the next")

	elsewhere := map[string]string{"host": "app.example.com", "x-forwarded-proto": "https", "origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
	w, err = program.ProxyWithContext(t.Context(), event(t, "POST", "/save", `{"name":"Ada"}`, elsewhere, nil))
	require.NoError(t, err)
	assert.Equal(t, 403, w.StatusCode)
}
