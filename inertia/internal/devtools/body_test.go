package devtools

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/inertia-templ/shell/internal/secretname"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// collected is what is shown of a body that a handler reads up to n bytes.
func collected(t *testing.T, contentType, body string, n int64) Body {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	c := Collect(r)
	got, err := io.ReadAll(io.LimitReader(iotest.HalfReader(c), n))
	require.NoError(t, err)
	assert.Equal(t, body[:min(n, int64(len(body)))], string(got), "what the handler reads")
	c.End()
	return c.Body(NewRedactor(secretname.Default))
}

func TestBodiesAreShownOrSaidWhyNot(t *testing.T) {
	t.Parallel()
	const all = 1 << 30
	form := "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"tags[]\"\r\n\r\na\r\n--B\r\nContent-Disposition: form-data; name=\"tags[]\"\r\n\r\nb\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n" + strings.Repeat("x", 200<<10) + "\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\n\r\n--B--\r\n"
	for name, tc := range map[string]struct {
		contentType, body string
		read              int64
		want              string
	}{
		"JSON":                     {"application/json", `{"a":1,"token":"x"}`, all, `present {"a":1,"token":"[REDACTED]"}`},
		"JSON by another name":     {"application/problem+json; charset=utf-8", `[1]`, all, `present [1]`},
		"broken JSON":              {"application/json", `{"password":"x"`, all, "omitted unserializable"},
		"JSON, not read":           {"application/json", `{"a":1}`, 0, "empty "},
		"JSON, too large":          {"application/json", `"` + strings.Repeat("x", MaxBody) + `"`, all, "omitted too-large"},
		"form":                     {"application/x-www-form-urlencoded", "a=1&b=2&b=3&user[password]=x", all, `present {"a":"1","b":["2","3"],"user[password]":"[REDACTED]"}`},
		"a broken form":            {"application/x-www-form-urlencoded", "a=%zz", all, "omitted unserializable"},
		"text":                     {"text/plain", "a\xffb", all, `present "a�b"`},
		"binary":                   {"image/png", "x", all, "omitted binary"},
		"binary, not read":         {"image/png", "x", 0, "empty "},
		"no type":                  {"", "x", all, "omitted binary"},
		"upload":                   {"multipart/form-data; boundary=B", form, all, `present {"files":[{"name":"a.txt","size":204800,"type":"text/plain"},{"name":"b.txt","size":0,"type":"text/plain"}],"name":"Ada","tags[]":["a","b"]}`},
		"upload, read in part":     {"multipart/form-data; boundary=B", form, 300, "omitted unserializable"},
		"upload with no boundary":  {"multipart/form-data", form, all, "omitted unserializable"},
		"upload, another boundary": {"multipart/form-data; boundary=C", form, all, "omitted unserializable"},
		"upload of a large field":  {"multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + strings.Repeat("x", MaxBody+1) + "\r\n--B--\r\n", all, "omitted too-large"},
		"upload of many parts":     {"multipart/form-data; boundary=B", strings.Repeat("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", 1000) + "--B--\r\n", all, "omitted too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := collected(t, tc.contentType, tc.body, tc.read)
			assert.Equal(t, tc.want, got.Status+" "+string(got.Value)+string(got.Reason))
		})
	}
	assert.Nil(t, Collect(httptest.NewRequest("GET", "/", nil)))
	assert.Equal(t, Empty, (*Collector)(nil).Body(NewRedactor(secretname.Default)))
}

func TestAnUploadIsShownWhenItHasEnded(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	require.NoError(t, form.WriteField("a", "1"))
	require.NoError(t, form.Close())
	r := httptest.NewRequest("POST", "/", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	c := Collect(r)
	_, _ = io.ReadAll(c)
	assert.Equal(t, Streamed, c.Body(NewRedactor(secretname.Default)).Reason)
	c.End()
	assert.JSONEq(t, `{"a":"1"}`, string(c.Body(NewRedactor(secretname.Default)).Value))
	c.End() // twice is once
}

// However a body is cut and read, the handler gets what came and nothing hangs.
func FuzzCollect(f *testing.F) {
	f.Add("multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n", 3, 1000)
	f.Add("multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n1", 1, 10)
	f.Add("application/json", `{"a":1}`, 2, 5)
	f.Add("application/x-www-form-urlencoded", `a=1;b`, 2, 5)
	f.Fuzz(func(t *testing.T, contentType, body string, piece, read int) {
		if piece < 1 || read < 0 {
			return
		}
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		c := Collect(r)
		if c == nil {
			return
		}
		var got []byte
		buffer := make([]byte, min(piece, 1<<16))
		for len(got) < read {
			n, err := c.Read(buffer)
			if got = append(got, buffer[:n]...); err != nil {
				break
			}
		}
		assert.True(t, strings.HasPrefix(body, string(got)))
		c.End()
		b := c.Body(NewRedactor(secretname.Default))
		assert.Contains(t, []string{"empty", "present", "omitted"}, b.Status, fmt.Sprint(b))
	})
}
