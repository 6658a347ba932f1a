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
	found := brandFields(t)
	known := email.KnownPlaceholders(t.UsageType)
	for _, placeholder := range email.Placeholders(t.Subject + "\n" + t.Content) {
		name := placeholder.Name
		if !slices.Contains(known, name) || slices.ContainsFunc(found, func(f Field) bool { return f.Name == name }) {
			continue
		}
		value, ok := given[name]
		if !ok {
			value = sample(name, t.Locale)
		}
		found = append(found, Field{Name: name, Value: value})
	}
	return found
}

// brandFields returns the values of the brand that a template refers to, by
// their names on the command line, as they are in force.
func brandFields(t Template) []Field {
	uses := make(map[string]bool)
	for _, match := range brandReference.FindAllStringSubmatch(t.Source, -1) {
		uses[match[1]] = true
	}
	var found []Field
	if uses["name"] || uses["logo"] {
		found = append(found, Field{Name: "brand.name", Value: t.Brand.Name})
	}
	if uses["color"] || uses["onColor"] {
		found = append(found, Field{Name: "brand.color", Value: t.Brand.Color})
	}
	if uses["logo"] || uses["logoUrl"] {
		found = append(found, Field{Name: "brand.logoUrl", Value: t.Brand.LogoURL})
	}
	return found
}

// payload returns what Logto would fill a template with.
func payload(fields []Field, given map[string]string) map[string]any {
	values := make(map[string]string)
	for _, field := range fields {
		values[field.Name] = field.Value
	}
	maps.Copy(values, given)
	return email.Payload(values)
}

// brandValues returns those of the values that belong to the brand. An empty
// one stands for what the files say.
func brandValues(values map[string]string) map[string]string {
	brand := make(map[string]string)
	for name, value := range values {
		if strings.HasPrefix(name, email.BrandPrefix) && value != "" {
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
