package form_test

import (
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

type album struct {
	Title  string                  `json:"title"`
	Cover  *multipart.FileHeader   `json:"cover"`
	Value  multipart.FileHeader    `json:"value"`
	Photos []*multipart.FileHeader `json:"photos"`
	Pages  []struct {
		Text  string                `json:"text"`
		Image *multipart.FileHeader `json:"image"`
	} `json:"pages"`
	ByName map[string]*multipart.FileHeader `json:"by_name"`
}

func content(t *testing.T, header *multipart.FileHeader) string {
	t.Helper()
	f, err := header.Open()
	require.NoError(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}

func TestFilesAtAnyDepth(t *testing.T) {
	t.Parallel()
	var in album
	require.NoError(t, form.Bind(multipartRequest(object{
		{"title", "Summer"}, {"cover", upload{"cover.png", "one"}}, {"value", upload{"v.txt", "two"}},
		{"photos", []any{upload{"a.jpg", "a"}, upload{"b.jpg", "b"}}},
		{"pages", []any{object{{"text", "first"}}, object{{"text", "second"}, {"image", upload{"i.gif", "three"}}}}},
		{"by_name", object{{"x", upload{"x", "four"}}}},
	}), &in))
	assert.Equal(t, "Summer", in.Title)
	assert.Equal(t, "cover.png", in.Cover.Filename)
	assert.Equal(t, "one", content(t, in.Cover))
	assert.Equal(t, "two", content(t, &in.Value))
	require.Len(t, in.Photos, 2)
	assert.Equal(t, "b", content(t, in.Photos[1]))
	require.Len(t, in.Pages, 2)
	assert.Nil(t, in.Pages[0].Image)
	assert.Equal(t, "three", content(t, in.Pages[1].Image))
	assert.Equal(t, "four", content(t, in.ByName["x"]))
}

func TestListsOfFilesInEveryForm(t *testing.T) {
	t.Parallel()
	one, two := func(key string) string { return filePart(key, "1", "text/plain", "1") }, func(key string) string { return filePart(key, "2", "text/plain", "2") }
	for name, r := range map[string]*http.Request{
		"plain keys": rawMultipart(one("photos"), two("photos")),
		"brackets":   rawMultipart(one("photos[]"), two("photos[]")),
		"indices":    rawMultipart(two("photos[1]"), one("photos[0]")),
	} {
		var in album
		require.NoError(t, form.Bind(r, &in), name)
		require.Len(t, in.Photos, 2, name)
		assert.Equal(t, "1", content(t, in.Photos[0]), name)
	}
	var in album
	require.NoError(t, form.Bind(rawMultipart(one("photos")), &in))
	assert.Len(t, in.Photos, 1)
}

func TestAFileInputLeftEmptyIsNoFile(t *testing.T) {
	t.Parallel()
	in := album{Cover: &multipart.FileHeader{}}
	require.NoError(t, form.Bind(rawMultipart(filePart("cover", "", "application/octet-stream", "")), &in))
	assert.Nil(t, in.Cover)
	in.Cover = &multipart.FileHeader{}
	require.NoError(t, form.Bind(jsonRequest(`{"cover": null}`), &in))
	assert.Nil(t, in.Cover)
}

func TestFilesAndTextsInTheWrongPlace(t *testing.T) {
	t.Parallel()
	var in album
	err := form.Bind(rawMultipart(
		filePart("title", "t.txt", "text/plain", "x"), filePart("cover", "1", "text/plain", "1"), filePart("cover", "2", "text/plain", "2"),
		"Content-Disposition: form-data; name=\"value\"\r\n\r\ntext"), &in)
	want := form.Errors{
		"title": {"The title must be text."}, "cover": {"The cover must be a single value."}, "value": {"The value must be a file."},
	}
	assert.Equal(t, want, asErrors(t, err))
	assert.Equal(t, form.Errors{"cover": {"The cover must be a file."}}, asErrors(t, form.Bind(jsonRequest(`{"cover": "/uploads/1.png"}`), &in)))
}

func TestANameOfAFileHasNoFolders(t *testing.T) {
	t.Parallel()
	var in album
	require.NoError(t, form.Bind(rawMultipart(filePart("cover", "../../etc/passwd", "text/plain", "x")), &in))
	assert.Equal(t, "passwd", in.Cover.Filename)
}

func TestFileRules(t *testing.T) {
	t.Parallel()
	type thing struct {
		Required *multipart.FileHeader   `json:"required" validate:"required"`
		Avatar   *multipart.FileHeader   `json:"avatar" validate:"omitempty,maxsize=1KB,filetype=image/png image/jpeg"`
		Any      *multipart.FileHeader   `json:"any" validate:"omitempty,filetype=image/*"`
		List     []*multipart.FileHeader `json:"list" validate:"max=1,dive,maxsize=3"`
	}
	png := "\x89PNG\x0D\x0A\x1A\x0A"
	var in thing
	require.NoError(t, form.Bind(rawMultipart(
		filePart("required", "r", "text/plain", "r"), filePart("avatar", "a.exe", "text/plain", png), filePart("any", "a", "x/y", png),
		filePart("list[]", "l", "text/plain", "123")), &in))

	in = thing{}
	err := form.Bind(rawMultipart(
		filePart("avatar", "a.png", "image/png", "no image "+strings.Repeat("x", 1024)), filePart("any", "a.png", "image/png", "<html>"),
		filePart("list[]", "l", "text/plain", "1234")), &in)
	assert.Equal(t, form.Errors{
		"required": {"The required is required."},
		"avatar":   {"The avatar must not be larger than 1KB.", "The avatar must be a file of the type image/png or image/jpeg."},
		"any":      {"The any must be a file of the type image/*."},
		"list.0":   {"The list (item 1) must not be larger than 3."},
	}, asErrors(t, err))
}

func TestFilesOnDiskGoWithTheRequest(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	ctx, cancel := context.WithCancel(context.Background())
	r := multipartRequest(object{{"cover", upload{"c", strings.Repeat("c", 4096)}}, {"photos", []any{upload{"p", strings.Repeat("p", 4096)}}}})
	var in album
	require.NoError(t, form.Bind(r.WithContext(ctx), &in, form.WithMaxUpload(1<<20, 100)))
	kept, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, kept)
	assert.Len(t, content(t, in.Cover), 4096)
	cancel()
	assert.Eventually(t, func() bool {
		kept, err = os.ReadDir(dir)
		return err == nil && len(kept) == 0
	}, time.Minute, time.Millisecond)
}

func TestAFullDiskIsTheServersFault(t *testing.T) {
	t.Setenv("TMPDIR", "/nowhere/at/all")
	r := multipartRequest(object{{"cover", upload{"c", strings.Repeat("c", 4096)}}})
	err := form.Bind(r, &album{}, form.WithMaxUpload(1<<20, 100))
	require.ErrorContains(t, err, "form: keeping an upload")
	var refused *form.MalformedError
	assert.NotErrorAs(t, err, &refused)
}

func TestFilesKeepTheOrderInWhichTheyCame(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]func(int) string{
		"plain keys": func(int) string { return "photos" },
		"brackets":   func(int) string { return "photos[]" },
		"indices":    func(n int) string { return fmt.Sprintf("photos[%d]", n) },
		"gaps":       func(n int) string { return fmt.Sprintf("photos[%d]", 10*n) },
	} {
		var parts []string
		for n := range 25 { // some in memory, some on disk, with other fields between them
			parts = append(parts, filePart(key(n), fmt.Sprint(n), "text/plain", fmt.Sprint(n)),
				fmt.Sprintf("Content-Disposition: form-data; name=\"pages[%d][text]\"\r\n\r\n%d", n, n),
				filePart(fmt.Sprintf("pages[%d][image]", n), fmt.Sprint("page", n), "text/plain", strings.Repeat("x", n)))
		}
		var in album
		require.NoError(t, form.Bind(rawMultipart(parts...), &in, form.WithMaxUpload(1<<20, 100)), name)
		require.Len(t, in.Photos, 25, name)
		require.Len(t, in.Pages, 25, name)
		for n := range 25 {
			assert.Equal(t, fmt.Sprint(n), in.Photos[n].Filename, name)
			assert.Equal(t, fmt.Sprint(n), content(t, in.Photos[n]), name)
			assert.Equal(t, fmt.Sprint("page", n), in.Pages[n].Image.Filename, name)
		}
	}
}
