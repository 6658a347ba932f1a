package logtoadmin

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
)

// Logto replaces a nested object whole when it is written. A field that this
// version of the package does not know would be lost by read, change, write.
// The types that are written back therefore keep such fields in Extra, with the
// two functions below. Their fields have plain json tags; embedding is not used.

// decodeWithExtra decodes an object into a struct and returns the fields that
// the struct does not have.
func decodeWithExtra(data []byte, known any) (map[string]json.RawMessage, error) {
	if err := json.Unmarshal(data, known); err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	for _, name := range fieldNames(reflect.TypeOf(known).Elem()) {
		delete(fields, name)
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return fields, nil
}

// encodeWithExtra encodes a struct and adds the extra fields. A known field
// wins over an extra one of the same name.
func encodeWithExtra(known any, extra map[string]json.RawMessage) ([]byte, error) {
	encoded, err := json.Marshal(known)
	if err != nil || len(extra) == 0 {
		return encoded, err
	}
	fields := make(map[string]json.RawMessage, len(extra))
	maps.Copy(fields, extra)
	for _, name := range fieldNames(reflect.TypeOf(known)) {
		delete(fields, name)
	}
	if err := json.Unmarshal(encoded, &fields); err != nil {
		return nil, err
	}
	return json.Marshal(fields)
}

// fieldNames lists the JSON names of a struct's fields.
func fieldNames(structure reflect.Type) []string {
	var names []string
	for field := range structure.Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// list makes an absent list an empty one: Logto refuses null for a list.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
