package measure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/inertia-templ/shell/bench/measure"
)

func result(turns ...time.Duration) measure.Result { return measure.ResultOf("r", turns, 0) }

func TestComparisonIsByRound(t *testing.T) {
	t.Parallel()
	// The third round was slow for both, the fourth only for a.
	a, b := result(20, 22, 200, 90, 24), result(10, 11, 100, 10, 12)
	assert.InDelta(t, 2.0, a.Times(b), 0)
	assert.Equal(t, 12*time.Nanosecond, a.Over(b))
	assert.Equal(t, time.Duration(24), a.Median())
}

func TestResultShowsTheMiddleHalf(t *testing.T) {
	t.Parallel()
	us := time.Microsecond
	assert.Equal(t, "30.0 µs (20.0 µs–40.0 µs)", result(50*us, 10*us, 30*us, 40*us, 20*us).String())
	assert.Equal(t, "30.0 µs (30.0 µs–30.0 µs)", result(30*us).String())
}

func TestShort(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"0 ns": 0, "999 ns": 999, "1.50 µs": 1500, "-1.50 µs": -1500, "12.3 µs": 12345, "1.23 ms": 1234567, "1500.00 ms": 1500 * time.Millisecond,
	} {
		assert.Equal(t, want, measure.Short(d))
	}
}

func TestTimeIsThatOfOneCall(t *testing.T) {
	t.Parallel()
	const turn = 4 * time.Millisecond
	var calls, sum uint64
	begun := time.Now()
	one := measure.Time(func() {
		calls++
		for i := range uint64(20_000) {
			sum = sum*31 + i
		}
	}, turn)
	assert.NotZero(t, sum)
	assert.Greater(t, calls, uint64(1))
	all := one * time.Duration(calls)
	assert.Greater(t, all+time.Duration(calls), turn, "a turn is over") // one is rounded down
	assert.LessOrEqual(t, all, time.Since(begun), "the processor is busy no longer than time goes by")
}

func TestTable(t *testing.T) {
	t.Parallel()
	table := measure.NewTable("name", "time")
	table.Add("one", "1.00 µs")
	table.Add("nothing")
	var b strings.Builder
	_, err := table.WriteTo(&b)
	require.NoError(t, err)
	assert.Equal(t, `| name    | time    |
|---------|---------|
| one     | 1.00 µs |
| nothing |         |

`, b.String())
}

func TestGoals(t *testing.T) {
	t.Parallel()
	var g measure.Goals
	g.Check("visit", "≤ 2x", "1x", true)
	g.Check("document", "≤ 2x", "3x", false)
	var b strings.Builder
	_, err := g.WriteTo(&b)
	require.NoError(t, err)
	assert.Equal(t, `| measured | goal | result |            |
|----------|------|--------|------------|
| visit    | ≤ 2x | 1x     | met        |
| document | ≤ 2x | 3x     | **missed** |

1 of 2 goals met.
`, b.String())
}

func TestMachineNamesModules(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, `(?s)^- \d{4}-\d\d-\d\d, go1\..*\n- .+, \d+ cores, .+/.+\n`, measure.Machine())
}
