package output

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Connector is the document of the Aliyun Direct Mail connector.
type Connector struct {
	ID          string            `json:"id"`
	ConnectorID string            `json:"connectorId"`
	Config      map[string]any    `json:"config"`   // accessKeySecret redacted
	Shadowed    []email.UsageType `json:"shadowed"` // usage types hidden by localised templates
	Status      plan.Status       `json:"status,omitempty"`
	Changes     []plan.Field      `json:"changes,omitempty"`
	Backup      string            `json:"backup,omitempty"` // file with the connector that was displaced
	DryRun      bool              `json:"dryRun,omitempty"`
}

// NewConnector returns the view of a connector. The AccessKey secret is
// redacted whoever asks: connector aliyun-dm export is the way to it.
func NewConnector(connector logtoadmin.Connector, shadowed []email.UsageType) Connector {
	config := maps.Clone(map[string]any(connector.Config))
	if _, found := config["accessKeySecret"]; found {
		config["accessKeySecret"] = secret.Redacted
	}
	return Connector{ID: connector.ID, ConnectorID: connector.ConnectorID, Config: config, Shadowed: list(shadowed)}
}

// Table returns the connector as names and values, without the templates' text.
func (c Connector) Table() Table {
	table := object(
		pair("connector", c.ConnectorID),
		pair("id", c.ID),
		pair("accessKeyId", c.text("accessKeyId")),
		pair("regionId", c.text("regionId")),
		pair("accountName", c.text("accountName")),
		pair("fromAlias", c.text("fromAlias")),
		pair("templates", strings.Join(c.usageTypes(), " ")),
		pair("shadowed", join(c.Shadowed)),
		pair("backup", c.Backup),
		pair("changes", changes(c.Changes)),
		pair("status", status(c.Status, c.DryRun)),
	)
	return table
}

func (c Connector) text(key string) string {
	text, _ := c.Config[key].(string)
	return text
}

func (c Connector) usageTypes() []string {
	templates, _ := c.Config["templates"].([]any)
	var names []string
	for _, entry := range templates {
		if template, ok := entry.(map[string]any); ok {
			names = append(names, fmt.Sprint(template["usageType"]))
		}
	}
	return names
}

func join[T ~string](values []T) string {
	texts := slices.Collect(func(yield func(string) bool) {
		for _, value := range values {
			if !yield(string(value)) {
				return
			}
		}
	})
	return strings.Join(texts, " ")
}
