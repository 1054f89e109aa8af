package doctor

import (
	"bufio"
	"context"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"strings"

	"github.com/inertia-templ/shell/cmd/inertia/internal/pagecheck"
)

const (
	minSecret  = 32 // bytes, of inertia.WithSecret
	makeSecret = "openssl rand -hex 32"
)

// checkSecret looks at what seals cookies and tokens.
func checkSecret(_ context.Context, p *project, r *reporter) {
	if p.code == nil || !p.code.used("inertia.New") {
		return
	}
	if !p.code.used("inertia.WithSecret") {
		if p.code.used("inertia.WithFlashStore") && !p.code.used("inertia.WithCSRF") {
			return
		}
		at := p.code.all("inertia.New")
		if len(at) > 0 {
			r.warn("there is no secret, so messages and form errors are lost when the program restarts, and several processes cannot share them", p.code.place(at[0].Pos()),
				`inertia.WithSecret([]byte(os.Getenv("APP_SECRET"))), inertia.WithSecretRequired(), and `+makeSecret)
		}
		return
	}
	found := len(r.report.Findings)
	for _, at := range p.code.all("inertia.WithSecret") {
		for _, key := range at.Args {
			p.checkKey(r, at, key)
		}
	}
	if len(r.report.Findings) == found {
		r.fine("secret")
	}
}

// checkKey looks at one argument of WithSecret.
func (p *project) checkKey(r *reporter, at call, key ast.Expr) {
	place := p.code.place(key.Pos())
	inner := key
	if conversion, ok := asCall(key); ok && len(conversion.Args) == 1 && at.pkg.TypesInfo.Types[conversion.Fun].IsType() {
		inner = conversion.Args[0]
	}
	if text, ok := pagecheck.Constant(at.pkg.TypesInfo, inner); ok {
		switch why := weak(text); {
		case why != "":
			r.err("the secret "+why, place, makeSecret+", and read it from the environment")
		default:
			r.warn("the secret is in the source, where everybody who has it can forge cookies", place, `[]byte(os.Getenv("APP_SECRET")), and `+makeSecret)
		}
		return
	}
	read, ok := asCall(inner)
	if !ok || functionName(at.pkg.TypesInfo, read.Fun) != "os.Getenv" || len(read.Args) != 1 {
		return
	}
	name, ok := pagecheck.Constant(at.pkg.TypesInfo, read.Args[0])
	if !ok {
		return
	}
	value, where := p.getenv(name), ""
	if value == "" {
		if value, ok = variable(filepath.Join(p.root, ".env"), name); ok {
			where = ".env"
		}
	}
	if value == "" {
		r.warn(name+" is not set, and the program does not start without it", place, fmt.Sprintf("export %s=$(%s)", name, makeSecret))
		return
	}
	if why := weak(value); why != "" {
		r.err(name+" "+why, where, fmt.Sprintf("%s, and set %s to it", makeSecret, name))
	}
}

// weak says why WithSecret refuses a secret, or "".
func weak(secret string) string {
	lower := strings.ToLower(secret)
	switch {
	case strings.HasPrefix(lower, "replace me"):
		return "is the placeholder of the documentation"
	case len(secret) < minSecret:
		return fmt.Sprintf("has %d bytes, want at least %d", len(secret), minSecret)
	}
	return ""
}

// variable is the value of a variable in a file such as .env.
func variable(path, name string) (string, bool) {
	file, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		key, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(lines.Text()), "export "), "=")
		if ok && strings.TrimSpace(key) == name {
			return strings.Trim(strings.TrimSpace(value), `"'`), true
		}
	}
	return "", false
}
