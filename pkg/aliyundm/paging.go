package aliyundm

import (
	"fmt"
	"iter"
)

// page is one page of a list: its entries, how many Direct Mail counts on the
// page, and how many in the whole list.
type page[T any] struct {
	rows         []T
	count, total int
}

// pages lists what fetch returns page by page, numbered from 1, as the entries
// are asked for. The name of the list is for the error, which is the last thing
// that the sequence yields.
func pages[T any](list string, fetch func(number int32) (page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := 0
		for number := int32(1); ; number++ {
			page, err := fetch(number)
			if err != nil {
				var none T
				yield(none, fmt.Errorf("list the %s: %w", list, err))
				return
			}
			for _, row := range page.rows {
				if !yield(row, nil) {
					return
				}
			}
			// An empty page ends the list even if the total says otherwise, as it
			// does when an entry is deleted in between.
			if seen += page.count; page.count == 0 || seen >= page.total {
				return
			}
		}
	}
}

// newPage converts the rows of an answer. A row is nil where the answer has a
// JSON null; it counts, but is left out.
func newPage[R, T any](total *int32, rows []*R, convert func(*R) T) (page[T], error) {
	if total == nil {
		return page[T]{}, unexpected("the answer has no TotalCount")
	}
	converted := page[T]{count: len(rows), total: int(*total)}
	for _, row := range rows {
		if row != nil {
			converted.rows = append(converted.rows, convert(row))
		}
	}
	return converted, nil
}
