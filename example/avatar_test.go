package main

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// picture is a PNG of 4 by 4 pixels, followed by more bytes.
func picture(t *testing.T, more int) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))))
	return append(b.Bytes(), make([]byte, more)...)
}

// upload sends a file as the account page does.
func (b *browser) upload(field string, content []byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, "me.png")
	require.NoError(b.t, err)
	_, err = part.Write(content)
	require.NoError(b.t, err)
	require.NoError(b.t, w.Close())
	return b.send(http.MethodPut, "/account/avatar", w.FormDataContentType(), body.String())
}

func avatarOf(got answer) string {
	return userOf(got).(map[string]any)["avatar"].(string)
}

func TestAvatar(t *testing.T) {
	t.Parallel()
	b := open(t)
	assert.Equal(t, http.StatusNotFound, b.get("/users/1/avatar", "image/*").StatusCode)

	first := picture(t, 0)
	got := b.upload("avatar", first)
	assert.Equal(t, map[string]any{"success": "Picture saved."}, got.page.Flash)
	address := avatarOf(got)
	assert.Regexp(t, `^/users/1/avatar\?v=\w+$`, address)

	res := b.get(address, "image/*")
	served, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, first, served)
	assert.Equal(t, "image/png", res.Header.Get("Content-Type"))
	assert.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
	assert.Equal(t, "private, no-cache", res.Header.Get("Cache-Control"))

	ask := func(etag string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+address, nil)
		require.NoError(t, err)
		r.Header.Set("Accept", "image/avif,image/webp,*/*;q=0.8")
		r.Header.Set("If-None-Match", etag)
		res, err := b.client.Do(r)
		require.NoError(t, err)
		defer res.Body.Close()
		return res.StatusCode
	}
	assert.Equal(t, http.StatusNotModified, ask(res.Header.Get("ETag")))
	assert.Equal(t, http.StatusOK, ask(`"other"`))

	second := b.upload("avatar", picture(t, 1))
	assert.NotEqual(t, address, avatarOf(second))
	assert.Equal(t, http.StatusOK, ask(res.Header.Get("ETag")), "the picture is another")

	b.visit("POST", "/logout", "{}")
	assert.Equal(t, http.StatusNotFound, b.get("/users/1/avatar", "image/*").StatusCode)
}

func TestAvatarIsAPictureOfModestSize(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("GET", "/account", "")
	for name, test := range map[string]struct {
		field   string
		content []byte
		want    string
	}{
		"no file":     {"other", picture(t, 0), "Choose a picture."},
		"no picture":  {"avatar", []byte("<svg onload=alert(1)>"), "Choose a PNG, JPEG or WebP picture."},
		"other kind":  {"avatar", []byte("GIF89a"), "Choose a PNG, JPEG or WebP picture."},
		"empty":       {"avatar", nil, "Choose a PNG, JPEG or WebP picture."},
		"beyond 2 MB": {"avatar", picture(t, 2<<20), "Choose a picture of at most 2 MB."},
	} {
		got := b.upload(test.field, test.content)
		assert.Equal(t, map[string]any{"avatar": test.want}, got.page.Props["errors"], name)
		assert.Equal(t, "/account", got.page.URL)
		assert.Empty(t, avatarOf(got), name)
	}
	assert.Equal(t, http.StatusRequestEntityTooLarge, b.upload("avatar", picture(t, 33<<20)).status)
}
