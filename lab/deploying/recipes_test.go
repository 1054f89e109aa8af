package deploying_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// recipe is what a file of the documentation says to what runs the program.
type recipe struct {
	path   string        // that is asked for readiness
	ports  []int         // where the program is found
	kills  time.Duration // after SIGTERM
	memory int64         // that the program may use, in bytes
}

// recipes are those of docs/guide/deploying.md, by what reads them.
func recipes(t *testing.T) map[string]recipe {
	t.Helper()
	shell := blocks(t, "sh")
	return map[string]recipe{
		"systemd":    systemd(t, block(t, "ini"), find(t, shell, "systemctl enable")),
		"docker":     docker(t, block(t, "dockerfile"), find(t, shell, "docker run")),
		"kubernetes": kubernetes(t, block(t, "yaml")),
		"fly":        fly(t, block(t, "toml")),
	}
}

// The program stops in the time that the recipes leave, is asked where it answers,
// and listens where it is looked for.
func TestRecipesFitTheProgram(t *testing.T) {
	t.Parallel()
	drain := defaultOf(t, "../../inertia/serve.go", "drainTimeout")
	delay := find(t, blocks(t, "go"), "i.Serve(")
	stops := time.Duration(drain) + seconds(t, delay, `WithDrainDelay\((\d+)\*time\.Second\)`)
	worker := defaultOf(t, "../../ssr/workers.go", "workerMemory")
	path := submatch(t, read(t, "../../cmd/inertia/internal/starter/template/program/internal/app/app.go.tmpl"), `r\.URL\.Path == "(/[a-z]+)"`)
	port, err := strconv.Atoi(submatch(t, read(t, "../../cmd/inertia/internal/starter/template/program/main.go.tmpl"), `"addr", "127\.0\.0\.1:(\d+)"`))
	require.NoError(t, err)
	for name, r := range recipes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, path, r.path, "where the program of inertia new answers")
			require.NotEmpty(t, r.ports)
			for _, p := range r.ports {
				assert.Equal(t, port, p)
			}
			assert.Greater(t, r.kills, stops, "a delay and answers end before the program is killed")
			assert.GreaterOrEqual(t, r.memory/4*3, 2*worker, "two processes of a pool fit")
			assert.EqualValues(t, 1<<30, r.memory, "the section about memory says so")
		})
	}
	assert.EqualValues(t, 256<<20, worker, "the section about memory says so")
}

func systemd(t *testing.T, unit, commands string) (r recipe) {
	r.path, r.ports = probe(t, commands)
	r.ports = append(r.ports, number(t, unit, `(?m)^ExecStart=.* -addr 127\.0\.0\.1:(\d+)$`))
	r.kills = seconds(t, unit, `(?m)^TimeoutStopSec=(\d+)$`)
	r.memory = size(t, submatch(t, unit, `(?m)^MemoryMax=(\w+)$`))
	return r
}

func docker(t *testing.T, file, commands string) (r recipe) {
	r.path, r.ports = probe(t, commands)
	r.ports = append(r.ports,
		number(t, file, `(?m)^EXPOSE (\d+)$`), number(t, file, `(?m)^ENTRYPOINT .*"-addr", "0\.0\.0\.0:(\d+)"`),
		number(t, commands, `--publish 127\.0\.0\.1:(\d+):\d+`), number(t, commands, `--publish 127\.0\.0\.1:\d+:(\d+)`))
	r.kills = seconds(t, commands, `--stop-timeout (\d+) `)
	r.memory = size(t, submatch(t, commands, `--memory (\w+) `))
	return r
}

func kubernetes(t *testing.T, text string) recipe {
	var deployment struct {
		Spec struct {
			Template struct {
				Spec struct {
					TerminationGracePeriodSeconds int `yaml:"terminationGracePeriodSeconds"`
					Containers                    []struct {
						Ports []struct {
							ContainerPort int `yaml:"containerPort"`
						}
						Resources      struct{ Requests, Limits map[string]string }
						ReadinessProbe struct {
							HTTPGet struct {
								Path string
								Port int
							} `yaml:"httpGet"`
							PeriodSeconds int `yaml:"periodSeconds"`
						} `yaml:"readinessProbe"`
					}
				}
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &deployment))
	pod := deployment.Spec.Template.Spec
	require.Len(t, pod.Containers, 1)
	c := pod.Containers[0]
	require.Len(t, c.Ports, 1)
	assert.Equal(t, c.Resources.Limits["memory"], c.Resources.Requests["memory"])
	assert.LessOrEqual(t, c.ReadinessProbe.PeriodSeconds, 5, "it asks within the delay of the section about stopping")
	return recipe{
		path: c.ReadinessProbe.HTTPGet.Path, ports: []int{c.Ports[0].ContainerPort, c.ReadinessProbe.HTTPGet.Port},
		kills: time.Duration(pod.TerminationGracePeriodSeconds) * time.Second, memory: size(t, c.Resources.Limits["memory"]),
	}
}

func fly(t *testing.T, text string) recipe {
	var file struct {
		App         string `toml:"app"`
		KillSignal  string `toml:"kill_signal"`
		KillTimeout int    `toml:"kill_timeout"`
		HTTPService struct {
			InternalPort int  `toml:"internal_port"`
			ForceHTTPS   bool `toml:"force_https"`
			Checks       []struct{ Path, Interval, Timeout string }
		} `toml:"http_service"`
		Deploy struct{ Strategy string }
		VM     []struct{ Memory string } `toml:"vm"`
	}
	require.NoError(t, toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&file), "a key stands in the wrong table")
	assert.Equal(t, "SIGTERM", file.KillSignal)
	require.Len(t, file.HTTPService.Checks, 1)
	require.Len(t, file.VM, 1)
	return recipe{
		path: file.HTTPService.Checks[0].Path, ports: []int{file.HTTPService.InternalPort},
		kills: time.Duration(file.KillTimeout) * time.Second, memory: size(t, file.VM[0].Memory),
	}
}

// probe is what the commands of a recipe ask for readiness.
func probe(t *testing.T, commands string) (path string, ports []int) {
	t.Helper()
	return submatch(t, commands, `curl .*http://127\.0\.0\.1:\d+(/\S+)`), []int{number(t, commands, `curl .*http://127\.0\.0\.1:(\d+)/`)}
}

func find(t *testing.T, blocks []string, part string) string {
	t.Helper()
	for _, b := range blocks {
		if strings.Contains(b, part) {
			return b
		}
	}
	require.Fail(t, "no block has "+part)
	return ""
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func submatch(t *testing.T, text, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.NotNil(t, m, "nothing is like %s in:\n%s", pattern, text)
	return m[1]
}

func number(t *testing.T, text, pattern string) int {
	t.Helper()
	n, err := strconv.Atoi(submatch(t, text, pattern))
	require.NoError(t, err)
	return n
}

func seconds(t *testing.T, text, pattern string) time.Duration {
	t.Helper()
	return time.Duration(number(t, text, pattern)) * time.Second
}

// size reads an amount of memory as these programs write it. Each of them counts
// in powers of 2, Kubernetes with an i only.
func size(t *testing.T, text string) int64 {
	t.Helper()
	m := regexp.MustCompile(`^(\d+)(M|Mi|mb|G|Gi|g|gb)$`).FindStringSubmatch(text)
	require.NotNil(t, m, "%q is not an amount of memory", text)
	n, err := strconv.ParseInt(m[1], 10, 64)
	require.NoError(t, err)
	if strings.HasPrefix(strings.ToLower(m[2]), "g") {
		return n << 30
	}
	return n << 20
}

// defaultOf is the value of a constant of the code.
func defaultOf(t *testing.T, file, name string) int64 {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	for _, d := range parsed.Decls {
		general, ok := d.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			if v := spec.(*ast.ValueSpec); v.Names[0].Name == name {
				n, exact := constant.Int64Val(evaluated(t, v.Values[0]))
				require.True(t, exact)
				return n
			}
		}
	}
	require.Fail(t, fmt.Sprintf("%s has no constant %s", file, name))
	return 0
}

// evaluated is the value of an expression of numbers and units of time.
func evaluated(t *testing.T, e ast.Expr) constant.Value {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0)
	case *ast.SelectorExpr:
		unit := map[string]time.Duration{"Second": time.Second, "Minute": time.Minute}[e.Sel.Name]
		require.NotZero(t, unit, e.Sel.Name)
		return constant.MakeInt64(int64(unit))
	case *ast.BinaryExpr:
		x, y := evaluated(t, e.X), evaluated(t, e.Y)
		if e.Op == token.SHL {
			n, _ := constant.Uint64Val(y)
			return constant.Shift(x, token.SHL, uint(n)) //nolint:gosec // below 64
		}
		return constant.BinaryOp(x, e.Op, y)
	}
	require.Fail(t, fmt.Sprintf("an expression of the kind %T", e))
	return nil
}
