package main

import (
	"context"
	"sync"
	"time"

	"github.com/inertia-templ/shell/inertia"
)

// HowAnswer is one answer as the drawer shows it.
type HowAnswer struct {
	Method string    `json:"method"`
	URL    string    `json:"url"`
	Kind   string    `json:"kind"` // initial, navigate, partial, prefetch and so on
	Status int       `json:"status"`
	Millis float64   `json:"millis"`
	Bytes  int64     `json:"bytes"`
	SSR    string    `json:"ssr"` // what became of rendering on the server, empty for nothing
	At     time.Time `json:"at"`
	Props  []HowProp `json:"props"`
}

// HowProp is what became of one prop of an answer.
type HowProp struct {
	Path    string  `json:"path"`
	Kind    string  `json:"kind"`    // defer, deferAfter, live and so on, or empty
	Outcome string  `json:"outcome"` // sent, skipped and so on
	Shared  bool    `json:"shared"`
	Millis  float64 `json:"millis"`
	Bytes   int     `json:"bytes"`
}

// answers remembers the last answers of the users who were here last. A user
// sees no others than their own.
type answers struct {
	mu    sync.Mutex
	users []int64 // who was here last stands last
	lists map[int64][]HowAnswer
}

const (
	maxUsers   = 100
	maxAnswers = 15
)

// observe is for [inertia.WithObserver].
func (a *answers) observe(ctx context.Context, e inertia.Event) {
	answered, ok := e.(inertia.Answered)
	if !ok || asksHow(answered) {
		return
	}
	if u, err := visitor(ctx); u != nil && err == nil {
		a.add(u.ID, describeAnswer(answered))
	}
}

// asksHow tells the drawer's own requests, which would only show themselves.
func asksHow(e inertia.Answered) bool {
	for _, p := range e.Props {
		if p.Path == "how" && p.Outcome == inertia.OutcomeSent {
			return true
		}
	}
	return false
}

func describeAnswer(e inertia.Answered) HowAnswer {
	said := HowAnswer{Method: e.Method, URL: e.URL, Kind: string(e.Kind), Status: e.Status, Millis: millis(e.Duration), Bytes: e.Bytes, At: e.Begun.UTC(), Props: []HowProp{}}
	if e.SSR != nil {
		said.SSR = string(e.SSR.Outcome)
	}
	for _, p := range e.Props {
		said.Props = append(said.Props, HowProp{Path: p.Path, Kind: p.Kind, Outcome: string(p.Outcome), Shared: p.Shared, Millis: millis(p.Time), Bytes: p.Bytes})
	}
	return said
}

func millis(d time.Duration) float64 {
	return float64(d.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

func (a *answers) add(user int64, answer HowAnswer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for n, id := range a.users {
		if id == user {
			a.users = append(a.users[:n], a.users[n+1:]...)
			break
		}
	}
	a.users = append(a.users, user)
	if len(a.users) > maxUsers {
		delete(a.lists, a.users[0])
		a.users = a.users[1:]
	}
	if a.lists == nil {
		a.lists = map[int64][]HowAnswer{}
	}
	list := append([]HowAnswer{answer}, a.lists[user]...)
	a.lists[user] = list[:min(len(list), maxAnswers)]
}

// of returns a user's answers, newest first.
func (a *answers) of(user int64) []HowAnswer {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]HowAnswer{}, a.lists[user]...)
}
