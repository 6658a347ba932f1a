package cli

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// TemplatesError says that email templates cannot be used, and why.
type TemplatesError struct {
	// Path is what the command line named: a folder or a file.
	Path string
	// Findings are what is wrong.
	Findings manifest.Findings
}

// Error returns the findings, one a line.
func (e *TemplatesError) Error() string { return e.Findings.Error() }

// Unwrap returns the findings.
func (e *TemplatesError) Unwrap() error { return e.Findings }

// Hint names the command that checks templates alone.
func (e *TemplatesError) Hint() string {
	return strings.TrimSpace("correct it and check it without any request: logtoctl templates lint " + e.Path)
}

// isEmpty tells whether nothing is wrong with a folder of templates but that it
// has none. The findings are those about it.
func isEmpty(folder manifest.TemplateFolder, findings manifest.Findings) bool {
	if slices.ContainsFunc(findings, func(f manifest.Finding) bool { return f.File != folder.Path }) {
		return false
	}
	if _, err := fs.ReadDir(folder.FS, "."); err != nil {
		return false
	}
	for _, pattern := range []string{"*.html", "*.txt", "*/*.html", "*/*.txt"} {
		if names, _ := fs.Glob(folder.FS, pattern); len(names) > 0 {
			return false
		}
	}
	return true
}

// noTemplates says that a folder has no templates.
func noTemplates(folder string) error {
	return missing("there are no templates in "+folder, "logtoctl templates init "+folder+" writes some to begin with")
}
