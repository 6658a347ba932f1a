package config

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// meta are the characters that make a name a pattern.
const meta = `*?[\`

func isPattern(name string) bool { return strings.ContainsAny(name, meta) }

// Profiles returns the profiles that the flag names, else the environment: one
// name, or several with commas between them, each once. A name may be a pattern
// as [path.Match] has them, which stands for the profiles of the config file that
// fit, in the order of the file. Several tells that somebody asked for a list of
// profiles, however long it has turned out.
func Profiles(source Source) (names []string, several bool, err error) {
	asked, _ := source.Lookup("LOGTOCTL_PROFILE")
	if changed(source.Flags, profile) {
		asked = source.Flags.Lookup(profile).Value.String()
	}
	source = source.opened()
	for name := range strings.SplitSeq(asked, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		fitting, err := source.Stored.match(name)
		if err != nil {
			return nil, false, err
		}
		several = several || isPattern(name) || len(names) > 0
		for _, one := range fitting {
			if !slices.Contains(names, one) {
				names = append(names, one)
			}
		}
	}
	return names, several, nil
}

// match returns the profiles that fit a pattern. Anything else is a name, for
// which the file need not be there yet.
func (s *Stored) match(name string) ([]string, error) {
	if !isPattern(name) {
		return []string{name}, nil
	}
	file, err := s.read()
	if err != nil {
		return nil, s.failure(err)
	}
	if _, found := file.profiles[name]; found {
		return []string{name}, nil
	}
	var fitting []string
	for _, known := range file.names {
		fits, err := path.Match(name, known)
		if err != nil {
			return nil, fmt.Errorf("the profile %q is no pattern: %w", name, err)
		}
		if fits {
			fitting = append(fitting, known)
		}
	}
	if len(fitting) == 0 {
		return nil, s.none(name, file)
	}
	return fitting, nil
}
