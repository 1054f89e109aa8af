package form

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"
)

const (
	headerKey = "Idempotency-Key"
	// queryKey is for plain HTML forms, which cannot set headers.
	queryKey = "idempotency-key"

	minKey, maxKey = 16, 128

	// outcomeLife is how long an outcome is kept.
	outcomeLife = time.Hour
	// maxOutcome is how much of an answer's body is kept.
	maxOutcome = 1 << 20
)

// NewKey returns a key for [Idempotent] that cannot be guessed. Send it to the
// page of a form as a prop of its own, with every answer:
//
//	"formKey": inertia.Always(form.NewKey())
func NewKey() string { return rand.Text() }

// Idempotent runs a submission only once. The first request with a key runs
// next; every other request with that key gets the outcome of the first: its
// status, headers, body, flash and errors. A request that arrives while the
// first is running waits for it. So a double click, a retry after a lost
// answer, and a form that is sent again after the Back button create one row
// and show the same page.
//
//	mux.Handle("POST /orders", form.Idempotent(i.Handle(createOrder), func(r *http.Request) string { return userID(r) }))
//
// The key comes from the page; see [NewKey]. The client sends it in the header
// Idempotency-Key, plain HTML forms in the query parameter idempotency-key of
// their action. Requests without a key, with a safe method, or of live
// validation run next as usual.
//
// visitor returns who sends the request. An outcome is given only to the same
// visitor, method, path and key. Return "" for visitors who are not signed in:
// their outcomes are safe because nobody can guess the key.
//
// Answers below 400, and 409 and 422, are kept for an hour, in 16 MiB of
// memory, with up to 1 MiB of the body each. After other errors the next
// request runs again. With several processes, give them a store they share:
// [OutcomesIn].
func Idempotent(next http.Handler, visitor func(*http.Request) string, opts ...IdempotentOption) http.Handler {
	if visitor == nil {
		panic("form: Idempotent: visitor is nil; pass a function that returns the user's id, or \"\" for everybody who is not signed in")
	}
	h := &idempotent{next: next, visitor: visitor, log: slog.Default()}
	for _, opt := range opts {
		opt(h)
	}
	if h.store == nil {
		h.store = newOutcomes()
	}
	return h
}

// IdempotentOption is an option of [Idempotent].
type IdempotentOption func(*idempotent)

// OutcomeStore keeps the outcomes of submissions. Package inertiaredis has one
// that processes share.
type OutcomeStore interface {
	// Get returns what is kept under key, or nil.
	Get(ctx context.Context, key string) ([]byte, error)
	// Set keeps a value for the time ttl, or less.
	Set(ctx context.Context, key string, value []byte, ttl time.Duration) error
	// Lock waits until nobody else holds the lock of key.
	Lock(ctx context.Context, key string) (unlock func(), err error)
}

// OutcomesIn sets where outcomes are kept. The default is the memory of the
// process. If the store fails, the request is answered with 503, because
// running it could create a second row.
func OutcomesIn(s OutcomeStore) IdempotentOption { return func(h *idempotent) { h.store = s } }

type idempotent struct {
	next    http.Handler
	visitor func(*http.Request) string
	store   OutcomeStore
	log     *slog.Logger
}

// outcome is the answer to a submission, as it is kept.
type outcome struct {
	Status int             `json:"status"` // 0 if the handler wrote nothing
	Header http.Header     `json:"header"`
	Body   []byte          `json:"body"`
	Cut    bool            `json:"cut"`               // the body was too large
	Next   json.RawMessage `json:"waiting,omitempty"` // what the next page shows
}

// messenger is the answer of package inertia, which knows what the next page is
// to show.
type messenger interface {
	// Outgoing is what this request left for the next page, as JSON.
	Outgoing() (json.RawMessage, error)
	// Leave leaves it again.
	Leave(json.RawMessage) error
}

func (h *idempotent) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		h.next.ServeHTTP(w, r)
		return
	}
	key := r.Header.Get(headerKey)
	if key == "" {
		key = r.URL.Query().Get(queryKey)
	}
	if key == "" || isLive(r) {
		h.next.ServeHTTP(w, r)
		return
	}
	if len(key) < minKey || len(key) > maxKey {
		http.Error(w, fmt.Sprintf("form: the idempotency key has %d bytes, want %d to %d", len(key), minKey, maxKey), http.StatusBadRequest)
		return
	}
	id := h.id(r, key)
	unlock, err := h.store.Lock(r.Context(), id)
	if err != nil {
		h.unavailable(w, r, err)
		return
	}
	defer unlock()
	raw, err := h.store.Get(r.Context(), id)
	if err != nil {
		h.unavailable(w, r, err)
		return
	}
	if raw != nil {
		h.replay(w, r, raw)
		return
	}
	rec := &outcomeRecorder{ResponseWriter: w, before: w.Header().Clone()}
	h.next.ServeHTTP(rec, r)
	h.keep(r, id, rec)
}

// id is what the outcome is kept under. It names the visitor, so a key that
// leaks is of no use to another.
func (h *idempotent) id(r *http.Request, key string) string {
	text, _ := json.Marshal([]string{h.visitor(r), r.Method, r.Host, r.URL.Path, key}) // strings always encode
	sum := sha256.Sum256(text)
	return "outcome:" + hex.EncodeToString(sum[:])
}

func (h *idempotent) keep(r *http.Request, id string, rec *outcomeRecorder) {
	o := &rec.outcome
	if o.Status >= 400 && o.Status != http.StatusConflict && o.Status != http.StatusUnprocessableEntity {
		return
	}
	ctx := context.WithoutCancel(r.Context()) // who left may try again
	if m := messengerOf(rec.ResponseWriter); m != nil {
		var err error
		if o.Next, err = m.Outgoing(); err != nil {
			h.log.ErrorContext(ctx, "form: Idempotent: the messages of the outcome are not kept: "+err.Error(), "url", r.URL.Path)
		}
	}
	raw, err := json.Marshal(o)
	if err == nil {
		err = h.store.Set(ctx, id, raw, outcomeLife)
	}
	if err != nil {
		h.log.ErrorContext(ctx, "form: Idempotent: the outcome is not kept, so a repeated request would run again: "+err.Error(), "url", r.URL.Path)
	}
}

func (h *idempotent) replay(w http.ResponseWriter, r *http.Request, raw []byte) {
	var o outcome
	if err := json.Unmarshal(raw, &o); err != nil {
		h.unavailable(w, r, err)
		return
	}
	if o.Cut {
		http.Error(w, "This was submitted before. Its answer was too large to be kept.", http.StatusConflict)
		return
	}
	if m := messengerOf(w); m != nil && len(o.Next) > 0 {
		if err := m.Leave(o.Next); err != nil {
			h.unavailable(w, r, err)
			return
		}
	}
	if o.Status == 0 {
		return
	}
	maps.Copy(w.Header(), o.Header)
	w.WriteHeader(o.Status)
	_, _ = w.Write(o.Body) // the client may be gone
}

func (h *idempotent) unavailable(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		h.log.ErrorContext(r.Context(), "form: Idempotent: not run, as it is not known whether it was before: "+err.Error(), "url", r.URL.Path)
	}
	http.Error(w, "Please try again.", http.StatusServiceUnavailable)
}

// messengerOf finds the answer of package inertia below other middleware.
func messengerOf(w http.ResponseWriter) messenger {
	for {
		if m, ok := w.(messenger); ok {
			return m
		}
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return nil
		}
		w = u.Unwrap()
	}
}

// outcomeRecorder notes what a handler answers.
type outcomeRecorder struct {
	http.ResponseWriter
	before  http.Header
	outcome outcome
}

// WriteHeader notes the status, and what the handler changed in the header.
func (w *outcomeRecorder) WriteHeader(status int) {
	if w.outcome.Status == 0 && status >= 200 {
		w.outcome.Status, w.outcome.Header = status, http.Header{}
		for name, values := range w.Header() {
			if !slices.Equal(values, w.before[name]) {
				w.outcome.Header[name] = slices.Clone(values)
			}
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *outcomeRecorder) Write(p []byte) (int, error) {
	if w.outcome.Status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	o := &w.outcome
	if o.Cut = o.Cut || len(o.Body)+len(p) > maxOutcome; o.Cut {
		o.Body = nil
	} else {
		o.Body = append(o.Body, p...)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *outcomeRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
