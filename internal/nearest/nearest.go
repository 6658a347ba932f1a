// Package nearest finds what somebody probably meant when a name that they
// wrote is not one of the known ones: a key of a file, a usage type, a
// placeholder, a region. One rule for all of them keeps the hints alike.
package nearest

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// Name returns the known name that is closest to the given one, upper and
// lower case aside, and the first one of several that are equally close. It
// returns false when none is close enough to be a slip of the keyboard: a
// third of the letters, or two of a short name, may differ.
func Name(name string, known iter.Seq[string]) (string, bool) {
	name = strings.ToLower(name)
	length := utf8.RuneCountInString(name)
	limit := max(2, length/3)
	if length < 3 {
		limit = 1
	}
	best, found := "", false
	for candidate := range known {
		// Each letter too many is a difference; a name of a megabyte is not compared.
		if more := length - utf8.RuneCountInString(candidate); more > limit || -more > limit {
			continue
		}
		distance := levenshtein.Distance(name, strings.ToLower(candidate), nil)
		if distance < limit || distance == limit && !found {
			best, limit, found = candidate, distance, true
		}
	}
	return best, found
}

// Hint returns the question that goes with an unknown name, such as
// `did you mean "regionId"?`, or nothing when no known name is near.
func Hint(name string, known iter.Seq[string]) string {
	candidate, found := Name(name, known)
	if !found {
		return ""
	}
	return "did you mean " + strconv.Quote(candidate) + "?"
}
