package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// checkPort finds out whether another program has the address of this one.
func checkPort(ctx context.Context, p *project, r *reporter) {
	if p.code != nil {
		for _, address := range p.code.addresses() {
			if taken(ctx, address.text) && !isOurs(ctx, "http://"+local(address.text)+"/") {
				_, port, _ := net.SplitHostPort(address.text)
				r.warn("another program listens on "+address.text, address.place, fmt.Sprintf("end it (lsof -i :%s), or start this one on another port", port))
			}
		}
	}
	if p.vite != nil && p.vite.Dev.StrictPort {
		address := fmt.Sprintf("localhost:%d", p.vite.Dev.Port)
		if taken(ctx, address) && !answers(ctx, "http://"+address+p.vite.Dev.Base+"@vite/client") {
			r.warn("another program listens on the port of the dev server, "+address, p.short(p.front.config()), fmt.Sprintf("end it (lsof -i :%d), or change server.port", p.vite.Dev.Port))
		}
	}
}

type address struct{ text, place string }

// addresses are those that the program listens on, unless it is told otherwise:
// the defaults of its flags, and constants.
func (c *code) addresses() []address {
	var found []address
	add := func(at call, i int) {
		if text, ok := at.text(i); ok {
			if host, port, err := net.SplitHostPort(text); err == nil && port != "" && port != "0" && !strings.ContainsAny(host, "/ ") {
				found = append(found, address{text, c.place(at.Pos())})
			}
		}
	}
	for _, at := range c.all("flag.String", "flag.FlagSet.String") {
		switch name, _ := at.text(0); name {
		case "addr", "address", "listen", "http":
			add(at, 1)
		}
	}
	for _, at := range c.all("http.ListenAndServe") {
		add(at, 0)
	}
	for _, at := range c.all("net.Listen") {
		add(at, 1)
	}
	return found
}

// taken reports whether an address of this machine cannot be listened on because
// somebody does.
func taken(ctx context.Context, text string) bool {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", text)
	if err == nil {
		listener.Close()
		return false
	}
	return errors.Is(err, syscall.EADDRINUSE)
}

// local is an address as a browser on this machine has it.
func local(text string) string {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return text
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// isOurs reports whether a program of this library answers: perhaps it is this
// one, which runs already.
func isOurs(ctx context.Context, url string) bool {
	answer := get(ctx, url)
	if answer == nil {
		return false
	}
	defer answer.Body.Close()
	return strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), "X-Inertia") || answer.Header.Get("X-Inertia") != ""
}

func answers(ctx context.Context, url string) bool {
	answer := get(ctx, url)
	if answer == nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// get asks without a proxy, and follows no redirect.
func get(ctx context.Context, url string) *http.Response {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		return nil
	}
	return answer
}

// checkProxy looks for a proxy that would be asked for this machine.
func checkProxy(_ context.Context, p *project, r *reporter) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		if p.getenv(name) == "" {
			continue
		}
		for _, exception := range strings.Split(p.getenv("NO_PROXY")+","+p.getenv("no_proxy"), ",") {
			if exception = strings.TrimSpace(exception); exception == "*" || exception == "localhost" {
				return
			}
		}
		r.warn(name+" is set and NO_PROXY leaves out localhost, so curl, Bun and others ask the proxy for the dev server and for this program", "", "export NO_PROXY=localhost,127.0.0.1,::1")
		return
	}
}
