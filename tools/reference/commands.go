package reference

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// commands is the page of the command line: the help of every command.
func commands(root string) ([]byte, error) {
	program := filepath.Join(root, "bin", "inertia")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join(root, "cmd", "inertia")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	var b bytes.Buffer
	b.WriteString("---\ndescription: Every command of inertia with its flags.\n---\n\n# Command line\n\n" + generated + `
` + "`go install github.com/inertia-templ/shell/cmd/inertia@latest`" + ` installs the command; ` +
		"`go -C cmd/inertia install .`" + ` does in a checkout. Its exit code is 0 if all went well, 1 if something is wrong with the
program or a file, and 2 if the command line is wrong. ` + "`inertia completion bash`" + ` and its kin print completions for shells.
`)
	err := help(&b, program)
	return b.Bytes(), err
}

// help writes the help of a command and of those below it.
func help(b *bytes.Buffer, program string, command ...string) error {
	out, err := exec.Command(program, append(command, "--help")...).Output()
	if err != nil {
		return fmt.Errorf("inertia %s --help: %w", strings.Join(command, " "), err)
	}
	name := strings.TrimSpace("inertia " + strings.Join(command, " "))
	fmt.Fprintf(b, "\n## %s\n\n```text\n%s\n```\n", name, strings.TrimSpace(string(out)))
	for _, sub := range subcommands(string(out)) {
		if sub == "completion" || sub == "help" {
			continue
		}
		if err := help(b, program, append(command, sub)...); err != nil {
			return err
		}
	}
	return nil
}

// subcommands are the names that a help text lists.
func subcommands(text string) []string {
	_, list, found := strings.Cut(text, "Available Commands:\n")
	if !found {
		return nil
	}
	var names []string
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 {
			break
		}
		names = append(names, words[0])
	}
	return names
}
