package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// schemaID is where the published schema lives.
const schemaID = "https://raw.githubusercontent.com/logtoctl/logtoctl/main/docs/logtoctl.schema.json"

// schema is the part of JSON Schema, draft 2020-12, that a logtoctl.yaml needs.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	ID          string             `json:"$id,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        schemaType         `json:"type,omitempty"`
	Const       *int               `json:"const,omitempty"`
	Default     json.RawMessage    `json:"default,omitempty"`
	Minimum     *int               `json:"minimum,omitempty"`
	Maximum     *int               `json:"maximum,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	AnyOf       []*schema          `json:"anyOf,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Others      *others            `json:"additionalProperties,omitempty"`
	Items       *schema            `json:"items,omitempty"`
}

// schemaType is the type of a value; there may be several.
type schemaType []string

// MarshalJSON writes one type as a string, several as an array.
func (t schemaType) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// others is what the members of an object look like that have no key of their
// own; without a schema there are none.
type others struct{ *schema }

// MarshalJSON writes the schema, or false.
func (o others) MarshalJSON() ([]byte, error) {
	if o.schema == nil {
		return []byte("false"), nil
	}
	return json.Marshal(o.schema)
}

// Schema returns the JSON schema of a logtoctl.yaml, draft 2020-12, indented and
// with a final newline.
//
// It describes each file by itself, an overlay too: a key may be left out or be
// null, by which an overlay removes it, except in a list, which an overlay
// replaces whole.
func Schema() ([]byte, error) {
	root := schemaOf(object("Sign-in by emailed code with Logto and Aliyun Direct Mail.", manifestFields()...), false)
	root.Schema, root.ID, root.Title = "https://json-schema.org/draft/2020-12/schema", schemaID, "logtoctl.yaml"
	root.Required = []string{keyVersion}
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return data.Bytes(), nil
}

// schemaOf returns the schema of a shape. A complete one has all its required
// keys, and none is null.
func schemaOf(s shape, complete bool) *schema {
	result := &schema{Description: s.about, Type: schemaType{typeName(s.kind)}, Default: json.RawMessage(s.standard)}
	switch {
	case s.kind == KindObject && s.each != nil:
		result.Others = &others{schemaOf(*s.each, complete).orNull()}
	case s.kind == KindObject:
		result.Others = &others{}
		result.Properties = make(map[string]*schema)
		for _, f := range s.fields {
			member := schemaOf(f.shape, complete)
			switch {
			case !complete && f.key != keyVersion:
				member = member.orNull()
			case complete && f.required:
				result.Required = append(result.Required, f.key)
			}
			result.Properties[f.key] = member
		}
	case s.kind == KindArray:
		result.Items = schemaOf(*s.each, true)
	case s.kind == KindNumber && s.least == s.most:
		result.Const = &s.least
	case s.kind == KindNumber:
		result.Minimum, result.Maximum = &s.least, &s.most
	case len(s.words) > 0: // or a reference to a variable that holds one of them
		result.AnyOf = []*schema{{Enum: s.words}, {Pattern: `\$\{`}}
	}
	if s.other == nil {
		return result
	}
	either := &schema{Description: s.about, AnyOf: []*schema{result, schemaOf(*s.other, complete)}}
	result.Description = ""
	return either
}

// orNull allows null.
func (s *schema) orNull() *schema {
	if s.Type == nil {
		s.AnyOf = append(s.AnyOf, &schema{Type: schemaType{"null"}})
	} else {
		s.Type = append(s.Type, "null")
	}
	return s
}

func typeName(kind Kind) string {
	switch kind {
	case KindObject:
		return "object"
	case KindArray:
		return "array"
	case KindNumber:
		return "integer"
	case KindBool:
		return "boolean"
	default:
		return "string"
	}
}
