package provider

import (
	"net/url"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/sandbox/logto/oauth"
)

// parameters are those of a request that its endpoint knows, each with one
// value at most. Logto takes an empty parameter for a missing one.
type parameters map[string]string

// readParameters takes from the query, or from the form of a POST, what the
// endpoint knows. The parameters that came twice are left out, and named by the
// error. They are copies: some are kept for long, and are not to keep the rest of
// the query in memory.
func readParameters(values url.Values, known []string) (parameters, error) {
	read := make(parameters, len(known))
	var repeated []string
	for _, name := range known {
		switch given := values[name]; {
		case len(given) > 1:
			repeated = append(repeated, name)
		case len(given) == 1 && given[0] != "":
			read[name] = strings.Clone(given[0])
		}
	}
	if len(repeated) > 0 {
		return read, twice(repeated)
	}
	return read, nil
}

func twice(names []string) error {
	if len(names) == 1 {
		return oauth.Repeated(names[0])
	}
	return oauth.InvalidRequest(quotedList(names) + " parameters must not be provided twice")
}

// require refuses a request without one of the parameters.
func (p parameters) require(names ...string) error {
	missing := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return p[name] != "" })
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return oauth.InvalidRequest("missing required parameter " + quotedList(missing))
	default:
		return oauth.InvalidRequest("missing required parameters " + quotedList(missing))
	}
}

// quotedList writes a list as English does: 'a', 'a' and 'b', 'a', 'b', and 'c'.
func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "'" + name + "'"
	}
	last := len(quoted) - 1
	switch last {
	case 0:
		return quoted[0]
	case 1:
		return quoted[0] + " and " + quoted[1]
	default:
		return strings.Join(quoted[:last], ", ") + ", and " + quoted[last]
	}
}

// values are the parameters in the form that the library decodes.
func (p parameters) values() url.Values {
	values := make(url.Values, len(p))
	for name, value := range p {
		values.Set(name, value)
	}
	return values
}
