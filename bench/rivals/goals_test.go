package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/bench/measure"
)

// made is a result in which all cells have one rate.
func made(rate float64, megabytes int) *result {
	r := &result{cells: map[cell]*samples{}, pss: []int{megabytes << 20}}
	for _, c := range cells() {
		r.cells[c] = &samples{rates: []float64{rate}}
	}
	return r
}

func TestGoalsCompareWithTheFastestRivalAndTheMemoryOfEach(t *testing.T) {
	t.Parallel()
	slowOnOne := made(50, 90)
	results := map[string]*result{
		"shell-bun x1": made(10, 10), "shell-bun x2": made(110, 50),
		"shell-cached x1": made(900, 1), "shell-cached x2": made(900, 1),
		"adonis x1": slowOnOne, "adonis x2": made(90, 120),
		"next x1": made(100, 40), "next x2": made(70, 80),
	}
	results["next x1"].cells[cell{"slow", true}].rates = []float64{200}
	stacks := []stack{{name: "shell-bun", ours: true, goals: true}, {name: "shell-cached", ours: true}, {name: "adonis"}, {name: "next"}}
	var checked measure.Goals
	goals{&checked, stacks, results}.check()
	var b strings.Builder
	_, err := checked.WriteTo(&b)
	require.NoError(t, err)
	assert.Equal(t, `| measured                          | goal             | result |            |
|-----------------------------------|------------------|--------|------------|
| shell-bun, visit of tiny          | ≥ 1.0x next x1   | 1.10x  | met        |
| shell-bun, visit of contacts      | ≥ 1.0x next x1   | 1.10x  | met        |
| shell-bun, visit of slow          | ≥ 1.0x next x1   | 1.10x  | met        |
| shell-bun, navigation to tiny     | ≥ 1.0x next x1   | 1.10x  | met        |
| shell-bun, navigation to contacts | ≥ 1.0x next x1   | 1.10x  | met        |
| shell-bun, navigation to slow     | ≥ 1.0x next x1   | 0.55x  | **missed** |
| shell-bun, visit of contacts      | ≥ 1.5x adonis x2 | 1.22x  | **missed** |
| shell-bun, memory                 | ≤ 0.5x adonis x2 | 0.42x  | met        |
| shell-bun, memory                 | ≤ 0.5x next x2   | 0.62x  | **missed** |

6 of 9 goals met.
`, b.String())
}

func TestWithoutRivalsThereAreNoGoals(t *testing.T) {
	t.Parallel()
	var checked measure.Goals
	goals{&checked, []stack{{name: "shell-bun", ours: true, goals: true}}, map[string]*result{"shell-bun x2": made(1, 1)}}.check()
	var b strings.Builder
	_, err := checked.WriteTo(&b)
	require.NoError(t, err)
	assert.Contains(t, b.String(), "0 of 0 goals met.")
}
