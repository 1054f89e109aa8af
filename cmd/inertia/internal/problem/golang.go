package problem

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// position begins a line of the go command that says where something is wrong.
// Names of files with a colon, other than that of a Windows volume, are not found.
var position = regexp.MustCompile(`^(?:package \S+: |\t?vet: )?((?:[A-Za-z]:)?[^:\s][^:]*):(\d+)(?::(\d+))?: (.*)$`)

// FromGo reads what "go build" has said in the folder dir. Lines that name no
// place belong to the problem before them. Without any place the whole output is
// one problem.
func FromGo(dir, output string) Error {
	var found Error
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		switch m := position.FindStringSubmatch(line); {
		case m != nil:
			found = append(found, Problem{File: absolute(dir, m[1]), Line: number(m[2]), Column: number(m[3]), Message: m[4]})
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "", len(found) == 0:
		default:
			found[len(found)-1].Message += "\n" + line
		}
	}
	if len(found) == 0 {
		return Error{{Message: strings.TrimSpace(output)}}
	}
	return found
}

func absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// number is 0 for what is too large to be one.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
