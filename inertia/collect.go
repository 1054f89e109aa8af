package inertia

import "fmt"

// Rows are the rows of a query: *sql.Rows of database/sql, and pgx.Rows.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
}

// Collect reads all rows of a query into a list, and closes them. columns
// returns where the columns of a row go.
//
//	rows, err := db.QueryContext(ctx, "SELECT id, text FROM messages ORDER BY id LIMIT ?", page.Peek())
//	if err != nil {
//		return nil, err
//	}
//	return inertia.Collect(rows, func(m *Message) []any { return []any{&m.ID, &m.Text} })
func Collect[T any](rows Rows, columns func(*T) []any) (list []T, err error) {
	switch closer := any(rows).(type) {
	case interface{ Close() error }: // database/sql
		defer func() {
			if cause := closer.Close(); err == nil && cause != nil {
				err = fmt.Errorf("inertia: Collect: %w", cause)
			}
		}()
	case interface{ Close() }: // pgx
		defer closer.Close()
	}
	list = []T{}
	for rows.Next() {
		list = append(list, *new(T))
		if err := rows.Scan(columns(&list[len(list)-1])...); err != nil {
			return nil, fmt.Errorf("inertia: Collect: row %d: %w", len(list), err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("inertia: Collect: %w", err)
	}
	return list, nil
}
