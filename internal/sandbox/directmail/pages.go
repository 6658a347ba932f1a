package directmail

import (
	"math"
	"strconv"
)

const (
	createTimeLayout = "2006-01-02T15:04Z" // without seconds
	defaultPageSize  = 10                  // of the documentation; the API's metadata says 500
	maxPageSize      = 500
)

// emptyAnswer is that of an operation which only does something.
type emptyAnswer struct {
	RequestID string `json:"RequestId" xml:"RequestId"`
}

// readPage reads PageNo and PageSize, which every listing operation has.
func readPage(r *request, maxSize int) (page, error) {
	number, err := readNumber(r, "PageNo", 1, 1<<20)
	if err != nil {
		return page{}, err
	}
	size, err := readNumber(r, "PageSize", defaultPageSize, maxSize)
	return page{number: number, size: size}, err
}

// page is the part of a list that a request asks for.
type page struct{ number, size int }

// pageOf returns that part, which is empty beyond the end of the list.
func pageOf[T any](list []T, p page) []T {
	first := min((p.number-1)*p.size, len(list))
	return list[first:min(first+p.size, len(list))]
}

func readNumber(r *request, parameter string, fallback, limit int) (int, error) {
	text := r.parameters.Get(parameter)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > limit {
		return 0, malformed("Invalid"+parameter+".Malformed",
			"The specified "+parameter+" must be a number from 1 to "+strconv.Itoa(limit)+".")
	}
	return number, nil
}

// readID reads a mandatory id, a 32-bit number although answers have it as a
// string.
func readID(r *request, parameter string) (int, error) {
	if r.parameters.Get(parameter) == "" {
		return 0, errMissing(parameter)
	}
	return readNumber(r, parameter, 0, math.MaxInt32)
}
