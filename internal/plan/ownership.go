package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"unicode"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// marker is the field of customData that says that logtoctl owns an object.
const marker = "logtoctl"

// keyPath is where the ownership key stands in an application.
const keyPath = "customData." + marker + ".key"

// ownership is the value of the marker.
type ownership struct {
	Key string `json:"key"`
}

// Key returns the ownership key of an application, "" when logtoctl does not
// own it.
func Key(application logtoadmin.Application) string {
	var owner ownership
	if json.Unmarshal(application.CustomData[marker], &owner) != nil {
		return ""
	}
	return owner.Key
}

// Owned returns the applications that logtoctl owns.
func Owned(live []logtoadmin.Application) []logtoadmin.Application {
	return filter(live, func(a logtoadmin.Application) bool { return Key(a) != "" })
}

// WithKey returns the application with the ownership key.
func WithKey(live []logtoadmin.Application, key string) (logtoadmin.Application, bool) {
	found := filter(live, func(a logtoadmin.Application) bool { return Key(a) == key })
	if key == "" || len(found) == 0 {
		return logtoadmin.Application{}, false
	}
	return found[0], true
}

// owned returns the custom data with the marker added and everything else kept,
// because PATCH replaces customData whole.
func owned(data map[string]json.RawMessage, key string) (map[string]json.RawMessage, error) {
	value, err := json.Marshal(ownership{Key: key})
	if err != nil {
		return nil, fmt.Errorf("encode the ownership key %q: %w", key, err)
	}
	merged := maps.Clone(data)
	if merged == nil {
		merged = map[string]json.RawMessage{}
	}
	merged[marker] = value
	return merged, nil
}

// Slug derives the default ownership key from a name: lower case, words joined
// by hyphens. Letters of any script stay, so that two names in Japanese do not
// become the same empty key.
func Slug(name string) string {
	var slug strings.Builder
	pending := false
	for _, r := range strings.ToLower(name) {
		if !isWordRune(r) {
			pending = slug.Len() > 0
			continue
		}
		if pending {
			slug.WriteByte('-')
			pending = false
		}
		slug.WriteRune(r)
	}
	return slug.String()
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
