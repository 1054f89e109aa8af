// Package pages holds what the pages of the benchmarks show.
package pages

import (
	"fmt"
	"time"
)

// Row is a record as programs list them.
type Row struct {
	ID      int       `json:"id"`
	Name    string    `json:"name"`
	Email   string    `json:"email"`
	Active  bool      `json:"active"`
	Score   float64   `json:"score"`
	Created time.Time `json:"created"`
}

// Rows returns n rows, the same ones each time.
func Rows(n int) []Row {
	list := make([]Row, n)
	for i := range list {
		list[i] = Row{i, fmt.Sprint("Name ", i), fmt.Sprintf("user%d@example.com", i), i%2 == 0, float64(i) / 3, time.Unix(int64(i), 0).UTC()}
	}
	return list
}
