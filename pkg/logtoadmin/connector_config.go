package logtoadmin

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// ConnectorConfig is the configuration of a connector, as its factory defines
// it. It is the wire type: it marshals to JSON with everything in it, secrets
// too, because that is what the server has to get. Printed or logged it shows
// the names of its keys and no value.
type ConnectorConfig map[string]any

// String returns the names of the keys, in order.
func (c ConnectorConfig) String() string {
	return "config(" + strings.Join(slices.Sorted(maps.Keys(c)), " ") + ")"
}

// Format prints the names of the keys whatever the verb, so that %#v cannot
// reveal what %v hides.
func (c ConnectorConfig) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, c.String())
}

// LogValue writes the names of the keys into structured logs.
func (c ConnectorConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// secrets returns the values that must not come back in an error: the texts
// under keys whose names say that they are secret, at any depth.
func (c ConnectorConfig) secrets() []secret.Text {
	var found []secret.Text
	for key, value := range c {
		switch value := value.(type) {
		case string:
			if isSecretKey(key) {
				found = append(found, secret.Text(value))
			}
		case map[string]any:
			found = append(found, ConnectorConfig(value).secrets()...)
		}
	}
	return found
}

func isSecretKey(key string) bool {
	key = strings.ToLower(key)
	return slices.ContainsFunc([]string{"secret", "pass", "token", "apikey", "privatekey"}, func(word string) bool {
		return strings.Contains(key, word)
	})
}
