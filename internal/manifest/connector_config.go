package manifest

import (
	"fmt"
	"maps"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Config returns the very object that Logto keeps as the connector's
// configuration, the secret in clear, with the types that encoding/json would
// decode it into. Optional keys that are empty are left out, because Logto
// drops them.
func (c Connector) Config() map[string]any {
	config := maps.Clone(c.Extra)
	if config == nil {
		config = make(map[string]any)
	}
	templates := make([]any, len(c.Templates))
	for i, template := range c.Templates {
		templates[i] = map[string]any{
			"usageType": string(template.UsageType),
			"subject":   template.Subject,
			"content":   template.Content,
		}
	}
	config[keyAccessKeyID] = c.AccessKeyID
	config[keyAccessKeySecret] = c.AccessKeySecret.Reveal()
	config[keyAccountName] = c.AccountName
	config[keyTemplates] = templates
	for key, value := range map[string]string{keyFromAlias: c.FromAlias, keyRegionID: c.RegionID} {
		if value != "" {
			config[key] = value
		}
	}
	return config
}

// ConnectorFromConfig reads a live configuration, config of a connector of
// GET /api/connectors. It takes it as it is, without the checks of a file:
// keys that are not there stay empty, unknown ones go to Extra. The error
// names a key whose value has another type than the connector's
// documentation says, and never a value.
func ConnectorFromConfig(config map[string]any) (Connector, error) {
	c := Connector{}
	var accessKeySecret string
	texts := map[string]*string{
		keyAccessKeyID: &c.AccessKeyID, keyAccessKeySecret: &accessKeySecret,
		keyAccountName: &c.AccountName, keyFromAlias: &c.FromAlias, keyRegionID: &c.RegionID,
	}
	for key, value := range config {
		text, known := texts[key]
		switch {
		case known:
			given, ok := value.(string)
			if !ok {
				return Connector{}, fmt.Errorf("reading the connector's configuration: %s is not a string", key)
			}
			*text = given
		case key == keyTemplates:
			templates, err := templatesFromConfig(value)
			if err != nil {
				return Connector{}, fmt.Errorf("reading the connector's configuration: %w", err)
			}
			c.Templates = templates
		default:
			if c.Extra == nil {
				c.Extra = make(map[string]any)
			}
			c.Extra[key] = value
		}
	}
	c.AccessKeySecret = secret.Text(accessKeySecret)
	return c, nil
}

func templatesFromConfig(value any) ([]email.Template, error) {
	items, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is not an array", keyTemplates)
	}
	templates := make([]email.Template, len(items))
	for i, item := range items {
		object, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s[%d] is not an object", keyTemplates, i)
		}
		usageType, isText := object["usageType"].(string)
		subject, hasSubject := object["subject"].(string)
		content, hasContent := object["content"].(string)
		if !isText || !hasSubject || !hasContent {
			return nil, fmt.Errorf("%s[%d] lacks the text of usageType, subject or content", keyTemplates, i)
		}
		templates[i] = email.Template{UsageType: email.UsageType(usageType), Subject: subject, Content: content}
	}
	return templates, nil
}
