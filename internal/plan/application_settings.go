package plan

import (
	"encoding/json"
	"fmt"
	"maps"
)

// settings are the differences in customClientMetadata, and the column to write:
// nil when nothing differs. The server replaces it whole, so that the live keys
// which the user does not mention are in it.
type settings struct {
	live     map[string]json.RawMessage
	metadata map[string]json.RawMessage
	fields   []Field
}

func changeSettings(live map[string]json.RawMessage, want Application) (settings, error) {
	s := settings{live: live}
	if want.CORSAllowedOrigins != nil {
		origins, _ := settingOf[[]string](live["corsAllowedOrigins"])
		if !sameSet(origins, want.CORSAllowedOrigins) {
			if err := s.set("corsAllowedOrigins", origins, want.CORSAllowedOrigins); err != nil {
				return s, err
			}
		}
	}
	if err := changeSetting(&s, "alwaysIssueRefreshToken", want.AlwaysIssueRefreshToken); err != nil {
		return s, err
	}
	if err := changeSetting(&s, "rotateRefreshToken", want.RotateRefreshToken); err != nil {
		return s, err
	}
	return s, changeSetting(&s, "refreshTokenTtlInDays", want.RefreshTokenTTLInDays)
}

// changeSetting takes a setting in that the user mentions. One that the application
// lacks differs from any value, also from the server's default: what the file
// says holds when the default changes.
func changeSetting[T comparable](s *settings, name string, want *T) error {
	if want == nil {
		return nil
	}
	live, found := settingOf[T](s.live[name])
	switch {
	case found && live == *want:
		return nil
	case found:
		return s.set(name, live, *want)
	default:
		return s.set(name, nil, *want)
	}
}

func (s *settings) set(name string, from, to any) error {
	encoded, err := json.Marshal(to)
	if err != nil {
		return fmt.Errorf("encode customClientMetadata.%s: %w", name, err)
	}
	if s.metadata == nil {
		s.metadata = map[string]json.RawMessage{}
		maps.Copy(s.metadata, s.live)
	}
	s.metadata[name] = encoded
	s.fields = compare(s.fields, "customClientMetadata."+name, from, to)
	return nil
}

// settingOf returns the value of a setting, false when there is none of that type.
func settingOf[T any](raw json.RawMessage) (T, bool) {
	var value T
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, &value) != nil {
		var none T
		return none, false
	}
	return value, true
}
