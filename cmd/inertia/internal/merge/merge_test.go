package merge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/inertia-templ/shell/cmd/inertia/internal/merge"
)

func TestLines(t *testing.T) {
	t.Parallel()
	lines := func(words string) string { return strings.ReplaceAll(words, " ", "\n") }
	for name, test := range map[string]struct {
		base, mine, theirs, want string
		conflicts                int
	}{
		"nothing":                   {"", "", "", "", 0},
		"no change":                 {"a b ", "a b ", "a b ", "a b ", 0},
		"theirs alone":              {"a b c ", "a b c ", "a x c ", "a x c ", 0},
		"mine alone":                {"a b c ", "a x c ", "a b c ", "a x c ", 0},
		"both, apart":               {"a b c d e ", "x b c d e ", "a b c d y ", "x b c d y ", 0},
		"both, the same":            {"a b c ", "a x c ", "a x c ", "a x c ", 0},
		"both add in other places":  {"a b c ", "m a b c ", "a b t c ", "m a b t c ", 0},
		"both add in one place":     {"a b ", "a m b ", "a t b ", "a <<<<<<<_me m ======= t >>>>>>>_they b ", 1},
		"both change one line":      {"a b c ", "a m c ", "a t c ", "a <<<<<<<_me m ======= t >>>>>>>_they c ", 1},
		"one deletes, one changes":  {"a b c ", "a c ", "a t c ", "a <<<<<<<_me ======= t >>>>>>>_they c ", 1},
		"both delete":               {"a b c ", "a c ", "a c ", "a c ", 0},
		"mine deletes all":          {"a b ", "", "a b ", "", 0},
		"theirs deletes all":        {"a b ", "a b ", "", "", 0},
		"two conflicts":             {"a b c ", "1 b 2 ", "3 b 4 ", "<<<<<<<_me 1 ======= 3 >>>>>>>_they b <<<<<<<_me 2 ======= 4 >>>>>>>_they ", 2},
		"a last line without end":   {"a b", "a b", "x b", "x b", 0},
		"conflict of the last line": {"a", "b", "c", "<<<<<<<_me b ======= c >>>>>>>_they ", 1},
	} {
		got, conflicts := merge.Lines(lines(test.base), lines(test.mine), lines(test.theirs), "me", "they")
		assert.Equal(t, strings.ReplaceAll(lines(test.want), "_", " "), got, name)
		assert.Equal(t, test.conflicts, conflicts, name)
	}
}

// Whatever the texts, nothing that only one side has changed is lost.
func TestLinesProperties(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n"}), 0, 12).Draw(t, "lines"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := text.Draw(t, "base"), text.Draw(t, "mine"), text.Draw(t, "theirs")
		if got, n := merge.Lines(base, base, theirs, "me", "they"); got != theirs || n != 0 {
			t.Fatalf("I changed nothing: %q, %d", got, n)
		}
		if got, n := merge.Lines(base, mine, base, "me", "they"); got != mine || n != 0 {
			t.Fatalf("they changed nothing: %q, %d", got, n)
		}
		if got, n := merge.Lines(base, mine, mine, "me", "they"); got != mine || n != 0 {
			t.Fatalf("both did the same: %q, %d", got, n)
		}

		got, n := merge.Lines(base, mine, theirs, "me", "they")
		if strings.Count(got, "<<<<<<< me\n") != n || strings.Count(got, ">>>>>>> they\n") != n || strings.Count(got, "=======\n") != n {
			t.Fatalf("%d conflicts in %q", n, got)
		}
		swapped, m := merge.Lines(base, theirs, mine, "they", "me")
		if m != n || n == 0 && swapped != got {
			t.Fatalf("the other way round: %q, %d, want %q, %d", swapped, m, got, n)
		}
	})
}
