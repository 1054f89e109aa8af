package quickjs

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"modernc.org/quickjs"
	"modernc.org/quickjs/intl"

	"github.com/inertia-templ/shell/ssr"
)

var (
	//go:embed globals.js
	globals string

	//go:embed node.js
	node string
)

// vm is an instance that has loaded the bundle. It renders one page at a time.
type vm struct {
	*quickjs.VM
	renders int
}

// newVM makes an instance. It takes as long as loading the bundle does.
func (e *Engine) newVM(ctx context.Context) (*vm, error) {
	js, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	v := &vm{VM: js}
	if err := e.prepare(ctx, v); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

func (e *Engine) prepare(ctx context.Context, v *vm) error {
	v.SetMemoryLimit(uintptr(e.memory))
	if err := v.RegisterHostFunc("__log", e.logged); err != nil {
		return err
	}
	if err := v.RegisterHostFunc("__random", random); err != nil {
		return err
	}
	if err := intl.Register(v.VM); err != nil {
		return err
	}
	for _, script := range []string{globals, node} {
		if _, err := v.Eval(script, quickjs.EvalGlobal); err != nil {
			return fmt.Errorf("prepare the engine: %w", err)
		}
	}
	list, err := v.Call("__exports")
	if err != nil {
		return err
	}
	exports := map[string][]string{}
	if err := json.Unmarshal([]byte(list.(string)), &exports); err != nil {
		return err
	}
	v.SetModuleLoader(e.loader(exports), normalize(exports))
	defer context.AfterFunc(ctx, v.Interrupt)()
	name, _ := json.Marshal("./" + e.name) // a string
	load := fmt.Sprintf(`globalThis.__state = ''; import(%s).then(__loaded).then(() => { __state = 'ready' }, (error) => { __state = String(error) + '\n' + (error?.stack ?? '') })`, name)
	if _, err := v.Eval(load, quickjs.EvalGlobal); err != nil {
		return e.unloadable(err.Error())
	}
	for {
		if err := v.step(ctx); err != nil {
			return e.unloadable(err.Error())
		}
		state, err := v.Eval("__state", quickjs.EvalGlobal)
		switch {
		case err != nil:
			return e.unloadable(err.Error())
		case state == "ready":
			return nil
		case state != "":
			return e.unloadable(strings.TrimSpace(state.(string)))
		}
		if err := v.wait(ctx); err != nil {
			return e.unloadable(err.Error())
		}
	}
}

func (e *Engine) unloadable(message string) error {
	return &ssr.Error{Kind: ssr.Connection, Message: "the bundle " + e.name + " cannot be loaded: " + message}
}

// loader reads the modules of the bundle, and makes those of Node.js.
func (e *Engine) loader(exports map[string][]string) quickjs.ModuleLoaderFunc {
	return func(_ *quickjs.VM, name string) (string, error) {
		if names, ok := exports[name]; ok {
			source := fmt.Sprintf("const m = globalThis.__modules[%q]; export default m;\n", name)
			for _, export := range names {
				source += fmt.Sprintf("const _%[1]s = m.%[1]s; export { _%[1]s as %[1]s };\n", export)
			}
			return source, nil
		}
		data, err := fs.ReadFile(e.fsys, name)
		if err != nil {
			return "", fmt.Errorf("%s is not part of the bundle: build it with ssr: { noExternal: true } in vite.config", name)
		}
		return string(data), nil
	}
}

// normalize finds the names of modules: files of the bundle, or of Node.js.
func normalize(exports map[string][]string) quickjs.ModuleNormalizeFunc {
	return func(_ *quickjs.VM, from, name string) (string, error) {
		if builtin := strings.TrimPrefix(name, "node:"); exports[builtin] != nil {
			return builtin, nil
		}
		if strings.HasPrefix(name, ".") {
			return path.Join(path.Dir(from), name), nil
		}
		return name, nil
	}
}

// step runs what can be run without waiting.
func (v *vm) step(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	_, err := v.ExecutePendingJobs()
	return err
}

// wait runs the timers that are due, or waits for the next one. Without any,
// nothing will ever happen.
func (v *vm) wait(ctx context.Context) error {
	next, err := v.Call("__runTimers")
	if err != nil {
		return err
	}
	if n, err := v.ExecutePendingJobs(); n > 0 || err != nil {
		return err
	}
	pause, ok := next.(int)
	if !ok {
		return fmt.Errorf("a timer of %v ms", next)
	}
	if pause < 0 {
		return errors.New("it waits for what cannot happen here, such as an answer from the network")
	}
	select {
	case <-time.After(time.Duration(pause) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// render renders a page. Errors of the page are an [*ssr.Error]; after any other
// the instance is of no use.
func (v *vm) render(ctx context.Context, page string) (ssr.Result, error) {
	defer context.AfterFunc(ctx, v.Interrupt)()
	if _, err := v.Call("__render", page); err != nil {
		return ssr.Result{}, err
	}
	for {
		if err := v.step(ctx); err != nil {
			return ssr.Result{}, err
		}
		kind, err := v.Call("__answer", 0)
		if err != nil {
			return ssr.Result{}, err
		}
		if kind != nil {
			return v.answer(kind)
		}
		if err := v.wait(ctx); err != nil {
			return ssr.Result{}, err
		}
	}
}

func (v *vm) answer(kind any) (ssr.Result, error) {
	var parts [2]string
	for i := range parts {
		part, err := v.Call("__answer", i+1)
		if err != nil {
			return ssr.Result{}, err
		}
		parts[i], _ = part.(string)
	}
	if _, err := v.Call("__clearTimers"); err != nil {
		return ssr.Result{}, err
	}
	v.renders++
	if kind != "result" {
		var ofPage ssr.Error
		if err := json.Unmarshal([]byte(parts[0]), &ofPage); err != nil {
			return ssr.Result{}, err
		}
		return ssr.Result{}, &ofPage
	}
	result := ssr.Result{Body: parts[1]}
	if err := json.Unmarshal([]byte(parts[0]), &result.Head); err != nil {
		return ssr.Result{}, err
	}
	return result, nil
}

// logged is what console does.
func (e *Engine) logged(args []any) (any, error) {
	log := e.log.Info
	switch args[0] {
	case "error":
		log = e.log.Error
	case "warn":
		log = e.log.Warn
	case "debug":
		log = e.log.Debug
	}
	log("ssr: bundle: " + fmt.Sprint(args[1]))
	return nil, nil
}

// random gives bytes that nobody can guess, in hex.
func random(args []any) (any, error) {
	n, ok := args[0].(int)
	if !ok || n < 0 || n > 1<<16 {
		return nil, fmt.Errorf("%v random bytes", args[0])
	}
	bytes := make([]byte, n)
	_, _ = rand.Read(bytes) // never fails
	return hex.EncodeToString(bytes), nil
}
