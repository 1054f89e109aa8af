package proxies_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/inertia"
	"github.com/inertia-templ/shell/lab/internal/proxy"
	"github.com/inertia-templ/shell/vite/vitetest"
)

// replica is one of several processes, as far as a proxy sees one.
type replica struct {
	t       *testing.T
	number  int
	address string
	saved   *sync.Map // how often each row was saved, by its name
	stop    context.CancelFunc
	ended   chan error
}

// start answers at the replica's address until stop is called.
func (r *replica) start() {
	r.t.Helper()
	i, err := inertia.New(
		inertia.WithSecret([]byte("0123456789abcdef0123456789abcdef")), inertia.WithSecretRequired(),
		inertia.WithVite(vitetest.Stub()), inertia.WithVersion("1"), inertia.WithForwarded(), inertia.WithCSRF(), inertia.WithLogger(slog.New(slog.DiscardHandler)),
	)
	require.NoError(r.t, err)
	mux := http.NewServeMux()
	mux.Handle("GET /page", i.Page("Page", inertia.Props{"replica": r.number}))
	mux.HandleFunc("POST /save", func(w http.ResponseWriter, request *http.Request) {
		row := request.FormValue("row")
		count, _ := r.saved.LoadOrStore(row, new(int))
		*count.(*int)++ // one visitor sends it
		i.Redirect(w, request, "/page", inertia.Flashed("saved", row))
	})
	outer := http.NewServeMux()
	outer.Handle("GET /readyz", i.Ready())
	outer.HandleFunc("GET /events", func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Accel-Buffering", "no")
		fmt.Fprint(w, "data: hello\n\n")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-inertia.Draining(request.Context()):
			fmt.Fprint(w, "retry: 1000\n\n")
		case <-request.Context().Done():
		}
	})
	outer.HandleFunc("GET /headers", func(w http.ResponseWriter, request *http.Request) {
		fmt.Fprint(w, request.Header.Get("X-Forwarded-Proto"), " ", request.Header.Values("X-Forwarded-For"), " ", request.Header.Get("X-Forwarded-Prefix"))
	})
	outer.Handle("/", i.Middleware(mux))
	listener, err := net.Listen("tcp", r.address)
	require.NoError(r.t, err)
	r.address = listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	r.stop, r.ended = stop, ended
	// HAProxy asks for readiness each second, and believes the third answer.
	go func() {
		ended <- i.Serve(ctx, &http.Server{Handler: outer}, listener, inertia.WithDrainDelay(4*time.Second))
	}()
}

// A replica is replaced while a visitor uses it, behind each proxy with the
// configuration of docs/guide/replicas.md.
func TestVisitorsDoNotNoticeThatAReplicaIsReplaced(t *testing.T) {
	for _, kind := range proxy.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			saved := &sync.Map{}
			replicas, addresses := make([]*replica, 3), make([]string, 3)
			for n := range replicas {
				replicas[n] = &replica{t: t, number: n, address: "127.0.0.1:0", saved: saved}
				replicas[n].start()
				addresses[n] = replicas[n].address
			}
			t.Cleanup(func() {
				for _, r := range replicas {
					r.stop()
				}
				for _, r := range replicas {
					assert.NoError(t, <-r.ended)
				}
			})
			p := kind.StartTest(t, "../../docs/guide/replicas.md", addresses...)
			v := newVisitor(t, p)
			at := func() *replica {
				n, ok := v.page("/page").Props["replica"].(float64)
				require.True(t, ok)
				return replicas[int(n)]
			}
			used := at()
			rows := 0
			send := func() {
				rows++
				row := fmt.Sprint("row ", rows)
				w, body := v.do(t.Context(), http.MethodPost, "/save?row="+url.QueryEscape(row), visit)
				require.Equal(t, http.StatusFound, w.StatusCode, body)
				require.Equal(t, row, v.page("/page").Flash["saved"])
				count, ok := saved.Load(row)
				require.True(t, ok)
				require.Equal(t, 1, *count.(*int))
			}
			for range 10 {
				send()
				require.Same(t, used, at(), "the visitor stays with a replica")
			}
			_, said := v.do(t.Context(), http.MethodGet, "/headers", http.Header{
				"X-Forwarded-Proto": {"http"}, "X-Forwarded-For": {"1.2.3.4"}, "X-Forwarded-Prefix": {"/evil"},
			})
			assert.Equal(t, "https [127.0.0.1] ", said)

			goodbye := v.stream(t.Context())
			used.stop()
			err := until(used.ended, send)
			require.NoError(t, err)
			assert.Equal(t, "retry: 1000", <-goodbye, "streams are told when to connect again")
			for range 10 {
				send()
				require.NotSame(t, used, at())
			}
			used.start()
			for range 10 {
				send()
			}
		})
	}
}

// until does something again and again until there is a result.
func until(ended chan error, do func()) error {
	for {
		select {
		case err := <-ended:
			return err
		case <-time.After(20 * time.Millisecond):
			do()
		}
	}
}

// stream follows the events of the program, and tells the last line.
func (v *visitor) stream(ctx context.Context) <-chan string {
	v.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.origin+"/events", nil)
	require.NoError(v.t, err)
	w, err := v.client.Do(r)
	require.NoError(v.t, err)
	require.Equal(v.t, http.StatusOK, w.StatusCode)
	lines := bufio.NewScanner(w.Body)
	require.True(v.t, lines.Scan())
	require.Equal(v.t, "data: hello", lines.Text())
	last := make(chan string, 1)
	go func() {
		defer w.Body.Close()
		said := ""
		for lines.Scan() {
			if lines.Text() != "" {
				said = lines.Text()
			}
		}
		last <- said
	}()
	return last
}
