package inertiatest_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia/inertiatest"
)

// answerPage answers as a server of pages does.
func answerPage(w http.ResponseWriter, r *http.Request, page string) {
	w.Header().Set("Vary", "X-Inertia")
	if r.Header.Get("X-Inertia") != "" {
		w.Header().Set("X-Inertia", "true")
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, page)
		return
	}
	_, _ = fmt.Fprintf(w, `<!doctype html><script data-page="app" type="application/json">%s</script><div id="app"></div>`, page)
}

func read(t *testing.T, r *http.Request) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return b
}

func TestRequestsLookAsIfTheyCameOverTheNetwork(t *testing.T) {
	t.Parallel()
	var seen []*http.Request
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r)
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: "1", HttpOnly: true, Secure: true})
		answerPage(w, r, `{"component":"A","props":{},"url":"/a?b=1","version":"v1"}`)
	})
	c := inertiatest.NewClient(t, h, inertiatest.WithHeader("Authorization", "Bearer x"))
	c.Get("/a?b=1#c")
	c.Post("/a%2Fb?x=%20", data{"n": 1})
	require.Len(t, seen, 2)
	load, post := seen[0], seen[1]

	assert.Equal(t, "/a?b=1", load.RequestURI)
	assert.Equal(t, "example.com", load.Host)
	assert.NotNil(t, load.TLS)
	assert.Empty(t, load.URL.Host)
	assert.Contains(t, load.Header.Get("Accept"), "text/html")
	assert.Equal(t, "navigate", load.Header.Get("Sec-Fetch-Mode"))
	assert.Equal(t, "none", load.Header.Get("Sec-Fetch-Site"))
	assert.Empty(t, load.Header.Get("Referer"))
	assert.Empty(t, load.Header.Get("X-Inertia"))
	assert.Equal(t, "Bearer x", load.Header.Get("Authorization"))

	assert.Equal(t, "/a%2Fb?x=%20", post.RequestURI)
	assert.Equal(t, "https://example.com/a?b=1", post.Header.Get("Referer"))
	assert.Equal(t, "https://example.com", post.Header.Get("Origin"))
	assert.Equal(t, "same-origin", post.Header.Get("Sec-Fetch-Site"))
	assert.Equal(t, "true", post.Header.Get("X-Inertia"))
	assert.Equal(t, "v1", post.Header.Get("X-Inertia-Version"))
	assert.Equal(t, "Bearer x", post.Header.Get("Authorization"))
	cookie, err := post.Cookie("sid")
	require.NoError(t, err)
	assert.Equal(t, "1", cookie.Value)
}

func TestDataIsSentAsTheClientDoes(t *testing.T) {
	t.Parallel()
	type form struct {
		Name  string            `json:"name"`
		Tags  []string          `json:"tags"`
		Admin bool              `json:"admin"`
		Boss  *string           `json:"boss"`
		Photo *inertiatest.File `json:"photo,omitempty"`
	}
	ada := form{Name: "Ada & co", Tags: []string{"x", "y z"}, Admin: true}
	var got *http.Request
	var body []byte
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, body = r, read(t, r)
		answerPage(w, r, `{"component":"A","props":{},"url":"/"}`)
	})
	c := inertiatest.NewClient(t, h)
	c.Get("/")

	c.Get("/q", inertiatest.Data(ada))
	assert.Equal(t, "/q?name=Ada%20%26%20co&tags[]=x&tags[]=y%20z&admin=true&boss=", got.RequestURI)
	c.Get("/q", inertiatest.Data(ada), inertiatest.IndexedArrays())
	assert.Equal(t, "/q?name=Ada%20%26%20co&tags[0]=x&tags[1]=y%20z&admin=true&boss=", got.RequestURI)
	c.Get("/q?name=Bob&f[a]=1&f[b][]=2&t[]=3", inertiatest.Data(data{"name": "Ada", "t": []int{4}, "é": 1, "a b": "+"}))
	assert.Equal(t, "/q?name=Ada&f[a]=1&f[b][]=2&t[]=4&a%20b=%2B&%C3%A9=1", got.RequestURI)
	c.Get("/q?raw=%2f+x")
	assert.Equal(t, "/q?raw=%2f+x", got.RequestURI, "without data the query is left alone")
	assert.Empty(t, body)

	c.Post("/", ada)
	assert.Equal(t, "application/json", got.Header.Get("Content-Type"))
	assert.JSONEq(t, `{"name":"Ada & co","tags":["x","y z"],"admin":true,"boss":null}`, string(body))
	c.Post("/", nil)
	assert.Equal(t, "{}", string(body))
	c.Delete("/")
	assert.Equal(t, "{}", string(body))
	c.Patch("/", url.Values{"a": {"1", "2"}})
	assert.Equal(t, "application/x-www-form-urlencoded;charset=UTF-8", got.Header.Get("Content-Type"))
	assert.Equal(t, "a=1&a=2", string(body))

	parts := func() map[string]string {
		kind, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
		require.NoError(t, err)
		require.Equal(t, "multipart/form-data", kind)
		out := map[string]string{}
		r := multipart.NewReader(strings.NewReader(string(body)), params["boundary"])
		for {
			p, err := r.NextPart()
			if errors.Is(err, io.EOF) {
				return out
			}
			require.NoError(t, err)
			content, err := io.ReadAll(p)
			require.NoError(t, err)
			out[p.FormName()] = strings.Trim(p.FileName()+" "+p.Header.Get("Content-Type")+" "+string(content), " ")
		}
	}
	c.Put("/", ada, inertiatest.ForceFormData())
	assert.Equal(t, map[string]string{"name": "Ada & co", "tags[0]": "x", "tags[1]": "y z", "admin": "1", "boss": ""}, parts())
	ada.Photo = &inertiatest.File{Name: "a \"b\".png", Type: "image/png", Content: []byte("\x89PNG")}
	c.Put("/", data{"user": ada, "n": 1.5})
	assert.Equal(t, map[string]string{
		"user[name]": "Ada & co", "user[tags][0]": "x", "user[tags][1]": "y z", "user[admin]": "1", "user[boss]": "",
		"user[photo]": "a \"b\".png image/png \x89PNG", "n": "1.5",
	}, parts())

	for want, visit := range map[string]func(*inertiatest.Client){
		"data of POST /: a []int is not an object":         func(c *inertiatest.Client) { c.Post("/", []int{1}) },
		"data of POST /: a string is not an object":        func(c *inertiatest.Client) { c.Post("/", "x") },
		"data of GET /: a GET sends no files":              func(c *inertiatest.Client) { c.Get("/", inertiatest.Data(data{"f": inertiatest.File{}})) },
		"data of POST /: json: unsupported type: chan int": func(c *inertiatest.Client) { c.Post("/", data{"c": make(chan int)}) },
		`data of GET /?a=%zz: invalid URL escape "%zz"`:    func(c *inertiatest.Client) { c.Get("/?a=%zz", inertiatest.Data(data{"a": 1})) },
	} {
		f := fails(t, func(t testing.TB) {
			c := inertiatest.NewClient(t, h)
			c.Load("/")
			visit(c)
		})
		assert.Equal(t, "inertiatest: "+want, f.said())
	}
}

func FuzzData(f *testing.F) {
	f.Add("/?a=1&b[]=2&c[d][e]=3&c[]=&[x]=[&__proto__[y]=1", `{"a":{"b":[1,null,{"c":"d"}]},"é&":"=+ "}`, true)
	f.Add("/?a[0]=x&=&&a=%41", `{"a":[]}`, false)
	f.Add("/", "{\"\\u0000file\":[\"n\",\"t\",\"YQ==\"]}", false)
	f.Fuzz(func(t *testing.T, target, text string, formData bool) {
		for _, method := range []string{"GET", "POST"} {
			query, _, err := inertiatest.Encode(method, target, json.RawMessage(text), formData)
			if err != nil {
				assert.True(t, strings.HasPrefix(err.Error(), "inertiatest: "), err)
				continue
			}
			// What was written is a query that reads back the same.
			if again, _, err := inertiatest.Encode(method, "/?"+query, nil, false); err == nil {
				assert.Equal(t, query, again)
			}
		}
	})
}

func TestOverTheNetwork(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newApp(t))
	t.Cleanup(server.Close)
	c := inertiatest.NewClient(t, nil, inertiatest.WithBaseURL(server.URL), inertiatest.WithTransport(server.Client().Transport))
	c.Get("/dashboard").Component("Dashboard").Where("stats", 5)
	c.Get("/login")
	c.Post("/login", data{}).HasError("name")
	c.Back().Component("Dashboard")
}

func TestTransportStreams(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	ended := make(chan struct{})
	rt := inertiatest.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, http.NewResponseController(w).Flush())
		for n := range 3 {
			_, _ = fmt.Fprintf(w, "line %d\n", n)
			<-next
		}
		<-r.Context().Done()
		close(ended)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", "http://example.com/", nil)
	require.NoError(t, err)
	res, err := rt.RoundTrip(req)
	require.NoError(t, err)
	lines := bufio.NewReader(res.Body)
	for n := range 3 {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("line %d\n", n), line)
		next <- struct{}{}
	}
	cancel()
	_, err = lines.ReadString('\n')
	assert.ErrorIs(t, err, context.Canceled)
	<-ended
}

func TestClosedBodyEndsTheHandler(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	rt := inertiatest.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		<-r.Context().Done()
		close(ended)
	}))
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://example.com/", nil)
	require.NoError(t, err)
	res, err := rt.RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	<-ended
}

func TestTransportAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		status  int
		header  map[string]string
		body    string
		err     string // of the request
		broken  string // of the body
	}{
		"nothing written": {handler: func(http.ResponseWriter, *http.Request) {}, status: 200},
		"a guessed type": {
			handler: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<p>x") },
			status:  200, header: map[string]string{"Content-Type": "text/html; charset=utf-8"}, body: "<p>x",
		},
		"hints first": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(103)
				w.WriteHeader(201)
				w.WriteHeader(500)
			},
			status: 201,
		},
		"headers after the head": {
			handler: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); w.Header().Set("X-Late", "1") },
			status:  200, header: map[string]string{"X-Late": ""},
		},
		"no body allowed": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(204)
				if _, err := io.WriteString(w, "x"); !errors.Is(err, http.ErrBodyNotAllowed) {
					panic(err)
				}
			},
			status: 204,
		},
		"panic": {handler: func(http.ResponseWriter, *http.Request) { panic("oh no") }, err: "inertiatest: the handler panicked: oh no"},
		"panic within": {
			handler: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "half"); panic("oh no") },
			status:  200, broken: "inertiatest: the handler panicked: oh no",
		},
		"abort": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, "half")
				panic(http.ErrAbortHandler)
			},
			status: 200, broken: "unexpected EOF",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequestWithContext(t.Context(), "POST", "http://example.com/", strings.NewReader("body"))
			require.NoError(t, err)
			res, err := inertiatest.Transport(tc.handler).RoundTrip(req)
			if tc.err != "" {
				assert.ErrorContains(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			body, err := io.ReadAll(res.Body)
			require.NoError(t, res.Body.Close())
			if tc.broken != "" {
				assert.ErrorContains(t, err, tc.broken)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.status, res.StatusCode)
			assert.Equal(t, tc.body, string(body))
			for name, want := range tc.header {
				assert.Equal(t, want, res.Header.Get(name))
			}
		})
	}
}
