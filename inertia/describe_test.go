package inertia_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/ssr"
	"github.com/inertia-templ/shell/vite"
)

type named struct{ ssr.Renderer }

func (named) String() string { return "2 processes of node" }

func TestAStartLineSaysWhatAProgramWorksWith(t *testing.T) {
	t.Parallel()
	built, err := vite.Open(build("CCCCCCCC"))
	require.NoError(t, err)
	dev, err := vite.Dev("http://localhost:5173")
	require.NoError(t, err)
	gateway, err := ssr.NewGateway("http://127.0.0.1:13714")
	require.NoError(t, err)
	for want, opts := range map[string][]inertia.Option{
		"production, version " + built.Version() + ", 2 pages, rendered by browsers":      {inertia.WithVite(built)},
		"production, version 7, 2 pages, first visits rendered by http://127.0.0.1:13714": {inertia.WithVite(built), inertia.WithVersion("7"), inertia.WithSSR(gateway)},
		"production, 2 pages, first visits rendered by 2 processes of node":               {inertia.WithVite(built), inertia.WithVersionFunc(func(*http.Request) string { return "8" }), inertia.WithSSR(named{})},
		"debug mode, first visits rendered by *inertia_test.renderer":                     {inertia.WithShell(shell.Default), inertia.WithSSR(newRenderer()), inertia.WithDebug()},
		"development with Vite at http://localhost:5173, rendered by browsers":            {inertia.WithVite(dev)},
		"development with Vite at http://localhost:5173, first visits rendered by Vite":   {inertia.WithVite(dev), inertia.WithSSR(nil)},
	} {
		i, err := inertia.New(append(opts, inertia.WithLogger(slog.New(slog.DiscardHandler)))...)
		require.NoError(t, err)
		assert.Equal(t, want, fmt.Sprint(i))
	}
}

func TestAStartLineInTheLog(t *testing.T) {
	t.Parallel()
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithVersion("7"), inertia.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).InfoContext(context.Background(), "serving", "inertia", i)
	assert.Contains(t, log.String(), "inertia.mode=production inertia.version=7 inertia.pages=0 inertia.renderer=browsers")
}
