package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/bench/pages"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/inertia/gojson"
)

func TestContendersAnswerWithTheSamePages(t *testing.T) {
	t.Parallel()
	for _, encoder := range []inertia.Encoder{nil, gojson.Encoder} {
		all, err := contenders(encoder)
		require.NoError(t, err)
		require.Len(t, all, 4)
		require.NoError(t, agree(all))
	}
}

func TestAgreeNoticesAnotherPage(t *testing.T) {
	t.Parallel()
	all, err := contenders(nil)
	require.NoError(t, err)
	other := all[2]
	other.rows = func(list []pages.Row) http.Handler { return all[2].rows(list[1:]) }
	require.ErrorContains(t, agree([]contender{all[0], other}), "different pages")
}

// What the floor leaves out would make the comparison unfair: it has to send
// what this library sends.
func TestFloorSendsTheSameBytes(t *testing.T) {
	t.Parallel()
	all, err := contenders(nil)
	require.NoError(t, err)
	floor, shell := all[0], all[1]
	for _, asHTML := range []bool{false, true} {
		list := pages.Rows(3)
		want := answer(shell.rows(list), shell.request(asHTML))
		got := answer(floor.rows(list), floor.request(asHTML))
		assert.Equal(t, want.status, got.status)
		// In documents the library escapes slashes, too.
		plain := func(s string) string { return strings.ReplaceAll(s, `\/`, "/") }
		assert.Equal(t, plain(want.body.String()), got.body.String())
		want.header.Del("Content-Length")
		got.header.Del("Content-Length")
		assert.Equal(t, want.header, got.header)
	}
}
