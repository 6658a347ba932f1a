package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// AliyunDirectMail is the id of the connector factory that logtoctl provisions.
const AliyunDirectMail = "aliyun-direct-mail"

// ConnectorChange is what would happen to the tenant's email connector.
type ConnectorChange struct {
	Status    Status
	Live      logtoadmin.Connector       // the Aliyun connector there is, the zero value when there is none
	Displaced []logtoadmin.Connector     // connectors of other providers that a create deletes
	Config    logtoadmin.ConnectorConfig // the whole configuration to write
	Fields    []Field
	Kept      []string // usage types that only the live connector has; they stay
}

// EnsureConnector says how the tenant gets the Aliyun Direct Mail connector
// with the wanted configuration. A live one is changed in place: its keys and
// templates that the wanted configuration does not mention stay. A connector of
// another provider is displaced only with replace, else the error is
// [OtherConnectorError].
func EnsureConnector(live []logtoadmin.Connector, want logtoadmin.ConnectorConfig, replace bool) (ConnectorChange, error) {
	if mine, found := FindConnector(live); found {
		return changeConnector(mine, want), nil
	}
	others := filter(live, isEmail)
	change := ConnectorChange{Status: Created, Config: want}
	if len(others) == 0 {
		return change, nil
	}
	if !replace {
		return change, &OtherConnectorError{Connector: others[0]}
	}
	change.Status, change.Displaced = Replaced, others
	return change, nil
}

// Wanted returns the connector as it would be after the change.
func (c ConnectorChange) Wanted() logtoadmin.Connector {
	wanted := c.Live
	wanted.ConnectorID, wanted.Config = AliyunDirectMail, c.Config
	return wanted
}

// FindConnector returns the Aliyun Direct Mail connector among the live ones.
func FindConnector(live []logtoadmin.Connector) (logtoadmin.Connector, bool) {
	mine := filter(live, func(c logtoadmin.Connector) bool { return c.ConnectorID == AliyunDirectMail })
	if len(mine) == 0 {
		return logtoadmin.Connector{}, false
	}
	return mine[0], true
}

// HasEmailConnector tells whether mail can be sent at all, by whichever
// provider.
func HasEmailConnector(live []logtoadmin.Connector) bool {
	return slices.ContainsFunc(live, isEmail)
}

// HasSMSConnector tells whether text messages can be sent.
func HasSMSConnector(live []logtoadmin.Connector) bool {
	return slices.ContainsFunc(live, func(c logtoadmin.Connector) bool { return c.Type == logtoadmin.ConnectorTypeSMS })
}

func isEmail(c logtoadmin.Connector) bool { return c.Type == logtoadmin.ConnectorTypeEmail }

func changeConnector(live logtoadmin.Connector, want logtoadmin.ConnectorConfig) ConnectorChange {
	change := ConnectorChange{Live: live, Config: logtoadmin.ConnectorConfig{}}
	maps.Copy(change.Config, live.Config)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if key == "templates" {
			continue
		}
		change.Config[key] = want[key]
		if !sameStored(live.Config[key], want[key]) {
			change.Fields = append(change.Fields, configField(key, live.Config[key], want[key]))
		}
	}
	change.mergeTemplates(templatesOf(live.Config), templatesOf(want))
	change.Status = statusOf(change.Fields)
	return change
}

// configField describes a changed key; the secret's two values stay out of it.
func configField(key string, from, to any) Field {
	if key == "accessKeySecret" {
		return Field{Path: key, To: SecretChanged}
	}
	return Field{Path: key, From: from, To: to}
}

// mergeTemplates puts the wanted templates over the live ones, usage type by
// usage type. Their order carries no meaning, so it is no difference.
func (c *ConnectorChange) mergeTemplates(live, want []template) {
	merged := make([]any, 0, len(want))
	wanted := map[string]bool{}
	for _, t := range want {
		wanted[t.usageType] = true
		merged = append(merged, c.mergeTemplate(t, live))
	}
	for _, t := range live {
		if !wanted[t.usageType] {
			c.Kept = append(c.Kept, t.usageType)
			merged = append(merged, t.fields)
		}
	}
	c.Config["templates"] = merged
}

// mergeTemplate puts one wanted template over the live one of its usage type.
func (c *ConnectorChange) mergeTemplate(want template, live []template) map[string]any {
	merged := map[string]any{}
	if i := slices.IndexFunc(live, func(t template) bool { return t.usageType == want.usageType }); i >= 0 {
		maps.Copy(merged, live[i].fields)
	}
	for _, field := range []string{"subject", "content"} {
		text, given := want.fields[field]
		if given && !sameStored(merged[field], text) {
			path := fmt.Sprintf("templates.%s.%s", want.usageType, field)
			c.Fields = append(c.Fields, Field{Path: path, From: merged[field], To: text})
		}
	}
	maps.Copy(merged, want.fields)
	return merged
}

// template is one entry of a configuration's templates, kept whole because the
// server keeps keys that it does not know.
type template struct {
	usageType string
	fields    map[string]any
}

func templatesOf(config logtoadmin.ConnectorConfig) []template {
	entries, _ := config["templates"].([]any)
	templates := make([]template, 0, len(entries))
	for _, entry := range entries {
		fields, _ := entry.(map[string]any)
		usageType, _ := fields["usageType"].(string)
		templates = append(templates, template{usageType: usageType, fields: fields})
	}
	return templates
}
