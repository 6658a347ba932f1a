package logto

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const (
	defaultPageSize = 20
	maxPageSize     = 100
)

// pages says which page of a list was asked for, and how long the list is.
type pages struct {
	number, size, total int
}

// parsePages reads page and page_size. It returns nil when neither is given
// and the list may be had whole.
func parsePages(query url.Values, wholeAllowed bool) (*pages, error) {
	number, size := query.Get("page"), query.Get("page_size")
	if wholeAllowed && number == "" && size == "" {
		return nil, nil
	}
	p := &pages{number: 1, size: defaultPageSize}
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			return nil, invalidPages()
		}
		p.number = n
	}
	if size != "" {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 || n > maxPageSize {
			return nil, invalidPages()
		}
		p.size = n
	}
	return p, nil
}

func invalidPages() error {
	return refuse(http.StatusBadRequest, "guard.invalid_pagination", "The request pagination value is invalid.")
}

// page cuts the page out of the whole list and notes its length. Without
// paging it returns the list as it is.
func page[T any](p *pages, list []T) []T {
	if p == nil {
		return list
	}
	p.total = len(list)
	// Compared by division, because a huge page number would overflow a product.
	if p.number-1 > len(list)/p.size {
		return []T{}
	}
	start := min((p.number-1)*p.size, len(list))
	return list[start:min(start+p.size, len(list))]
}

// write sets the headers of a page: the total, and links to its neighbours. The
// links leave out the /api prefix, as Logto's do.
func (p *pages) write(header http.Header, endpoint string, at *url.URL) {
	header.Set("Total-Number", strconv.Itoa(p.total))
	last := max(1, (p.total+p.size-1)/p.size)
	link := func(number int, relation string) {
		path := strings.TrimPrefix(at.Path, "/api")
		header.Add("Link", fmt.Sprintf("<%s%s?%s>; rel=%q", endpoint, path, queryWithPage(at.RawQuery, number), relation))
	}
	link(1, "first")
	if p.number > 1 {
		link(p.number-1, "prev")
	}
	link(last, "last")
	if p.number < last {
		link(p.number+1, "next")
	}
}

// queryWithPage sets the page in a query and leaves the other parameters in their order.
func queryWithPage(query string, number int) string {
	wanted := "page=" + strconv.Itoa(number)
	var parameters []string
	for parameter := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(parameter, "=")
		if name == "page" {
			parameter, wanted = wanted, ""
		}
		if parameter != "" {
			parameters = append(parameters, parameter)
		}
	}
	if wanted != "" {
		parameters = append(parameters, wanted)
	}
	return strings.Join(parameters, "&")
}
