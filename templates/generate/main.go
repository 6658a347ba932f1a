// Command generate writes the built-in email templates. The folder source has
// one layout for all of them and one file of wording for each language,
// <locale>.yaml; from these come the files email/<locale>/<usage type>.html.
//
// It is run in the folder templates, by go generate.
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/goccy/go-yaml"

	"github.com/logtoctl/logtoctl/internal/email"
)

func main() {
	log.SetFlags(0)
	if err := write(os.DirFS("source"), "email"); err != nil {
		log.Fatalf("generate: %v", err)
	}
}

// write puts all templates into a folder.
func write(source fs.FS, folder string) error {
	files, err := generate(source)
	if err != nil {
		return err
	}
	for name, text := range files {
		target := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil { //nolint:gosec // part of the source tree
			return err
		}
		if err := os.WriteFile(target, text, 0o644); err != nil { //nolint:gosec // part of the source tree
			return err
		}
	}
	return nil
}

// generate returns the text of every template by its name in the folder email,
// for instance "ja/SignIn.html".
func generate(source fs.FS) (map[string][]byte, error) {
	// Braces would collide with Logto's placeholders.
	layout, err := template.New("layout.html").Delims("[[", "]]").ParseFS(source, "layout.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(source, "*.yaml")
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, name := range names {
		words, err := readWording(source, name)
		if err != nil {
			return nil, err
		}
		locale := strings.TrimSuffix(name, ".yaml")
		for _, usageType := range email.UsageTypes() {
			says, found := words.Mails[usageType]
			if !found {
				return nil, fmt.Errorf("%s has no mail for %s", name, usageType)
			}
			var text bytes.Buffer
			if err := layout.Execute(&text, page{says, locale, words, usageType == email.OrganizationInvitation}); err != nil {
				return nil, err
			}
			files[fmt.Sprintf("%s/%s.html", locale, usageType)] = text.Bytes()
		}
	}
	return files, nil
}

// page is what the layout is filled with.
type page struct {
	mail
	Locale  string
	Wording wording
	// Invitation is whether there is a link instead of a code.
	Invitation bool
}

func readWording(source fs.FS, name string) (wording, error) {
	var words wording
	text, err := fs.ReadFile(source, name)
	if err != nil {
		return words, err
	}
	if err := yaml.UnmarshalWithOptions(text, &words, yaml.Strict()); err != nil {
		return words, fmt.Errorf("%s: %w", name, err)
	}
	return words, nil
}
