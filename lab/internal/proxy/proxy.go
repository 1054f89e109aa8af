// Package proxy runs nginx, Caddy and HAProxy with the configurations of the
// documentation.
package proxy

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/inertia-templ/shell/internal/needs"
	"github.com/inertia-templ/shell/internal/snippets"
)

// host is the name of the program in the documentation.
const host = "app.example.com"

// Kind is a kind of proxy.
type Kind struct {
	Name string

	file     string // the label of its configuration
	complete func(config, dir, port string) string
	command  func(config string) []string
}

// Kinds are the proxies that the documentation shows.
var Kinds = []Kind{nginx, caddy, haproxy}

var nginx = Kind{
	Name: "nginx", file: "app.conf",
	// Debian includes such files in a configuration of this form.
	complete: func(config, dir, port string) string {
		server := strings.NewReplacer("/etc/ssl/app.pem", dir+"/cert.pem", "/etc/ssl/app.key", dir+"/key.pem", "listen 443", "listen 127.0.0.1:"+port).Replace(config)
		user := ""
		if os.Getuid() == 0 {
			user = "user root;\n"
		}
		return user + "worker_processes auto;\npid " + dir + "/nginx.pid;\nerror_log stderr warn;\nevents { worker_connections 4096; }\nhttp {\naccess_log off;\n" + server + "}\n"
	},
	command: func(config string) []string { return []string{"nginx", "-g", "daemon off;", "-c", config} },
}

var caddy = Kind{
	Name: "caddy", file: "Caddyfile",
	complete: func(config, dir, port string) string {
		site := strings.Replace(config, host+" {", "https://"+host+":"+port+" {\n\tbind 127.0.0.1\n\ttls "+dir+"/cert.pem "+dir+"/key.pem", 1)
		return "{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system " + dir + "/storage\n}\n" + site
	},
	command: func(config string) []string {
		return []string{"caddy", "run", "--adapter", "caddyfile", "--config", config}
	},
}

var haproxy = Kind{
	Name: "haproxy", file: "haproxy.cfg",
	complete: func(config, dir, port string) string {
		return strings.NewReplacer("/etc/haproxy/app.pem", dir+"/both.pem", "bind :443", "bind 127.0.0.1:"+port).Replace(config)
	},
	command: func(config string) []string { return []string{"haproxy", "-db", "-f", config} },
}

// result is how a proxy ended; one that was interrupted ends with an error too.
type result struct{ err error }

// Proxy is a proxy that runs.
type Proxy struct {
	kind    Kind
	address string
	roots   *x509.CertPool
	cmd     *exec.Cmd
	done    chan result
	output  bytes.Buffer // complete when done
}

// Start starts a proxy with a configuration of a page of the documentation.
// Where that names the program, programs come in their order; a page for one
// program names it several times.
func (k Kind) Start(ctx context.Context, page, dir string, programs ...string) (*Proxy, error) {
	text, err := os.ReadFile(page)
	if err != nil {
		return nil, err
	}
	blocks := snippets.Blocks(string(text))
	at := slices.IndexFunc(blocks, func(b snippets.Block) bool { return b.Label == k.file })
	if at < 0 {
		return nil, fmt.Errorf("proxy: %s has no block with the label [%s]", page, k.file)
	}
	config := blocks[at].Code
	for n, program := range programs {
		name := fmt.Sprintf("127.0.0.1:%d", 8080+n)
		if !strings.Contains(config, name) {
			return nil, fmt.Errorf("proxy: %s of %s does not name %s", k.file, page, name)
		}
		config = strings.ReplaceAll(config, name, program)
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(address)
	p := &Proxy{kind: k, address: address, done: make(chan result, 1)}
	if p.roots, err = certify(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, k.file)
	if err := os.WriteFile(path, []byte(k.complete(config, dir, port)), 0o600); err != nil {
		return nil, err
	}
	command := k.command(path)
	p.cmd = exec.Command(command[0], command[1:]...)
	p.cmd.Env = append(os.Environ(), "HOME="+dir)
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.done <- result{p.cmd.Wait()} }()
	for {
		conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: p.roots, ServerName: host})
		if err == nil {
			return p, conn.Close()
		}
		select {
		case failed := <-p.done:
			return nil, fmt.Errorf("proxy: %s ended: %w\n%s", k.Name, failed.err, p.output.String())
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err, p.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// StartTest is Start for a test, which it skips where the proxy is not installed.
func (k Kind) StartTest(t testing.TB, page string, programs ...string) *Proxy {
	t.Helper()
	needs.Program(t, k.Name, "run ./task proxies (Debian, Ubuntu: sudo apt-get install "+k.Name+")")
	p, err := k.Start(t.Context(), page, t.TempDir(), programs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(p.output.String())
		}
	})
	return p
}

// Close ends the proxy.
func (p *Proxy) Close() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
	return nil
}

// Output is what the proxy has printed. It must have been closed.
func (p *Proxy) Output() string { return p.output.String() }

// Origin is where visitors find the program.
func (p *Proxy) Origin() string {
	_, port, _ := net.SplitHostPort(p.address)
	return "https://" + host + ":" + port
}

// Transport connects to the proxy, and trusts it.
func (p *Proxy) Transport() *http.Transport { return p.TransportFrom(nil) }

// TransportFrom connects from an address of the loopback network.
func (p *Proxy) TransportFrom(local net.IP) *http.Transport {
	dialer := &net.Dialer{}
	if local != nil {
		dialer.LocalAddr = &net.TCPAddr{IP: local}
	}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, p.address)
		},
		TLSClientConfig:     &tls.Config{RootCAs: p.roots},
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 1000,
		DisableCompression:  true,
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// certify writes a certificate and its key into dir.
func certify(dir string) (*x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	for name, data := range map[string][]byte{"cert.pem": certPEM, "key.pem": keyPEM, "both.pem": slices.Concat(certPEM, keyPEM)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return nil, err
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(certPEM)
	return pool, nil
}
