package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/templates"
)

// ReadTemplates reads the email templates of what a path names: those that
// logtoctl brings along when it is empty, a folder with a template for each
// usage type or a folder for each language, one template file, a connector.json
// or a logtoctl.yaml. The last two need nothing in them but what the templates
// need.
//
// The values whose name begins with brand. win over the brand of the file;
// others, the sample values of placeholders, are passed over. The findings are
// errors and warnings, those of [email.Check] included; the templates are all
// that could be read. The error is wrong usage, or a path that is nothing of
// the kind.
func (e *Env) ReadTemplates(ctx context.Context, path string, vars map[string]string) ([]manifest.MailTemplate, manifest.Findings, error) {
	return e.readTemplates(ctx, path, vars, nil)
}

// EachTemplate reads templates as [Env.ReadTemplates] does and hands each over
// as soon as it is read: however many there are, they are never all in memory.
func (e *Env) EachTemplate(ctx context.Context, path string, vars map[string]string, take func(manifest.MailTemplate)) (manifest.Findings, error) {
	_, findings, err := e.readTemplates(ctx, path, vars, take)
	return findings, err
}

func (e *Env) readTemplates(
	ctx context.Context, path string, vars map[string]string, take func(manifest.MailTemplate),
) ([]manifest.MailTemplate, manifest.Findings, error) {
	brand, err := brandValues(vars)
	if err != nil {
		return nil, nil, err
	}
	options := manifest.ConnectorOptions{Lookup: e.lookupForFiles, Brand: brand, Take: take}
	if path == "" {
		return readBuiltin(options)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, missing("there is no file or folder "+path, "logtoctl templates init DIR writes one to begin with")
	case err != nil:
		return nil, nil, Usage(err)
	case info.IsDir():
		return readTemplateFolder(path, options)
	}
	switch extension := filepath.Ext(path); {
	case extension == ".html", extension == ".txt":
		return readTemplateFile(path, options)
	case HasBrand(path):
		return e.readTemplatesOf(ctx, path, options)
	default:
		return nil, nil, missing(path+" holds no email templates", "name a folder, a template such as SignIn.html, a connector.json or a logtoctl.yaml")
	}
}

// brandValues returns the values of the brand among others, by their keys.
func brandValues(vars map[string]string) (map[string]string, error) {
	brand := make(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		key, ok := strings.CutPrefix(name, email.BrandPrefix)
		if !ok {
			continue
		}
		if err := new(email.Brand).Set(key, vars[name]); err != nil {
			return nil, Usagef("--var: %w", err)
		}
		brand[key] = vars[name]
	}
	return brand, nil
}

func readBuiltin(options manifest.ConnectorOptions) ([]manifest.MailTemplate, manifest.Findings, error) {
	var sets []manifest.Builtin
	for _, locale := range templates.Locales() {
		set, err := builtinTemplates(locale)
		if err != nil {
			return nil, nil, err
		}
		sets = append(sets, set)
	}
	all, findings := manifest.DecodeBuiltin(sets, options)
	return all, findings, nil
}

// readTemplateFolder reads a folder. Its own name may be that of a language, so
// a relative path such as . is looked up.
func readTemplateFolder(path string, options manifest.ConnectorOptions) ([]manifest.MailTemplate, manifest.Findings, error) {
	language, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, Usage(err)
	}
	folder := manifest.TemplateFolder{Path: filepath.Clean(path), FS: os.DirFS(path)}
	all, findings := manifest.DecodeTemplateFolder(folder.Path, filepath.Base(language), folder.FS, options)
	if isEmpty(folder, findings) {
		return nil, nil, noTemplates(folder.Path)
	}
	return all, findings, nil
}

func readTemplateFile(path string, options manifest.ConnectorOptions) ([]manifest.MailTemplate, manifest.Findings, error) {
	language, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, nil, Usage(err)
	}
	folder, name := filepath.Split(path)
	all, findings := manifest.DecodeTemplateFile(folder, filepath.Base(language), name, os.DirFS(filepath.Dir(path)), options)
	return all, findings, nil
}

// readTemplatesOf reads the templates of a connector.json or a logtoctl.yaml.
func (e *Env) readTemplatesOf(ctx context.Context, path string, options manifest.ConnectorOptions) ([]manifest.MailTemplate, manifest.Findings, error) {
	data, err := e.readFile(ctx, path, "name a file that is there")
	if err != nil {
		return nil, nil, err
	}
	if options.Builtin, err = builtinTemplates(templates.Locales()[0]); err != nil {
		return nil, nil, err
	}
	folder := filepath.Dir(path)
	options.OpenDir = openBelow(folder)
	if filepath.Ext(path) == ".json" && !hasVersion(data) {
		all, findings := manifest.DecodeConnectorTemplates(path, data, options)
		return all, findings, nil
	}
	sources := []manifest.Source{{Name: path, Data: data}}
	all, findings := manifest.DecodeManifestTemplates(sources, manifest.Options{ConnectorOptions: options, ReadFile: readBelow(folder)})
	return all, findings, nil
}

// hasVersion tells a logtoctl.yaml that is written as JSON from a
// connector.json.
func hasVersion(data []byte) bool {
	var file struct {
		Version json.RawMessage `json:"version"`
	}
	return json.Unmarshal(data, &file) == nil && file.Version != nil
}
