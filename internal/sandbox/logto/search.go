package logto

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// The ways in which a list can be searched: the operators of PostgreSQL.
const (
	matchExact     = "exact"
	matchLike      = "like"
	matchSimilarTo = "similar_to"
	matchPosix     = "posix"
)

// search is what the parameters search, search.{field}, mode, mode.{field},
// joint and isCaseSensitive ask for.
type search struct {
	conditions []searchCondition
	all        bool // every condition must hold, rather than one of them
}

// searchCondition is one parameter: a field, or any field, and the values that it may have.
type searchCondition struct {
	field string
	match func(value string) bool
}

// parseSearch reads the search parameters.
func parseSearch(query url.Values) (search, error) {
	joint := query.Get("joint")
	if joint == "" {
		joint = query.Get("jointMode")
	}
	if joint != "" && joint != "and" && joint != "or" {
		return search{}, badSearch("Search joint mode `%s` is not valid, expect one of or, and.", joint)
	}
	sensitive := slices.Contains([]string{"1", "true", "y", "yes", "yep", "yeah"}, strings.ToLower(query.Get("isCaseSensitive")))
	parsed := search{all: joint == "and"}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		field, isSearch, err := searchField(name)
		if err != nil {
			return search{}, err
		}
		if !isSearch {
			continue
		}
		mode, err := searchMode(query, field)
		if err != nil {
			return search{}, err
		}
		match, err := searchMatcher(mode, query[name], sensitive)
		if err != nil {
			return search{}, err
		}
		parsed.conditions = append(parsed.conditions, searchCondition{field: field, match: match})
	}
	return parsed, nil
}

// badSearch refuses a search that cannot be made sense of.
func badSearch(format string, values ...any) error {
	return invalidRequest(fmt.Sprintf(format, values...)).withData(struct{}{})
}

// searchField returns the field that a parameter is about; nothing means all fields.
func searchField(name string) (field string, isSearch bool, err error) {
	if !strings.HasPrefix(name, "search") {
		return "", false, nil
	}
	_, field, _ = strings.Cut(name, ".")
	if strings.Contains(field, ".") {
		return "", false, badSearch("Unsupported nested search field path `%s` detected. Only the first level field is supported.", field)
	}
	return field, true, nil
}

func searchMode(query url.Values, field string) (string, error) {
	mode := query.Get("mode." + field)
	if mode == "" {
		mode = query.Get("mode")
	}
	if mode == "" {
		return matchLike, nil
	}
	modes := []string{matchExact, matchLike, matchSimilarTo, matchPosix}
	if !slices.Contains(modes, mode) {
		return "", badSearch("Search match mode `%s` is not valid, expect one of %s.", mode, strings.Join(modes, ", "))
	}
	return mode, nil
}

// searchMatcher builds the test of one condition.
func searchMatcher(mode string, values []string, sensitive bool) (func(string) bool, error) {
	if mode != matchExact && len(values) != 1 {
		return nil, badSearch("Only one search value is allowed when search mode is not `exact`.")
	}
	if slices.Contains(values, "") {
		return nil, badSearch("Search value cannot be empty.")
	}
	if mode == matchSimilarTo && !sensitive {
		return nil, badSearch("Cannot use case-insensitive match for `similar to`.")
	}
	if mode == matchExact {
		return func(value string) bool {
			return slices.ContainsFunc(values, func(wanted string) bool {
				return wanted == value || !sensitive && strings.EqualFold(wanted, value)
			})
		}, nil
	}
	pattern := values[0]
	switch mode {
	case matchLike:
		pattern = "^" + wildcards(pattern, regexp.QuoteMeta) + "$"
	case matchSimilarTo:
		pattern = "^(?:" + wildcards(pattern, func(s string) string { return s }) + ")$"
	}
	flags := "(?s)"
	if !sensitive {
		flags = "(?si)"
	}
	compiled, err := regexp.Compile(flags + pattern)
	if err != nil {
		return nil, badSearch("The search pattern is not valid.")
	}
	return compiled.MatchString, nil
}

// wildcards translates the % and _ of SQL patterns; a backslash makes them plain.
func wildcards(pattern string, other func(string) string) string {
	var translated strings.Builder
	escaped := false
	for _, char := range pattern {
		switch {
		case escaped:
			translated.WriteString(regexp.QuoteMeta(string(char)))
			escaped = false
		case char == '\\':
			escaped = true
		case char == '%':
			translated.WriteString(".*")
		case char == '_':
			translated.WriteString(".")
		default:
			translated.WriteString(other(string(char)))
		}
	}
	return translated.String()
}

// match reports whether an object with these fields is wanted. Without
// conditions every object is.
func (s search) match(fields map[string]string) bool {
	holds := func(c searchCondition) bool {
		for name, value := range fields {
			if (c.field == "" || c.field == name) && c.match(value) {
				return true
			}
		}
		return false
	}
	if s.all {
		return !slices.ContainsFunc(s.conditions, func(c searchCondition) bool { return !holds(c) })
	}
	return len(s.conditions) == 0 || slices.ContainsFunc(s.conditions, holds)
}
