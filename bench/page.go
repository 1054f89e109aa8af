package main

import (
	"fmt"
	"time"
)

// row is what pages list.
type row struct {
	ID      int       `json:"id"`
	Name    string    `json:"name"`
	Email   string    `json:"email"`
	Active  bool      `json:"active"`
	Score   float64   `json:"score"`
	Created time.Time `json:"created"`
}

func rows(n int) []row {
	list := make([]row, n)
	for i := range list {
		list[i] = row{i, fmt.Sprint("Name ", i), fmt.Sprintf("user%d@example.com", i), i%2 == 0, float64(i) / 3, time.Unix(int64(i), 0).UTC()}
	}
	return list
}

const version = "v1"
