package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/config"
)

// severalProfiles marks a command that works on several tenants.
const severalProfiles = "several-profiles"

// SeveralProfiles returns the annotations of a command that takes several
// profiles; for the others they are wrong usage.
func SeveralProfiles() map[string]string { return map[string]string{severalProfiles: "true"} }

// profileVariable is what names the profiles in the environment. In a file it is
// the name of the one in use.
const profileVariable = "LOGTOCTL_PROFILE"

// CheckProfiles refuses several profiles for a command that takes one.
func (e *Env) CheckProfiles(cmd *cobra.Command) error {
	switch {
	case !e.Several:
		return nil
	case cmd.Annotations[severalProfiles] == "":
		return Usagef("%s takes one profile, not %s", cmd.CommandPath(), strings.Join(e.Profiles, ","))
	case e.Settings.SecretFromStdin:
		return missing("several profiles read one machine-to-machine secret each, which stdin does not allow", "write m2m-app-secret: ${NAME} or m2m-app-secret-file: PATH into each profile")
	}
	return nil
}

// ForProfile returns the surroundings of the same run with the settings of
// another profile, and so with a client of its own. Its secrets are its own too:
// of a thousand tenants nobody has to look for the secrets of all in each line.
func (e *Env) ForProfile(name string) (*Env, error) {
	other := newEnv(e.Streams, e.Lookup, e.Version, e.shared)
	other.Now, other.flags, other.stored, other.Profiles = e.Now, e.flags, e.stored, []string{name}
	other.talk = e.talk // the lines of all tenants come out whole
	return other, other.load(config.Source{Flags: e.flags, Lookup: e.Lookup, Stdin: e.In, Profile: name, Stored: e.stored})
}

// wrongSettings makes an error of the settings wrong usage, with the next step
// that the error knows.
func wrongSettings(err error) error {
	if known := hinter(nil); errors.As(err, &known) {
		return WithHint(Usage(err), known.Hint())
	}
	return Usage(err)
}
