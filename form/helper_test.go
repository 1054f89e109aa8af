package form_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/form"
)

var update = flag.Bool("update", false, "write golden files")

// object is a JSON object that keeps the order of its keys.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(m.key)
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// upload is a file in an object.
type upload struct{ name, content string }

// flatten writes data as the client does: items[0][price] in multipart bodies
// (indices), tags[] in queries (brackets).
func flatten(data object, indices bool, add func(key string, value any)) {
	var walk func(key string, value any)
	walk = func(key string, value any) {
		switch v := value.(type) {
		case object:
			for _, m := range v {
				walk(key+"["+m.key+"]", m.value)
			}
		case []any:
			for i, item := range v {
				index := ""
				if indices {
					index = strconv.Itoa(i)
				}
				walk(key+"["+index+"]", item)
			}
		default:
			add(key, value)
		}
	}
	for _, m := range data {
		walk(m.key, m.value)
	}
}

func asText(value any, yes, no string) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return yes
		}
		return no
	case string:
		return v
	}
	text, _ := json.Marshal(value)
	return string(text)
}

func encodePairs(data object, indices bool) string {
	var pairs []string
	flatten(data, indices, func(key string, value any) {
		pairs = append(pairs, key+"="+strings.ReplaceAll(url.QueryEscape(asText(value, "true", "false")), "+", "%20"))
	})
	return strings.Join(pairs, "&")
}

func encodeMultipart(data object) (body, contentType string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	flatten(data, true, func(key string, value any) {
		if f, ok := value.(upload); ok {
			part, _ := w.CreateFormFile(key, f.name)
			_, _ = io.WriteString(part, f.content)
			return
		}
		_ = w.WriteField(key, asText(value, "1", "0"))
	})
	_ = w.Close()
	return b.String(), w.FormDataContentType()
}

const urlencoded = "application/x-www-form-urlencoded"

func request(method, contentType, body string) *http.Request {
	r := httptest.NewRequest(method, "/things", strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func jsonRequest(body string) *http.Request { return request("POST", "application/json", body) }

func formRequest(body string) *http.Request { return request("POST", urlencoded, body) }

func query(raw string) *http.Request { return httptest.NewRequest("GET", "/things?"+raw, nil) }

func multipartRequest(data object) *http.Request {
	body, contentType := encodeMultipart(data)
	return request("POST", contentType, body)
}

// part is one part of a multipart body, written as it is.
func rawMultipart(parts ...string) *http.Request {
	return request("POST", `multipart/form-data; boundary=b`, "--b\r\n"+strings.Join(parts, "\r\n--b\r\n")+"\r\n--b--\r\n")
}

func filePart(name, filename, contentType, content string) string {
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="`+name+`"; filename="`+filename+`"`)
	h.Set("Content-Type", contentType)
	return "Content-Disposition: " + h.Get("Content-Disposition") + "\r\nContent-Type: " + contentType + "\r\n\r\n" + content
}

// encodings are the ways the same data can travel.
func encodings(t *testing.T, data object) map[string]*http.Request {
	t.Helper()
	text, err := json.Marshal(data)
	require.NoError(t, err)
	multi, multiType := encodeMultipart(data)
	return map[string]*http.Request{
		"POST json":                     request("POST", "application/json", string(text)),
		"PUT json":                      request("PUT", "application/json; charset=UTF-8", string(text)),
		"DELETE json":                   request("DELETE", "application/json", string(text)),
		"PATCH json of another name":    request("PATCH", "application/vnd.api+json", string(text)),
		"POST urlencoded, brackets":     request("POST", urlencoded, encodePairs(data, false)),
		"PUT urlencoded, indices":       request("PUT", urlencoded, encodePairs(data, true)),
		"DELETE urlencoded":             request("DELETE", urlencoded+"; charset=utf-8", encodePairs(data, true)),
		"POST multipart":                request("POST", multiType, multi),
		"PUT multipart":                 request("PUT", multiType, multi),
		"GET, brackets":                 query(encodePairs(data, false)),
		"GET, indices":                  query(encodePairs(data, true)),
		"DELETE with data in the query": httptest.NewRequest("DELETE", "/things?"+encodePairs(data, true), nil),
	}
}

func asErrors(t *testing.T, err error) form.Errors {
	t.Helper()
	var invalid form.Errors
	require.ErrorAs(t, err, &invalid)
	return invalid
}

func requireStatus(t *testing.T, status int, err error) {
	t.Helper()
	var refused *form.MalformedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, status, refused.StatusCode(), err.Error())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run go test ./form -update")
	require.Equal(t, string(want), string(got))
}
