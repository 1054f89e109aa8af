// Package merge joins two changes of one text, as "git merge" does.
package merge

import (
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// Lines returns base with the changes that lead to mine and to theirs. Where both
// change the same lines, or lines side by side, and not to the same, it has both
// versions between marks, and counts a conflict. The names say whose they are.
func Lines(base, mine, theirs, myName, theirName string) (merged string, conflicts int) {
	b, m, t := split(base), split(mine), split(theirs)
	inMine, inTheirs := matches(b, m), matches(b, t)
	var out strings.Builder
	write := func(lines []string) {
		for _, line := range lines {
			out.WriteString(line)
		}
	}
	atB, atM, atT := 0, 0, 0
	for atB < len(b) || atM < len(m) || atT < len(t) {
		if atB < len(b) && inMine[atB] == atM && inTheirs[atB] == atT {
			out.WriteString(b[atB])
			atB, atM, atT = atB+1, atM+1, atT+1
			continue
		}
		// Up to the next line that all three have.
		endB, endM, endT := atB, len(m), len(t)
		for endB < len(b) && (inMine[endB] < 0 || inTheirs[endB] < 0) {
			endB++
		}
		if endB < len(b) {
			endM, endT = inMine[endB], inTheirs[endB]
		}
		was, my, their := b[atB:endB], m[atM:endM], t[atT:endT]
		switch {
		case slices.Equal(was, their), slices.Equal(my, their):
			write(my)
		case slices.Equal(was, my):
			write(their)
		default:
			conflicts++
			write([]string{"<<<<<<< " + myName + "\n"})
			write(ended(my))
			write([]string{"=======\n"})
			write(ended(their))
			write([]string{">>>>>>> " + theirName + "\n"})
		}
		atB, atM, atT = endB, endM, endT
	}
	return out.String(), conflicts
}

// split cuts a text behind its line ends.
func split(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// ended are lines the last of which has an end.
func ended(lines []string) []string {
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines = append(slices.Clone(lines[:n-1]), lines[n-1]+"\n")
	}
	return lines
}

// matches are the places of lines of a in b, -1 for those that are not there.
func matches(a, b []string) []int {
	places := make([]int, len(a))
	for i := range places {
		places[i] = -1
	}
	for _, block := range difflib.NewMatcherWithJunk(a, b, false, nil).GetMatchingBlocks() {
		for i := range block.Size {
			places[block.A+i] = block.B + i
		}
	}
	return places
}
