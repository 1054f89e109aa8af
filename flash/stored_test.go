package flash_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/flash"
)

// files is a store of scs that keeps each record in a file and insists on a
// context, as some of scs's own do.
type files string

type contextKey struct{}

func (d files) path(key string) string {
	return filepath.Join(string(d), hex.EncodeToString([]byte(key)))
}

func (d files) FindCtx(ctx context.Context, key string) ([]byte, bool, error) {
	if ctx.Value(contextKey{}) == nil {
		return nil, false, errors.New("not the request's context")
	}
	data, err := os.ReadFile(d.path(key))
	if errors.Is(err, os.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

func (d files) CommitCtx(ctx context.Context, key string, data []byte, _ time.Time) error {
	if ctx.Value(contextKey{}) == nil {
		return errors.New("not the request's context")
	}
	return os.WriteFile(d.path(key), data, 0o600)
}

func (d files) DeleteCtx(_ context.Context, key string) error {
	if err := os.Remove(d.path(key)); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (d files) AllCtx(context.Context) (map[string][]byte, error) {
	entries, err := os.ReadDir(string(d))
	all := map[string][]byte{}
	for _, entry := range entries {
		key, _ := hex.DecodeString(entry.Name())
		if all[string(key)], err = os.ReadFile(filepath.Join(string(d), entry.Name())); err != nil {
			return nil, err
		}
	}
	return all, err
}

func (files) Find(string) ([]byte, bool, error)      { panic("missing context") }
func (files) Commit(string, []byte, time.Time) error { panic("missing context") }
func (files) Delete(string) error                    { panic("missing context") }
func (files) All() (map[string][]byte, error)        { panic("missing context") }

// jsonCodec is a codec that a program may give to scs.
type jsonCodec struct{}

type jsonRecord struct {
	Deadline time.Time
	Values   map[string]any
}

func (jsonCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(jsonRecord{deadline, values})
}

func (jsonCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var r jsonRecord
	err := json.Unmarshal(data, &r)
	return r.Deadline, r.Values, err
}

// Sessions and messages share a store, and "log out everywhere" ends all
// sessions of the user and nothing else.
func TestSessionsInTheSameStoreCanBeIterated(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		store scs.Store
		codec scs.Codec
		opts  []flash.Option
	}{
		"memory":                {store: memory()},
		"files":                 {store: files(t.TempDir())},
		"memory, another codec": {memory(), jsonCodec{}, []flash.Option{flash.WithCodec(jsonCodec{})}},
		"files, another codec":  {files(t.TempDir()), jsonCodec{}, []flash.Option{flash.WithCodec(jsonCodec{})}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.WithValue(t.Context(), contextKey{}, true)
			sessions := scs.New()
			sessions.Store = tc.store
			if tc.codec != nil {
				sessions.Codec = tc.codec
			}
			for range 3 {
				session, err := sessions.Load(ctx, "")
				require.NoError(t, err)
				sessions.Put(session, "user", "ann")
				_, _, err = sessions.Commit(session)
				require.NoError(t, err)
			}
			all, large := stored(t, tc.store, tc.opts...), sealed(t, append(tc.opts, flash.WithOverflow(tc.store))...)
			b := newBrowser(t)
			for _, s := range []flash.Store{all, large} {
				w := httptest.NewRecorder()
				require.NoError(t, s.Save(w, b.request().WithContext(ctx), "/x", message(noise(1, 5000)), ""))
				b.receive(w)
			}
			records, ended := 0, 0
			require.NoError(t, sessions.Iterate(ctx, func(session context.Context) error {
				records++
				assert.WithinDuration(t, time.Now(), sessions.Deadline(session), 25*time.Hour)
				if sessions.GetString(session, "user") != "ann" {
					return nil
				}
				ended++
				return sessions.Destroy(session)
			}))
			assert.Equal(t, 5, records)
			assert.Equal(t, 3, ended)
			for _, s := range []flash.Store{all, large} {
				r := b.request().WithContext(ctx)
				d, key, err := s.Load(r, "/x")
				require.NoError(t, err)
				assert.Equal(t, noise(1, 5000), text(t, d))
				require.NoError(t, s.Save(httptest.NewRecorder(), r, "", flash.Data{}, key))
			}
			require.NoError(t, sessions.Iterate(ctx, func(session context.Context) error {
				assert.WithinRange(t, sessions.Deadline(session), time.Now(), time.Now().Add(30*time.Second), "what was shown expires soon")
				return nil
			}))
		})
	}
}

// scs's own codec reads the records, and ours reads scs's.
func TestRecordsHaveTheFormatOfGobCodec(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	store := memory()
	b.save(t, stored(t, store), "/x", message("hi"))
	assert.Equal(t, "hi", text(t, b.take(t, stored(t, store, flash.WithCodec(scs.GobCodec{})), "/x")))
	b.save(t, stored(t, store, flash.WithCodec(scs.GobCodec{})), "/x", message("there"))
	assert.Equal(t, "there", text(t, b.take(t, stored(t, store), "/x")))
}

func TestStoredMessagesHaveAnySize(t *testing.T) {
	t.Parallel()
	s, b := stored(t, memory()), newBrowser(t)
	b.save(t, s, "/x", message(noise(1, 1<<20)))
	assert.Less(t, cookieBytes(b.request()), 200)
	assert.Len(t, text(t, b.take(t, s, "/x")), 1<<20)
}

// Anybody can write such a cookie: a subdomain's pages can set one for others.
func TestStoredShowsOnlyWhatTheBackendHas(t *testing.T) {
	t.Parallel()
	for name, plain := range map[string]string{
		"a message":         `{"t":TIME,"f":{"m":"forged"}}`,
		"with a key":        `{"t":TIME,"f":{"m":"forged"},"r":"AAAAAAAAAAAAAAAAAAAAAAAAAA"}`,
		"of a session":      `{"t":TIME,"r":"session"}`,
		"with a long key":   `{"t":TIME,"r":"` + strings.Repeat("A", 1000) + `"}`,
		"that is not JSON":  `{`,
		"that is too large": `{"t":TIME,"r":"` + strings.Repeat("A", 70_000) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := memory()
			require.NoError(t, store.Commit("session", []byte(`{"f":{"m":"forged"}}`), time.Now().Add(time.Hour)))
			plain := strings.Replace(plain, "TIME", strconv.FormatInt(time.Now().UnixMilli(), 10), 1)
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Cookie", "inertia_flash_stored_AAAAAAAA="+base64.RawURLEncoding.EncodeToString(flash.Pack([]byte(plain))))
			d, _, err := stored(t, store).Load(r, "/x")
			require.NoError(t, err)
			assert.True(t, d.IsZero())
		})
	}
}

type broken struct{}

var errDown = errors.New("down")

func (broken) Find(string) ([]byte, bool, error)      { return nil, false, errDown }
func (broken) Commit(string, []byte, time.Time) error { return errDown }

// The answer that shows a message gets lost. A proxy, or the visitor, asks another
// process for the page.
func TestAMessageWhoseAnswerGotLostIsShownByTheNext(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, s flash.Store) {
		b := newBrowser(t)
		b.save(t, s, "/x", message(noise(1, 2000)))
		lost := b.request()
		d, key, err := s.Load(lost, "/x")
		require.NoError(t, err)
		require.Equal(t, noise(1, 2000), text(t, d))
		require.NoError(t, s.Save(httptest.NewRecorder(), lost, "", flash.Data{}, key))
		assert.Equal(t, noise(1, 2000), text(t, b.take(t, s, "/x")))
		assertEmpty(t, b)
		assert.Empty(t, text(t, b.take(t, s, "/x")))
	})
}

func TestABrokenBackendIsReported(t *testing.T) {
	t.Parallel()
	b, store := newBrowser(t), memory()
	b.save(t, stored(t, store), "/x", message("hi"))
	b.save(t, sealed(t, flash.WithOverflow(store)), "/x", message(noise(1, 5000)))
	for _, s := range []flash.Store{stored(t, broken{}), sealed(t, flash.WithOverflow(broken{}))} {
		w := httptest.NewRecorder()
		require.ErrorIs(t, s.Save(w, b.request(), "/", message(noise(1, 5000)), ""), errDown)
		assert.Empty(t, w.Header())
		d, key, err := s.Load(b.request(), "/x")
		require.ErrorIs(t, err, errDown)
		assert.True(t, d.IsZero())
		w = httptest.NewRecorder()
		require.NoError(t, s.Save(w, b.request(), "", flash.Data{}, key))
		assert.Empty(t, w.Header(), "the messages wait until the backend is back")
	}
	small := sealed(t, flash.WithOverflow(broken{}))
	b.save(t, small, "/y", message("small ones need no backend"))
	d, _, err := small.Load(b.request(), "/y")
	require.NoError(t, err)
	assert.Equal(t, "small ones need no backend", text(t, d))
}
