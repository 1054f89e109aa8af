package inertia

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"
)

// CSPViolated says that a browser has blocked something because of the policy
// of [WithCSP], or would have. Anybody can send such a report, so do not trust
// its content.
type CSPViolated struct {
	Document    string // the page
	Blocked     string // URL, or "inline", "eval"
	Directive   string // the part of the policy
	Source      string // the script, if one did it
	Line        int
	Sample      string // first characters of what was blocked, if the policy asks for it
	Disposition string // "enforce" or "report"
	UserAgent   string
}

func (CSPViolated) event() {}

// WithCSPReports makes browsers report what the policy of [WithCSP] blocks, to
// a path of this program. It adds report-uri and report-to to the policy, and
// the header Reporting-Endpoints, and [Inertia.Middleware] answers the requests
// to path. By default nothing is reported. See [Inertia.CSPReports] for what
// happens to a report.
//
//	inertia.WithCSP(inertia.StrictCSP), inertia.WithCSPReports("/csp-reports")
func WithCSPReports(path string) Option {
	return func(c *config) {
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsFunc(path, func(r rune) bool {
			return r <= ' ' || r >= 0x7f || strings.ContainsRune("\";,?#\\", r)
		}) {
			c.reject("WithCSPReports(%q): want a path such as \"/csp-reports\"", path)
			return
		}
		c.cspReports = path
	}
}

const (
	maxReportBytes = 64 << 10
	maxReports     = 20  // of one request
	maxReportText  = 500 // bytes of a field
	// Reports that the log has in a minute. A policy with a mistake is violated
	// on every page.
	loggedReports = 10
	reportPeriod  = time.Minute
)

// CSPReports is a handler that takes reports about a Content-Security-Policy,
// as browsers send them for report-uri (application/csp-report) and report-to
// (application/reports+json). Each report is a [CSPViolated] for the observers;
// the log gets at most 10 a minute, and then the number of those left out. A
// request may have up to 64 KB and 20 reports; longer texts are cut.
//
// Most programs need only [WithCSPReports]. For reports of another
// program, or a policy of its own, mount the handler, and let it through
// [WithCSRF]: ExemptPaths("POST /csp-reports").
func (i *Inertia) CSPReports() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReportBytes))
		var list []CSPViolated
		switch {
		case errors.As(err, new(*http.MaxBytesError)):
			http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
			return
		case err != nil:
			return // the visitor has left
		case kind == "application/csp-report":
			list, err = readReportURI(body)
		case kind == "application/reports+json":
			list, err = readReportTo(body)
		default:
			http.Error(w, http.StatusText(http.StatusUnsupportedMediaType), http.StatusUnsupportedMediaType)
			return
		}
		if err != nil {
			http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
			return
		}
		for _, v := range list[:min(len(list), maxReports)] {
			if v.UserAgent == "" {
				v.UserAgent = r.UserAgent()
			}
			i.violated(r.Context(), v.cut())
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// violated tells the log and the observers.
func (i *Inertia) violated(ctx context.Context, v CSPViolated) {
	i.tell(ctx, v)
	logged, left := i.reports.allows(time.Now())
	if left > 0 {
		i.log.WarnContext(ctx, "inertia: reports about the Content-Security-Policy were left out of the log", "reports", left)
	}
	if logged {
		i.log.WarnContext(ctx, "inertia: the Content-Security-Policy was violated: "+v.Directive+" blocks "+v.Blocked,
			"document", v.Document, "source", v.Source, "line", v.Line, "sample", v.Sample, "disposition", v.Disposition)
	}
}

// limiter counts what the log has in a period.
type limiter struct {
	mu     sync.Mutex
	begun  time.Time
	logged int
	left   int
}

// allows reports whether one more may be logged, and how many were not in a
// period that is over.
func (l *limiter) allows(now time.Time) (ok bool, left int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.begun) >= reportPeriod {
		left = l.left
		l.begun, l.logged, l.left = now, 0, 0
	}
	if l.logged >= loggedReports {
		l.left++
		return false, left
	}
	l.logged++
	return true, left
}

// readReportURI reads the body that report-uri has.
func readReportURI(body []byte) ([]CSPViolated, error) {
	var b struct {
		Report *struct {
			Document    string `json:"document-uri"`
			Blocked     string `json:"blocked-uri"`
			Effective   string `json:"effective-directive"`
			Violated    string `json:"violated-directive"`
			Source      string `json:"source-file"`
			Line        number `json:"line-number"`
			Sample      string `json:"script-sample"`
			Disposition string `json:"disposition"`
		} `json:"csp-report"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, err
	}
	r := b.Report
	if r == nil {
		return nil, errors.New("there is no csp-report")
	}
	directive := r.Effective
	if directive == "" {
		directive, _, _ = strings.Cut(r.Violated, " ")
	}
	return []CSPViolated{{
		Document: r.Document, Blocked: r.Blocked, Directive: directive, Source: r.Source, Line: int(r.Line), Sample: r.Sample, Disposition: r.Disposition,
	}}, nil
}

// readReportTo reads the body that report-to has: reports of several sorts.
func readReportTo(body []byte) ([]CSPViolated, error) {
	var reports []struct {
		Type      string          `json:"type"`
		UserAgent string          `json:"user_agent"`
		URL       string          `json:"url"`
		Body      json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(body, &reports); err != nil {
		return nil, err
	}
	var list []CSPViolated
	for _, r := range reports {
		if r.Type != "csp-violation" {
			continue
		}
		var b struct {
			Document    string `json:"documentURL"`
			Blocked     string `json:"blockedURL"`
			Directive   string `json:"effectiveDirective"`
			Source      string `json:"sourceFile"`
			Line        number `json:"lineNumber"`
			Sample      string `json:"sample"`
			Disposition string `json:"disposition"`
		}
		if err := json.Unmarshal(r.Body, &b); err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		if b.Document == "" {
			b.Document = r.URL
		}
		list = append(list, CSPViolated{
			Document: b.Document, Blocked: b.Blocked, Directive: b.Directive, Source: b.Source, Line: int(b.Line), Sample: b.Sample,
			Disposition: b.Disposition, UserAgent: r.UserAgent,
		})
	}
	return list, nil
}

// number is a line as browsers send it, also as text or null. Others are 0.
type number int

func (n *number) UnmarshalJSON(b []byte) error {
	var v float64
	if json.Unmarshal([]byte(strings.Trim(string(b), `"`)), &v) == nil && v > 0 && v < 1<<31 {
		*n = number(v)
	}
	return nil
}

// cut keeps what a log and a metric can take. The query of a URL may have secrets
// of the visitor.
func (v CSPViolated) cut() CSPViolated {
	for _, url := range []*string{&v.Document, &v.Blocked, &v.Source} {
		if at := strings.IndexAny(*url, "?#"); at >= 0 {
			*url = (*url)[:at]
		}
	}
	for _, text := range []*string{&v.Document, &v.Blocked, &v.Directive, &v.Source, &v.Sample, &v.Disposition, &v.UserAgent} {
		*text = printable(*text)
	}
	return v
}

// printable is the beginning of a text, without what would confuse a terminal.
func printable(text string) string {
	if len(text) > maxReportText {
		text = text[:maxReportText]
	}
	return strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
