package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/config"
)

// ownSandbox marks a command that works in a sandbox of its own. The value is the
// flag that says so, "" when it always does.
const ownSandbox = "own-sandbox"

// OwnSandbox returns the annotations of a command that works in a sandbox of its
// own when the flag is given, or always, which is "".
func OwnSandbox(flag string) map[string]string { return map[string]string{ownSandbox: flag} }

// Isolate keeps the caller's settings out of a command that works in a sandbox of
// its own: a profile that does not exist must not break what needs none. One that
// is named on the command line is a mistake, which is for the command to tell.
func (e *Env) Isolate(cmd *cobra.Command) {
	name, marked := cmd.Annotations[ownSandbox]
	flag := cmd.Flags().Lookup(name)
	if marked && (flag == nil || flag.Value.String() == "true") && !cmd.Flags().Changed("profile") {
		e.Lookup = LookupInSandbox(nil, e.Lookup)
	}
}

// LookupInSandbox returns the environment of a command in a sandbox: the sandbox's
// variables, NAME=value, win over the caller's own. What else the caller has set
// about an account, and the config file, do not count; how to run and to print does.
func LookupInSandbox(environ []string, caller func(name string) (string, bool)) func(name string) (string, bool) {
	values := map[string]string{"LOGTOCTL_CONFIG": os.DevNull}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return func(name string) (string, bool) {
		value, found := values[name]
		if found || isOfAccount(name) {
			return value, found
		}
		return caller(name)
	}
}

// isOfAccount tells whether a variable is about a Logto or a Direct Mail, and not
// about how logtoctl runs.
func isOfAccount(name string) bool {
	switch name {
	case "LOGTOCTL_OUTPUT", "LOGTOCTL_TIMEOUT", "LOGTOCTL_NO_INPUT":
		return false
	}
	return strings.HasPrefix(name, "LOGTO_") || strings.HasPrefix(name, "LOGTOCTL_")
}

// InSandbox returns the surroundings of the same run inside a sandbox, as
// [LookupInSandbox] has them. Tokens are kept where those of the run are.
func (e *Env) InSandbox(environ []string) (*Env, error) {
	lookup := LookupInSandbox(environ, e.Lookup)
	inside := newEnv(e.Streams, lookup, e.Version, e.shared)
	inside.Now, inside.Secrets, inside.flags, inside.talk = e.Now, e.Secrets, e.flags, e.talk
	return inside, inside.load(config.Source{Flags: e.flags, Lookup: lookup, Stdin: e.In})
}
