package preview

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// valuePrefix marks the parameters of an address that are sample values, apart
// from those that say how a mail is shown.
const valuePrefix = "var."

// brandPrefix marks the values that are filled in when a template is loaded and
// not when a mail is sent.
const brandPrefix = "brand."

// brandReference is a reference to the brand in the source of a template.
var brandReference = regexp.MustCompile(`\$\{brand\.(\w+)`)

// Field is a value that a template uses and that can be changed on the page.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// fields returns the values that a template really uses: its brand, and the
// placeholders that Logto has something for. What Logto does not know is a
// finding and is shown as an end user would see it.
func fields(t Template, given map[string]string) []Field {
	var found []Field
	add := func(name, example string) {
		if slices.ContainsFunc(found, func(f Field) bool { return f.Name == name }) {
			return
		}
		if value, ok := given[name]; ok {
			example = value
		}
		found = append(found, Field{Name: name, Value: example})
	}
	for _, name := range brandOf(t.Source) {
		add(name, "")
	}
	known := email.KnownPlaceholders(t.UsageType)
	for _, placeholder := range email.Placeholders(t.Subject + "\n" + t.Content) {
		if slices.Contains(known, placeholder.Name) {
			add(placeholder.Name, sample(placeholder.Name, t.Locale))
		}
	}
	return found
}

// brandOf returns the values of the brand that a source refers to, by their
// names on the command line.
func brandOf(source string) []string {
	uses := make(map[string]bool)
	for _, match := range brandReference.FindAllStringSubmatch(source, -1) {
		uses[match[1]] = true
	}
	var names []string
	if uses["name"] || uses["logo"] {
		names = append(names, "brand.name")
	}
	if uses["color"] || uses["onColor"] {
		names = append(names, "brand.color")
	}
	if uses["logo"] || uses["logoUrl"] {
		names = append(names, "brand.logoUrl")
	}
	return names
}

// payload returns what Logto would fill a template with: dots in a name make
// objects. Of two names that exclude each other, such as user and user.name, the
// object wins.
func payload(fields []Field, given map[string]string) map[string]any {
	values := make(map[string]string)
	for _, field := range fields {
		values[field.Name] = field.Value
	}
	maps.Copy(values, given)
	root := make(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !strings.HasPrefix(name, brandPrefix) {
			set(root, strings.Split(name, "."), values[name])
		}
	}
	return root
}

func set(object map[string]any, path []string, value string) {
	for _, part := range path[:len(path)-1] {
		inner, ok := object[part].(map[string]any)
		if !ok {
			inner = make(map[string]any)
			object[part] = inner
		}
		object = inner
	}
	object[path[len(path)-1]] = value
}

// brandValues returns those of the values that belong to the brand. An empty
// one stands for what the files say.
func brandValues(values map[string]string) map[string]string {
	brand := make(map[string]string)
	for name, value := range values {
		if strings.HasPrefix(name, brandPrefix) && value != "" {
			brand[name] = value
		}
	}
	return brand
}

// valuesOf returns the sample values of an address on top of those of the
// command line.
func valuesOf(given map[string]string, query url.Values) map[string]string {
	values := maps.Clone(given)
	if values == nil {
		values = make(map[string]string)
	}
	for parameter := range query {
		if name, ok := strings.CutPrefix(parameter, valuePrefix); ok && name != "" {
			values[name] = query.Get(parameter)
		}
	}
	return values
}
