package plan

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// The two things that are said about a secret instead of its value.
const (
	SecretChanged = "(changed)"
	SecretSame    = "(same)"
)

// differences compares objects one by one, whatever they are, by the JSON that
// they have. Unlike the comparison with what a user wants it takes everything
// in, because anything may be what somebody else has changed.
func differences(before, after []any) []Field {
	var fields []Field
	for i := range max(len(before), len(after)) {
		fields = appendDifferences(fields, "", at(before, i), at(after, i))
	}
	return fields
}

// at returns the document of an object; one that is not there has no fields.
func at(objects []any, i int) any {
	if i >= len(objects) {
		return nil
	}
	decoded, err := document(objects[i])
	if err != nil {
		return nil
	}
	return decoded
}

func appendDifferences(fields []Field, path string, before, after any) []Field {
	if reflect.DeepEqual(before, after) {
		return fields
	}
	from, wasObject := before.(map[string]any)
	to, isObject := after.(map[string]any)
	if !wasObject && !isObject || before != nil && !wasObject || after != nil && !isObject {
		return append(fields, maskedField(path, before, after))
	}
	keys := slices.Sorted(maps.Keys(from))
	for key := range to {
		if _, known := from[key]; !known {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		fields = appendDifferences(fields, strings.TrimPrefix(path+"."+key, "."), from[key], to[key])
	}
	return fields
}

func maskedField(path string, before, after any) Field {
	if name := path[strings.LastIndexByte(path, '.')+1:]; isSecret(name, before) || isSecret(name, after) {
		return Field{Path: path, To: SecretChanged}
	}
	return Field{Path: path, From: masked(before), To: masked(after)}
}

// masked hides the secrets inside of a value, such as those of a list of objects.
func masked(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shown := make(map[string]any, len(value))
		for key, member := range value {
			if shown[key] = masked(member); isSecret(key, member) {
				shown[key] = SecretChanged
			}
		}
		return shown
	case []any:
		shown := make([]any, len(value))
		for i, element := range value {
			shown[i] = masked(element)
		}
		return shown
	default:
		return value
	}
}

// isSecret tells by its name whether a text is one: connectors of other
// providers have secrets too, each under a name of its own.
func isSecret(name string, value any) bool {
	if _, isText := value.(string); !isText {
		return false
	}
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"secret", "pass", "token", "apikey", "privatekey"}, func(word string) bool {
		return strings.Contains(name, word)
	})
}
