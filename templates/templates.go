// Package templates holds what logtoctl ships and writes out for its users:
// the built-in email templates, one folder for each locale with one file for
// each usage type.
//
// The files are generated, so that the languages cannot drift apart: the
// folder source has one layout for all of them and the wording of each
// language, and go generate puts them together. Every file is complete for
// itself and meant to be edited once it has been written out.
package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
)

//go:generate go run ./generate

//go:embed email
var files embed.FS

// Locales returns the language tags that there are email templates for, as
// Logto writes them, in alphabetical order.
func Locales() []string {
	entries, _ := files.ReadDir("email") // embedded, so that it is always there
	locales := make([]string, len(entries))
	for i, entry := range entries {
		locales[i] = entry.Name()
	}
	return locales
}

// Email returns the folder of the built-in email templates in a locale of
// [Locales]: one file for each usage type, named after it. Their texts refer
// to the brand, as in ${brand.name}. The error names an unknown locale.
func Email(locale string) (fs.FS, error) {
	if !slices.Contains(Locales(), locale) {
		return nil, fmt.Errorf("there are no built-in email templates in the locale %q", locale)
	}
	return fs.Sub(files, "email/"+locale)
}
