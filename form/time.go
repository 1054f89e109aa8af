package form

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Layouts of inputs that package time has no name for, for [WithTimeLayouts].
const (
	// LayoutMonth is what an input of the type month sends, as 2026-07. The time
	// is the beginning of the month.
	LayoutMonth = "2006-01"
	// LayoutWeek is what an input of the type week sends, as 2026-W27. The time
	// is the beginning of the week's Monday.
	LayoutWeek = "2006-Www"
	// LayoutClock is what an input of the type time sends, as 09:30. The time is
	// on January 1 of the year 0; seconds and fractions of a second may follow.
	LayoutClock = "15:04"
)

// defaultLayouts are those of RFC 3339 and of all inputs for dates and times.
var defaultLayouts = []string{
	time.RFC3339Nano, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04",
	time.DateTime, "2006-01-02 15:04", LayoutMonth, LayoutWeek, LayoutClock,
}

// time reads a date by the first layout that fits.
func (d *decoder) time(n *node, v reflect.Value, at *place) {
	if n.empty() {
		v.SetZero()
		return
	}
	if n.kind == text {
		s := strings.TrimSpace(n.text)
		for _, layout := range d.timeLayouts {
			if t, ok := parseTime(layout, s, d.location); ok {
				v.Set(reflect.ValueOf(t))
				return
			}
		}
	}
	d.fail(at, "type.date", "")
}

func parseTime(layout, s string, location *time.Location) (time.Time, bool) {
	if layout == LayoutWeek {
		return parseWeek(s, location)
	}
	t, err := time.ParseInLocation(layout, s, location)
	if err != nil && layout == LayoutClock {
		t, err = time.ParseInLocation(time.TimeOnly, s, location)
	}
	return t, err == nil
}

// parseWeek reads a week of ISO 8601. Week 1 is the one with January 4.
func parseWeek(s string, location *time.Location) (time.Time, bool) {
	y, w, ok := strings.Cut(s, "-W")
	year, yearErr := strconv.Atoi(y)
	week, weekErr := strconv.Atoi(w)
	if !ok || yearErr != nil || weekErr != nil || len(y) != 4 || len(w) != 2 || strings.Trim(y+w, "0123456789") != "" {
		return time.Time{}, false
	}
	first := time.Date(year, time.January, 4, 0, 0, 0, 0, location)
	monday := first.AddDate(0, 0, (week-1)*7-(int(first.Weekday())+6)%7)
	inYear, inWeek := monday.ISOWeek()
	return monday, inYear == year && inWeek == week
}
