package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/config"
)

// severalProfiles marks a command that works on several tenants.
const severalProfiles = "several-profiles"

// SeveralProfiles returns the annotations of a command that takes several
// profiles; for the others they are wrong usage.
func SeveralProfiles() map[string]string { return map[string]string{severalProfiles: "true"} }

// CheckProfiles refuses several profiles for a command that takes one.
func (e *Env) CheckProfiles(cmd *cobra.Command) error {
	if len(e.Profiles) > 1 && cmd.Annotations[severalProfiles] == "" {
		return Usagef("%s takes one profile, not %s", cmd.CommandPath(), strings.Join(e.Profiles, ","))
	}
	return nil
}

// ForProfile returns the surroundings of the same run with the settings of
// another profile, and so with a client of its own.
func (e *Env) ForProfile(name string) (*Env, error) {
	other := New(e.Streams, e.Lookup, e.Version)
	other.Now, other.Secrets, other.flags, other.Profiles = e.Now, e.Secrets, e.flags, []string{name}
	other.talk = e.talk // the lines of all tenants come out whole
	return other, other.load(config.Source{Flags: e.flags, Lookup: e.Lookup, Stdin: e.In, Profile: name})
}
