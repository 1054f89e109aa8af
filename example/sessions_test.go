package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	sessions := sessionStore{newStore(t).db}
	require.NoError(t, sessions.Commit("old", []byte("1"), time.Now().Add(-time.Hour)))
	require.NoError(t, sessions.Commit("new", []byte("2"), time.Now().Add(time.Hour)))
	require.NoError(t, sessions.Commit("new", []byte("3"), time.Now().Add(time.Hour)))

	_, found, err := sessions.Find("old")
	require.NoError(t, err)
	assert.False(t, found)
	data, found, err := sessions.Find("new")
	require.NoError(t, err)
	assert.True(t, found)
	assert.Equal(t, []byte("3"), data)

	var kept int
	require.NoError(t, sessions.db.QueryRowContext(t.Context(), "SELECT count(*) FROM sessions").Scan(&kept))
	assert.Equal(t, 1, kept, "what has expired is cleared away")

	require.NoError(t, sessions.Delete("new"))
	require.NoError(t, sessions.Delete("nobody's"))
	_, found, err = sessions.Find("new")
	require.NoError(t, err)
	assert.False(t, found)
}

func TestSessionsReportABrokenDatabase(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	sessions := sessionStore{store.db}
	_, err := store.db.ExecContext(t.Context(), "DROP TABLE sessions")
	require.NoError(t, err)
	_, _, err = sessions.Find("any")
	assert.ErrorContains(t, err, "contacts: finding a session")
	assert.ErrorContains(t, sessions.Commit("any", nil, time.Now()), "contacts: writing a session")
	assert.ErrorContains(t, sessions.Delete("any"), "contacts: deleting a session")
}
