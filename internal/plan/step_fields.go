package plan

import (
	"slices"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// A result names the fields of an update alone. A plan shows what an object that
// is not there yet will be like, and which one goes: these are its fields.

func (c ApplicationChange) allFields() []Field {
	switch c.Status {
	case Created:
		name := value(c.Want.Name)
		fields := []Field{{Path: "name", To: name}, {Path: "type", To: c.Want.Type}}
		// It cannot fail any more: the same was encoded for the request.
		rest, _ := ChangeApplication(logtoadmin.Application{Name: name, Type: c.Want.Type}, c.Want, true)
		return append(fields, added(rest.Fields)...)
	case Deleted:
		return []Field{{Path: "id", From: c.Live.ID}, {Path: "name", From: c.Live.Name}, {Path: "type", From: c.Live.Type}}
	default:
		return c.Fields
	}
}

func (c ConnectorChange) allFields() []Field {
	if c.Status != Created && c.Status != Replaced {
		return c.Fields
	}
	var fields []Field
	for _, displaced := range c.Displaced {
		fields = append(fields, Field{Path: "connectorId", From: displaced.ConnectorID, To: AliyunDirectMail})
	}
	return append(fields, added(changeConnector(logtoadmin.Connector{}, c.Config).Fields)...)
}

func (c TemplateChange) allFields() []Field {
	if c.Status != Created {
		return c.Fields
	}
	return added(compareDetails(logtoadmin.EmailTemplateDetails{}, c.Want.Details))
}

// added takes away what the fields were before: nothing was there.
func added(fields []Field) []Field {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].From = nil
	}
	return fields
}
