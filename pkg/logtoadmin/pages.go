package logtoadmin

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// pageSize is the largest page that Logto gives; it refuses to be asked for more.
const pageSize = 100

// listing describes a list that the server gives in pages. W is an item as the
// server sends it, T as the caller gets it.
type listing[W, T any] struct {
	what    string // names the list in errors
	path    string
	params  map[string]string
	query   url.Values
	convert func(W) T
	id      func(T) string
}

// all walks the list and asks for a page only when the caller gets there. The
// first error ends it. An object that moves to a later page because another was
// created meanwhile is given once.
func (l listing[W, T]) all(ctx context.Context, c *Client) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := make(map[string]bool)
		for number := 1; ; number++ {
			page, last, err := l.page(ctx, c, number)
			if err != nil {
				var none T
				yield(none, fmt.Errorf("list %s: %w", l.what, err))
				return
			}
			before := len(seen)
			for _, wire := range page {
				item := l.convert(wire)
				if seen[l.id(item)] {
					continue
				}
				seen[l.id(item)] = true
				if !yield(item, nil) {
					return
				}
			}
			// A page with nothing new comes from a server that ignores the
			// page number; asking on would never end.
			if last || len(seen) == before {
				return
			}
		}
	}
}

// page gets one page and says whether it is the last.
func (l listing[W, T]) page(ctx context.Context, c *Client, number int) (items []W, last bool, err error) {
	query := maps.Clone(l.query)
	if query == nil {
		query = make(url.Values)
	}
	query.Set("page", strconv.Itoa(number))
	query.Set("page_size", strconv.Itoa(pageSize))
	received, err := c.do(ctx, call{
		method: http.MethodGet, path: l.path, params: l.params, query: query, out: &items,
	})
	if err != nil {
		return nil, false, err
	}
	return items, len(items) < pageSize || number*pageSize >= total(received.header), nil
}

// total is how many items the list has according to the server. Where it does
// not say, or stopped counting, only a page that is not full ends the list.
func total(header http.Header) int {
	const unknown = int(^uint(0) >> 1)
	count, err := strconv.Atoi(header.Get(headerTotal))
	if err != nil || header.Get(headerTotalIsCapped) == "true" {
		return unknown
	}
	return count
}
