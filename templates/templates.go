// Package templates holds what logtoctl ships and writes out for its users:
// the built-in email templates, one folder for each locale.
package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed email
var files embed.FS

// Locales returns the language tags that there are email templates for, as
// Logto writes them, in alphabetical order.
func Locales() []string { return []string{"en"} }

// Email returns the folder of the built-in email templates in a locale of
// [Locales]: one file for each usage type, named after it. The error names an
// unknown locale.
func Email(locale string) (fs.FS, error) {
	if !slices.Contains(Locales(), locale) {
		return nil, fmt.Errorf("there are no built-in email templates in the locale %q", locale)
	}
	return fs.Sub(files, "email/"+locale)
}
