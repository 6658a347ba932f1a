package cli

import (
	"strings"

	"github.com/logtoctl/logtoctl/internal/config"
)

// InSandbox returns the surroundings of the same run inside a sandbox: its
// variables, NAME=value, win over the user's own, and what else the user has set
// about a Logto does not count.
func (e *Env) InSandbox(environ []string) (*Env, error) {
	values := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	lookup := func(name string) (string, bool) {
		if value, found := values[name]; found || strings.HasPrefix(name, "LOGTO_") {
			return value, found
		}
		return e.Lookup(name)
	}
	inside := New(e.Streams, lookup, e.Version)
	inside.Now, inside.Secrets, inside.flags, inside.talk = e.Now, e.Secrets, e.flags, e.talk
	return inside, inside.load(config.Source{Flags: e.flags, Lookup: lookup, Stdin: e.In})
}
