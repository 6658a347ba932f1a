package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/printable"
)

// connectorFile has the layout of connector.json: the keys in the order of the
// connector's documentation.
type connectorFile struct {
	AccessKeyID     string           `json:"accessKeyId"`
	AccessKeySecret string           `json:"accessKeySecret"`
	AccountName     string           `json:"accountName"`
	FromAlias       string           `json:"fromAlias,omitempty"`
	RegionID        string           `json:"regionId,omitempty"`
	Templates       []email.Template `json:"templates"`
}

// EncodeConnector writes a connector.json that [DecodeConnector] reads back to
// the same connector: indented by two spaces, HTML as it is, with a final
// newline, and nothing in it that plays with a terminal. Unless it is to be revealed, the secret is written as a reference
// to its environment variable, so the file holds no secret and can still be
// applied. Keys in Extra are left out: an update keeps them without being told.
func EncodeConnector(c Connector, reveal bool) ([]byte, error) {
	file := connectorFile{
		AccessKeyID:     escape(c.AccessKeyID),
		AccessKeySecret: "${" + AccessKeySecretVariable + "}",
		AccountName:     escape(c.AccountName),
		FromAlias:       escape(c.FromAlias),
		RegionID:        escape(c.RegionID),
		Templates:       make([]email.Template, len(c.Templates)),
	}
	if reveal {
		file.AccessKeySecret = escape(c.AccessKeySecret.Reveal())
	}
	for i, template := range c.Templates {
		file.Templates[i] = email.Template{
			UsageType: email.UsageType(escape(string(template.UsageType))),
			Subject:   escape(template.Subject),
			Content:   escape(template.Content),
		}
	}
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(file); err != nil {
		return nil, fmt.Errorf("writing the connector's configuration: %w", err)
	}
	return []byte(printable.Escape(data.String())), nil
}

// escape makes a text that expand turns back into the given one.
func escape(text string) string { return strings.ReplaceAll(text, "${", "$${") }
