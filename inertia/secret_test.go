package inertia_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
)

func TestASecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	s := inertia.NewSecret("hunter2")
	number := inertia.NewSecret(4711471147114711) // longer than what times and addresses have
	inside := struct {
		Public inertia.Secret[string]
		hidden inertia.Secret[string]
		ptr    *inertia.Secret[int]
	}{s, s, &number}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%10.3v"} {
		for _, v := range []any{s, &s, number, inside, &inside, []any{s, inside}, map[string]any{"s": s}, [1]inertia.Secret[int]{number}} {
			text := fmt.Sprintf(verb, v)
			assert.NotContains(t, text, "hunter2", verb)
			assert.NotContains(t, text, "4711471147114711", verb)
			assert.NotContains(t, text, fmt.Sprintf("%x", "hunter2"), verb)
		}
	}
	assert.Equal(t, "[secret]", fmt.Sprint(s))
	assert.Equal(t, "[secret]", s.String())
	assert.Equal(t, "wrong: [secret]", fmt.Errorf("wrong: %v", s).Error())

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "s", s, "inside", inside, "p", &s)
	}
	assert.Contains(t, log.String(), "s=[secret]")
	assert.Contains(t, log.String(), `"s":"[secret]"`)
	assert.NotContains(t, log.String(), "hunter2")
	assert.NotContains(t, log.String(), "4711471147114711")
}

func TestASecretIsReadAndRevealed(t *testing.T) {
	t.Parallel()
	var zero inertia.Secret[int]
	assert.Zero(t, zero.Reveal())

	var user struct {
		Password inertia.Secret[string]   `json:"password"`
		Codes    inertia.Secret[[]string] `json:"codes"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"password":"hunter2","codes":["a"]}`), &user))
	assert.Equal(t, "hunter2", user.Password.Reveal())
	assert.Equal(t, []string{"a"}, user.Codes.Reveal())
	text, err := json.Marshal(user)
	require.NoError(t, err)
	assert.JSONEq(t, `{"password":null,"codes":null}`, string(text))

	err = json.Unmarshal([]byte(`{"codes":"hunter2"}`), &user)
	assert.ErrorContains(t, err, "inertia: a secret: want JSON of a []string")
	assert.NotContains(t, err.Error(), "hunter2")
}

func TestASecretIsAColumn(t *testing.T) {
	t.Parallel()
	var hash inertia.Secret[string]
	require.NoError(t, hash.Scan("hunter2"))
	assert.Equal(t, "hunter2", hash.Reveal())
	v, err := hash.Value()
	require.NoError(t, err)
	assert.Equal(t, "hunter2", v)
	require.NoError(t, hash.Scan(nil))
	assert.Empty(t, hash.Reveal())

	var number inertia.Secret[int64]
	require.NoError(t, number.Scan(int64(7)))
	assert.Equal(t, int64(7), number.Reveal())
	err = number.Scan("hunter2")
	assert.ErrorContains(t, err, "inertia: a secret: a column of type string does not fit int64")
	assert.NotContains(t, err.Error(), "hunter2")
	var _ sql.Scanner = &number
}
