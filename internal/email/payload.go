package email

import (
	"maps"
	"slices"
	"strings"
)

// BrandPrefix begins the names of what a template takes from its [Brand], among
// the names of the placeholders that Logto fills in: brand.name.
const BrandPrefix = "brand."

// Payload returns sample values as Logto has them when it fills in a template:
// the dots of a name lead into objects. The brand is none of Logto's and left
// out. Of two names that exclude each other, such as user and user.name, the one
// that makes an object wins.
func Payload(values map[string]string) map[string]any {
	payload := make(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(values)) { // user comes before user.name
		if strings.HasPrefix(name, BrandPrefix) {
			continue
		}
		object, path := payload, strings.Split(name, ".")
		last := len(path) - 1
		for _, key := range path[:last] {
			inner, ok := object[key].(map[string]any)
			if !ok {
				inner = make(map[string]any)
				object[key] = inner
			}
			object = inner
		}
		object[path[last]] = values[name]
	}
	return payload
}
