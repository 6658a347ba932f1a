package cli

import (
	"context"
	"maps"
	"path/filepath"
	"slices"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/templates"
)

// HasBrand tells whether a path is that of a file with a brand of its own: a
// connector.json or a logtoctl.yaml.
func HasBrand(path string) bool {
	return slices.Contains([]string{".json", ".yaml", ".yml"}, filepath.Ext(path))
}

// WithBrandOf returns the values, and beside them the brand of a connector.json
// or a logtoctl.yaml as its own templates have it, under names such as
// brand.color. The values win. Without a path they are returned as they are.
func (e *Env) WithBrandOf(ctx context.Context, path string, vars map[string]string) (map[string]string, error) {
	if path == "" {
		return vars, nil
	}
	if !HasBrand(path) {
		return nil, missing(path+" has no brand", "name a connector.json or a logtoctl.yaml with -f")
	}
	given, err := brandValues(vars)
	if err != nil {
		return nil, err
	}
	brand, err := e.brandOf(ctx, path, given)
	if err != nil {
		return nil, err
	}
	values := maps.Clone(vars)
	for key, value := range map[string]string{"name": brand.Name, "color": brand.Color, "logoUrl": brand.LogoURL} {
		if value != "" {
			values[email.BrandPrefix+key] = value
		}
	}
	return values, nil
}

// brandOf reads the brand of a file, the given values laid over it. The
// templates of its connector do not matter; the built-in ones stand in.
func (e *Env) brandOf(ctx context.Context, path string, given map[string]string) (email.Brand, error) {
	locale := templates.Locales()[0]
	folder, err := templates.Email(locale)
	if err != nil {
		return email.Brand{}, err
	}
	found, findings, err := e.readTemplatesOf(ctx, path, manifest.ConnectorOptions{
		Lookup: e.lookupForFiles, Brand: given, Templates: &manifest.TemplateFolder{Path: locale, FS: folder},
	})
	if err != nil {
		return email.Brand{}, err
	}
	failures := slices.DeleteFunc(findings, func(f manifest.Finding) bool {
		return f.Severity != manifest.SeverityError || !HasBrand(f.File)
	})
	switch {
	case len(failures) > 0:
		return email.Brand{}, &TemplatesError{Path: path, Findings: failures}
	case len(found) == 0:
		return email.Brand{}, missing(path+" has neither a connector nor emailTemplates, and so no brand", "use --var brand.color=#0f766e and the like")
	}
	return found[0].Brand, nil
}
