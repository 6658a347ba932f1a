package logto_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// generated is what an id that the server made up looks like.
var generated = regexp.MustCompile(`^([a-z0-9]{12}|[a-z0-9]{21})$`)

// translate puts the sandbox's ids and address into a recorded text.
func (r *replay) translate(text string) string {
	text = strings.ReplaceAll(text, recordedEndpoint, r.sandbox.url)
	for then, now := range r.ids {
		text = strings.ReplaceAll(text, then, now)
	}
	return text
}

// comparable is a document in the sandbox's terms, in which the values that
// differ from run to run are replaced by their type: times, secrets, tokens,
// and the prose that was cut out of the recordings.
func (r *replay) comparable(document any) any {
	switch document := document.(type) {
	case string:
		return r.translate(document)
	case []any:
		list := make([]any, len(document))
		for i, element := range document {
			list[i] = r.comparable(element)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(document))
		for key, value := range document {
			object[key] = r.comparable(value)
			if slices.Contains(volatile(), key) {
				object[key] = fmt.Sprintf("%T", value)
			}
		}
		redactProse(object)
		return object
	default:
		return document
	}
}

func volatile() []string {
	return []string{"createdAt", "access_token", "logo", "readme", "label", "placeholder", "title", "payload"}
}

// redactProse handles the keys that hold prose in one place and data in another.
func redactProse(object map[string]any) {
	_, isSecret := object["applicationId"]
	if _, isString := object["value"].(string); isString && isSecret {
		object["value"] = "a secret"
	}
	_, isForm := object["key"]
	if _, isString := object["description"].(string); isString && isForm {
		object["description"] = "prose"
	}
	if descriptions, isMap := object["description"].(map[string]any); isMap {
		for language := range descriptions {
			descriptions[language] = "prose"
		}
	}
	if items, isList := object["defaultValue"].([]any); isList {
		for _, item := range items {
			if template, isTemplate := item.(map[string]any); isTemplate {
				template["subject"], template["content"] = "prose", "prose"
			}
		}
	}
}
