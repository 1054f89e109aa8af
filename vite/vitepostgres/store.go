// Package vitepostgres keeps the files of builds in PostgreSQL, so that replicas
// serve one another's files during a deploy.
//
//	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
//	...
//	store, err := vitepostgres.New(ctx, pool, 5)
//	...
//	v, err := vite.Open(dist, vite.WithBuildStore(store))
package vitepostgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/inertia-templ/shell/vite"
)

// Store keeps builds in two tables. It is safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool
	keep int

	prefix, builds, files string // of tables, quoted
}

var _ vite.BuildStore = (*Store)(nil)

// Option configures [New].
type Option func(*Store)

// WithPrefix sets what the names of the tables begin with. The default is
// "inertia", for inertia_builds and inertia_build_files. Programs that share a
// database need one each.
func WithPrefix(prefix string) Option { return func(s *Store) { s.prefix = prefix } }

// New creates the tables if necessary. The store keeps the newest builds, as many
// as keep says, at least 2. The pool stays the caller's, who closes it.
func New(ctx context.Context, pool *pgxpool.Pool, keep int, opts ...Option) (*Store, error) {
	s := &Store{pool: pool, keep: keep, prefix: "inertia"}
	for _, opt := range opts {
		opt(s)
	}
	if keep < 2 {
		return nil, fmt.Errorf("vitepostgres: New keeps %d builds: keep 2 or more, during a deploy there are two", keep)
	}
	if s.prefix == "" || len(s.prefix) > 40 {
		return nil, fmt.Errorf("vitepostgres: WithPrefix(%q): want 1 to 40 bytes", s.prefix)
	}
	s.builds, s.files = pgx.Identifier{s.prefix + "_builds"}.Sanitize(), pgx.Identifier{s.prefix + "_build_files"}.Sanitize()
	err := s.alone(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, strings.NewReplacer("BUILDS", s.builds, "FILES", s.files).Replace(`
			CREATE TABLE IF NOT EXISTS BUILDS (version text PRIMARY KEY, published bigint GENERATED ALWAYS AS IDENTITY);
			CREATE TABLE IF NOT EXISTS FILES (version text REFERENCES BUILDS ON DELETE CASCADE, path text, data bytea NOT NULL, PRIMARY KEY (path, version));`))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("vitepostgres: create the tables: %w", err)
	}
	return s, nil
}

// alone does something that no other replica does at the same time, all of it or
// nothing.
func (s *Store) alone(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext($1))", s.builds); err != nil {
			return err
		}
		return do(tx)
	})
}

// Publish keeps a build, and removes the oldest.
func (s *Store) Publish(ctx context.Context, version string, files map[string][]byte) error {
	err := s.alone(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM "+s.builds+" WHERE version = $1", version); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO "+s.builds+" (version) VALUES ($1)", version); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for path, data := range files {
			batch.Queue("INSERT INTO "+s.files+" (version, path, data) VALUES ($1, $2, $3)", version, path, data)
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM "+s.builds+" WHERE version NOT IN (SELECT version FROM "+s.builds+" ORDER BY published DESC LIMIT $1)", s.keep)
		return err
	})
	if err != nil {
		return fmt.Errorf("vitepostgres: publish build %s: %w", version, err)
	}
	return nil
}

// Load returns a file of the newest build that has it.
func (s *Store) Load(ctx context.Context, path string) (data []byte, err error) {
	err = s.pool.QueryRow(ctx, "SELECT data FROM "+s.files+" JOIN "+s.builds+" USING (version) WHERE path = $1 ORDER BY published DESC LIMIT 1", path).Scan(&data)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, fmt.Errorf("vitepostgres: load %s: %w", path, err)
	}
	return data, nil
}
