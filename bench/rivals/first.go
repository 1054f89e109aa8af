package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"sync/atomic"
	"time"
)

// page is what a browser loads for the page /contacts.
type page struct {
	requests int64
	bytes    int64 // of bodies, not compressed
}

// firstPage has Chromium load a page through a proxy that counts. Without
// Chromium nothing is counted.
func firstPage(ctx context.Context, base string) (page, error) {
	browser := os.Getenv("CHROME_PATH")
	if browser == "" {
		return page{}, nil
	}
	target, err := url.Parse(base)
	if err != nil {
		return page{}, err
	}
	var requests, bytes atomic.Int64
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Set("Accept-Encoding", "identity") // no stack compresses
		},
		ModifyResponse: func(r *http.Response) error {
			if r.Request.URL.Path != "/favicon.ico" {
				requests.Add(1)
				r.Body = counted{r.Body, &bytes}
			}
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	defer server.Close()
	profile, err := os.MkdirTemp("", "rivals-browser-")
	if err != nil {
		return page{}, err
	}
	defer os.RemoveAll(profile)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--user-data-dir="+profile, "--virtual-time-budget=5000", "--dump-dom", server.URL+"/contacts")
	if out, err := cmd.Output(); err != nil {
		return page{}, fmt.Errorf("the browser: %w\n%.500s", err, out)
	}
	return page{requests.Load(), bytes.Load()}, nil
}

type counted struct {
	io.ReadCloser
	bytes *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.bytes.Add(int64(n))
	return n, err
}
