// Package devtools keeps what the DevTools extension of Inertia shows: an entry
// for each recorded request. It follows the extension's protocol, and knows
// nothing of how package inertia makes pages.
package devtools

import (
	"encoding/json"
	"time"
)

// Entry is what the extension is told of one request. Of its fields those with
// omitempty are optional, and "timing", "bytes", "outcome", "error" and "ssr" are
// more than the protocol asks for.
type Entry struct {
	Meta          Meta                       `json:"__meta"`
	HTTP          HTTP                       `json:"http"`
	Props         map[string]Prop            `json:"props"`
	PropValues    map[string]json.RawMessage `json:"propValues,omitempty"`
	Route         Route                      `json:"route"`
	RenderSource  *Source                    `json:"renderSource"`
	ComponentPath *string                    `json:"componentPath"`
	SSR           *SSR                       `json:"ssr,omitempty"`
}

// Meta is what the extension's list shows.
type Meta struct {
	ID               string   `json:"id"`
	TabUUID          *string  `json:"tabUuid"`
	BatchID          *string  `json:"batchId"`
	Timestamp        string   `json:"timestamp"`
	UTime            float64  `json:"utime"` // the same instant, in seconds
	Method           string   `json:"method"`
	URL              string   `json:"url"`
	Component        *string  `json:"component"`
	RequestType      string   `json:"requestType"`
	Status           int      `json:"status"`
	ServerTimingMS   *float64 `json:"serverTimingMs"`
	RedirectLocation string   `json:"redirectLocation,omitempty"`
	VisitID          string   `json:"visitId,omitempty"`
}

// At sets the instant.
func (m *Meta) At(t time.Time) {
	t = t.UTC().Truncate(time.Millisecond)
	m.Timestamp, m.UTime = t.Format("2006-01-02T15:04:05.000Z07:00"), float64(t.UnixMilli())/1000
}

// HTTP is what went over the wire.
type HTTP struct {
	RequestHeaders  map[string]string `json:"requestHeaders"`
	ResponseHeaders map[string]string `json:"responseHeaders"`
	RequestBody     Body              `json:"requestBody"`
	ResponseBody    Body              `json:"responseBody"`
}

// Body is a body, or why it is not shown.
type Body struct {
	Status string          `json:"status"` // "empty", "present" or "omitted"
	Value  json.RawMessage `json:"value,omitempty"`
	Reason Reason          `json:"reason,omitempty"`
}

// Reason is why a body is left out.
type Reason string

// Reasons that the protocol knows.
const (
	NonInertiaResponse Reason = "non-inertia-response"
	NonInertiaRequest  Reason = "non-inertia-request"
	NonTextual         Reason = "non-textual"
	Streamed           Reason = "streamed"
	TooLarge           Reason = "too-large"
	Unserializable     Reason = "unserializable"
	Binary             Reason = "binary"
)

// Empty is a body without a byte.
var Empty = Body{Status: "empty"}

// Omitted is a body that is left out.
func Omitted(why Reason) Body { return Body{Status: "omitted", Reason: why} }

// Present is a body that is shown.
func Present(value any) Body {
	raw, err := json.Marshal(value)
	if err != nil {
		return Omitted(Unserializable)
	}
	return Body{Status: "present", Value: raw}
}

// Prop is what the extension is told of one prop.
type Prop struct {
	InertiaType    string  `json:"inertiaType,omitempty"`
	Shared         bool    `json:"shared,omitempty"`
	DeferGroup     string  `json:"deferGroup,omitempty"`
	Reset          bool    `json:"reset,omitempty"`
	Once           bool    `json:"once,omitempty"`
	MergeDirection string  `json:"mergeDirection,omitempty"`
	DeepMerge      bool    `json:"deepMerge,omitempty"`
	Rescued        bool    `json:"rescued,omitempty"`
	RenderSource   *Source `json:"renderSource,omitempty"`
	ShareSource    *Source `json:"shareSource,omitempty"`

	Outcome string  `json:"outcome,omitempty"`
	Bytes   int     `json:"bytes,omitempty"`
	Timing  *Timing `json:"timing,omitempty"` // of props with a function
	Error   string  `json:"error,omitempty"`
}

// Timing is when the function of a prop ran, in milliseconds.
type Timing struct {
	Start  float64 `json:"startMs"` // since the request began
	Wait   float64 `json:"waitMs"`  // for other props
	Length float64 `json:"durationMs"`
}

// Source is a place in the program's code.
type Source struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Route is what answered the request.
type Route struct {
	Name         *string `json:"name"`
	URI          string  `json:"uri"`
	Action       *string `json:"action"`
	ActionSource *Source `json:"actionSource,omitempty"`
}

// SSR is how the server rendered the page.
type SSR struct {
	Outcome string  `json:"outcome"`
	Length  float64 `json:"durationMs"`
	Error   string  `json:"error,omitempty"`
}

// Milliseconds is a duration as entries have it.
func Milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}
