package inertiapostgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/jackc/pgx/v5/stdlib" // database/sql with pgx
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell"
	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/internal/postgrestest"
)

type message struct {
	ID   int
	At   time.Time
	Text *string
}

func columns(m *message) []any { return []any{&m.ID, &m.At, &m.Text} }

// place is what messages are ordered by. Many have the same time.
type place struct {
	At time.Time
	ID int
}

// connections are the ways to ask PostgreSQL: pgx itself, and below database/sql.
func connections(t *testing.T) (pool *pgxpool.Pool, db *sql.DB) {
	t.Helper()
	address := postgrestest.Start(t).URL()
	pool, err := pgxpool.New(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	db, err = sql.Open("pgx", address)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	return pool, db
}

func TestCollectReadsRowsOfPostgreSQL(t *testing.T) {
	pool, db := connections(t)
	query := map[string]func(ctx context.Context, text string) (inertia.Rows, error){
		"pgx":          func(ctx context.Context, text string) (inertia.Rows, error) { return pool.Query(ctx, text) },
		"database/sql": func(ctx context.Context, text string) (inertia.Rows, error) { return db.QueryContext(ctx, text) },
	}
	for name, ask := range query {
		t.Run(name, func(t *testing.T) {
			collect := func(text string) ([]message, error) {
				rows, err := ask(t.Context(), text)
				require.NoError(t, err)
				return inertia.Collect(rows, columns)
			}
			list, err := collect(`SELECT n, to_timestamp(n), CASE WHEN n > 1 THEN 'text ' || n END FROM generate_series(1, 1000) n ORDER BY n`)
			require.NoError(t, err)
			require.Len(t, list, 1000)
			assert.Nil(t, list[0].Text)
			assert.Equal(t, "text 1000", *list[999].Text)
			assert.Equal(t, int64(1000), list[999].At.Unix())

			list, err = collect(`SELECT 1, now(), '' WHERE false`)
			require.NoError(t, err)
			assert.Equal(t, []message{}, list, "a list for the client, not null")

			_, err = collect(`SELECT n, now(), '' FROM (VALUES (1), (NULL)) AS v(n)`)
			assert.ErrorContains(t, err, "inertia: Collect: row 2: ")
			_, err = collect(`SELECT 1 / (3 - n), now(), '' FROM generate_series(1, 5) n`)
			assert.ErrorContains(t, err, "inertia: Collect: ")
			assert.ErrorContains(t, err, "division by zero", "whatever rows came before it")
		})
	}
	assert.Zero(t, pool.Stat().AcquiredConns(), "every connection has gone back")
	assert.Zero(t, db.Stats().InUse)
}

// A visitor reads a list to its end and back, while others add to it.
func TestCursorsReadATableOnceInOrder(t *testing.T) {
	pool, _ := connections(t)
	_, err := pool.Exec(t.Context(), `CREATE TABLE messages (id int PRIMARY KEY, at timestamptz NOT NULL, text text);
		INSERT INTO messages SELECT n, to_timestamp(n / 4), 'text' FROM generate_series(1, 57) n`)
	require.NoError(t, err)
	i, err := inertia.New(inertia.WithShell(shell.Default), inertia.WithSecret(make([]byte, 32)))
	require.NoError(t, err)
	page := func(cursor string) inertia.CursorPage[message] {
		t.Helper()
		r := httptest.NewRequest("GET", "/messages?"+url.Values{"cursor": {cursor}}.Encode(), nil)
		c, err := inertia.CursorOf[place](i, r, "messages", inertia.PerPage(10))
		require.NoError(t, err)
		direction, order := "<", "DESC" // the newest first
		if c.Backward {
			direction, order = ">", "ASC"
		}
		where, args := "true", []any{c.Peek()}
		if c.Key != nil {
			where, args = fmt.Sprintf("(at, id) %s ($2, $3)", direction), append(args, c.Key.At, c.Key.ID)
		}
		rows, err := pool.Query(t.Context(), fmt.Sprintf("SELECT id, at, text FROM messages WHERE %s ORDER BY at %s, id %s LIMIT $1", where, order, order), args...)
		require.NoError(t, err)
		list, err := inertia.Collect(rows, columns)
		require.NoError(t, err)
		p, err := inertia.PaginateCursor(c, list, func(m message) place { return place{m.At, m.ID} })
		require.NoError(t, err)
		return p
	}
	ids := func(p inertia.CursorPage[message]) (all []int) {
		for _, m := range p.Data {
			all = append(all, m.ID)
		}
		return all
	}
	var forward, want []int
	p := page("")
	for n := 1000; ; n++ {
		forward = append(forward, ids(p)...)
		_, err := pool.Exec(t.Context(), `INSERT INTO messages VALUES ($1, now(), 'new')`, n)
		require.NoError(t, err)
		if p.Next == "" {
			break
		}
		p = page(p.Next)
	}
	for n := 57; n > 0; n-- {
		want = append(want, n)
	}
	assert.Equal(t, want, forward)

	var back []int
	for p.Previous != "" {
		p = page(p.Previous)
		back = slices.Concat(ids(p), back)
	}
	assert.Equal(t, want[:50], back[len(back)-50:], "all pages but the last, in the same order")
	assert.Equal(t, []int{1005, 1004, 1003, 1002, 1001, 1000}, back[:len(back)-50], "and what is new")
}
