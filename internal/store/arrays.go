package store

import (
	"database/sql/driver"
	"strconv"
	"strings"
)

// arrays writes rows as arrays, one for each column.
func arrays(rows [][]any, types []string) (string, []any) {
	var casts, names []string
	values := make([]any, len(types))
	for i, t := range types {
		casts = append(casts, "CAST(? AS "+t+"[])")
		names = append(names, "column"+strconv.Itoa(i+1))
		switch t {
		case "BIGINT":
			values[i] = column[int64](rows, i)
		case "TEXT":
			values[i] = column[string](rows, i)
		default:
			values[i] = column[[]byte](rows, i)
		}
	}
	return "SELECT * FROM unnest(" + strings.Join(casts, ", ") + ") AS v (" + strings.Join(names, ", ") + ")", values
}

func column[T any](rows [][]any, i int) array[T] {
	values := make(array[T], len(rows))
	for j, r := range rows {
		values[j] = r[i].(T)
	}
	return values
}

// array goes to PostgreSQL as one value. GORM would write a list of its elements
// into the statement if it were not a driver.Valuer.
type array[T any] []T

// Value hands the elements to the driver, which writes them as an array.
func (a array[T]) Value() (driver.Value, error) { return []T(a), nil }
