package ssr

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Gateway renders by asking a server over HTTP: one that Inertia's
// createServer started, or a Vite dev server.
type Gateway struct {
	render string
	origin string
	dev    bool
	client *http.Client
	modify []func(*http.Request)
}

var _ Renderer = (*Gateway)(nil)

// GatewayOption is an option of [NewGateway].
type GatewayOption func(*Gateway)

// WithConnectTimeout limits how long connecting takes. The default is 1 second.
// The context limits the rendering itself.
func WithConnectTimeout(d time.Duration) GatewayOption {
	return func(g *Gateway) { g.client = newClient(d) }
}

// WithHTTPClient replaces the HTTP client, for TLS or a proxy. The default
// client connects within [WithConnectTimeout] and uses no proxy.
func WithHTTPClient(c *http.Client) GatewayOption { return func(g *Gateway) { g.client = c } }

// WithRequest calls f with each request before it is sent, for example to add
// headers. By default requests are sent as they are. Several WithRequest add
// up.
func WithRequest(f func(*http.Request)) GatewayOption {
	return func(g *Gateway) { g.modify = append(g.modify, f) }
}

// DefaultURL is where Inertia's createServer listens by default.
const DefaultURL = "http://127.0.0.1:13714"

// NewGateway returns a renderer that asks the server at address, or at
// [DefaultURL] if address is empty. It sends a POST to the path "/render" below
// the address, unless that ends in "/render" or "/__inertia_ssr".
func NewGateway(address string, opts ...GatewayOption) (*Gateway, error) {
	if address == "" {
		address = DefaultURL
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("ssr: NewGateway(%q): want a URL such as %s", address, DefaultURL)
	}
	path := strings.TrimRight(u.Path, "/")
	if !strings.HasSuffix(path, "/render") && !strings.HasSuffix(path, "/__inertia_ssr") {
		path += "/render"
	}
	return newGateway(u, path, opts), nil
}

// NewDevGateway returns a renderer that asks the Vite dev server at address,
// whatever its base. Vite's config needs the plugin @inertiajs/vite, which
// finds the entry for the server automatically.
func NewDevGateway(address string, opts ...GatewayOption) (*Gateway, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("ssr: NewDevGateway(%q): want a URL such as http://localhost:5173", address)
	}
	g := newGateway(u, "/__inertia_ssr", opts)
	g.dev = true
	return g, nil
}

// String is the address of the server.
func (g *Gateway) String() string { return g.origin }

func newGateway(u *url.URL, path string, opts []GatewayOption) *Gateway {
	origin := u.Scheme + "://" + u.Host
	g := &Gateway{origin: origin, render: origin + path, client: newClient(time.Second)}
	for _, opt := range opts {
		opt(g)
	}
	return g
}

func newClient(connect time.Duration) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: connect}).DialContext,
			TLSHandshakeTimeout: connect,
			MaxIdleConnsPerHost: 64,
			IdleConnTimeout:     4 * time.Second, // Node closes after 5
			DisableCompression:  true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// warmUp is the time between two questions to a dev server that is not ready yet.
const warmUp = 100 * time.Millisecond

// Render asks the server to render a page.
func (g *Gateway) Render(ctx context.Context, page []byte) (Result, error) {
	for {
		status, body, err := g.post(ctx, page)
		if err != nil {
			return Result{}, g.unreachable(ctx, err)
		}
		switch {
		case g.dev && status == http.StatusNotFound:
			return Result{}, &Error{Kind: Connection, Message: "the Vite dev server at " + g.origin + " does not render pages",
				Hint: "add the plugin @inertiajs/vite to vite.config, and an entry src/ssr.tsx"}
		case status == http.StatusInternalServerError:
			return Result{}, parseError(body)
		case status != http.StatusOK:
			return Result{}, &Error{Kind: Unknown, Message: fmt.Sprintf("%s answers with status %d: %.200q", g.render, status, body)}
		}
		var answer struct {
			Head []string
			Body *string
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return Result{}, &Error{Kind: Unknown, Message: fmt.Sprintf("%s answers with something other than JSON: %.200q", g.render, body), Err: err}
		}
		if answer.Body != nil {
			return Result{Head: g.local(answer.Head), Body: *answer.Body}, nil
		}
		if !g.dev {
			return Result{}, &Error{Kind: Unknown, Message: fmt.Sprintf("%s answers without a body: %.200q", g.render, body),
				Hint: "check the address: does it belong to Inertia's createServer?"}
		}
		// A dev server answers with null until it has seen the modules.
		select {
		case <-time.After(warmUp):
		case <-ctx.Done():
			return Result{}, &Error{Kind: Timeout, Message: "the Vite dev server is still warming up", Err: ctx.Err()}
		}
	}
}

// ofDevServer is the address of a stylesheet that a dev server puts into the head.
var ofDevServer = regexp.MustCompile(`^(<link rel="stylesheet" href=")https?://[^/"]+(/[^"]*" data-vite-dev-id=")`)

// local takes the dev server's origin out of its stylesheets: browsers get them
// from where the page comes from.
func (g *Gateway) local(head []string) []string {
	if g.dev {
		for i, element := range head {
			head[i] = ofDevServer.ReplaceAllString(element, "$1$2")
		}
	}
	return head
}

func (g *Gateway) post(ctx context.Context, page []byte) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, g.render, bytes.NewReader(page))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	// The transport may ask again, should a kept connection prove closed.
	r.Header["Idempotency-Key"] = nil
	for _, modify := range g.modify {
		modify(r)
	}
	res, err := g.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d MB", maxAnswer>>20)
	}
	return res.StatusCode, body, err
}

func (g *Gateway) unreachable(ctx context.Context, err error) *Error {
	if ctx.Err() != nil {
		return &Error{Kind: Timeout, Message: g.render + " does not answer in time", Err: err}
	}
	return &Error{Kind: Connection, Message: err.Error(), Hint: "is the server that renders pages running at " + g.origin + "?", Err: err}
}

// Health asks whether the server is up. A dev server does not answer this
// question.
func (g *Gateway) Health(ctx context.Context) error {
	res, err := g.do(ctx, http.MethodGet, "/health")
	if err != nil {
		return g.unreachable(ctx, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return &Error{Kind: Unknown, Message: fmt.Sprintf("%s/health answers with status %d", g.origin, res.StatusCode)}
	}
	return nil
}

// Shutdown asks the server to end. The server ends without an answer.
func (g *Gateway) Shutdown(ctx context.Context) error {
	res, err := g.do(ctx, http.MethodPost, "/shutdown") // a GET would be repeated
	switch {
	case err == nil:
		res.Body.Close()
		return nil
	case strings.HasSuffix(err.Error(), "EOF"), strings.HasSuffix(err.Error(), "connection reset by peer"):
		return nil
	default:
		return g.unreachable(ctx, err)
	}
}

func (g *Gateway) do(ctx context.Context, method, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, g.origin+path, nil)
	if err != nil {
		return nil, err
	}
	for _, modify := range g.modify {
		modify(r)
	}
	return g.client.Do(r)
}
