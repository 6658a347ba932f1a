package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/infile"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/templates"
)

// fileLimit bounds what is read of a file that the user names, in bytes. It is
// above what a connector.json may have, so that the finding about its size is
// the manifest's.
const fileLimit = 2 << 20

// ReadConnectorFile reads and checks a connector.json, - for stdin. Its
// warnings are told at once; its errors are findings, and no request is made.
func (e *Env) ReadConnectorFile(ctx context.Context, path string) (manifest.Connector, error) {
	return e.ReadConnectorWith(ctx, path, "")
}

// ReadConnectorWith reads a connector.json as [Env.ReadConnectorFile] does. The
// folder of templates, if one is named, wins over what the file says.
func (e *Env) ReadConnectorWith(ctx context.Context, path, folder string) (manifest.Connector, error) {
	if path == "" {
		return manifest.Connector{}, missing("no connector file is given", "add -f connector.json (- for stdin)")
	}
	data, err := e.readFile(ctx, path, "name the connector.json with -f, or see examples/connector.json")
	if err != nil {
		return manifest.Connector{}, err
	}
	builtin, err := builtinTemplates(templates.Locales()[0])
	if err != nil {
		return manifest.Connector{}, err
	}
	given, err := givenTemplates(folder)
	if err != nil {
		return manifest.Connector{}, err
	}
	name, base := path, filepath.Dir(path)
	if path == "-" {
		name, base = "<stdin>", "."
	}
	connector, warnings, err := manifest.DecodeConnector(name, data, manifest.ConnectorOptions{
		Lookup: e.lookupForFiles, OpenDir: openBelow(base), Builtin: builtin, Templates: given, Regions: regionIDs(),
	})
	e.Secrets.Add(connector.AccessKeySecret)
	for _, warning := range warnings {
		e.Note("%s", warning)
	}
	if err = blame(given, name, err); given == nil {
		err = recheck(err, "logtoctl connector aliyun-dm validate", []string{path}, nil)
	}
	return connector, err
}

// blame says which of the two is wrong, the file or the folder of templates that
// the command line names beside it.
func blame(given *manifest.TemplateFolder, file string, err error) error {
	findings, wrong := errors.AsType[manifest.Findings](err)
	switch {
	case given == nil || !wrong || findings[0].File == file: // findings in the file come first
		return err
	case isEmpty(*given, findings):
		return noTemplates(given.Path)
	default:
		return &TemplatesError{Path: given.Path, Findings: findings}
	}
}

// givenTemplates opens the folder of templates that the command line names, nil
// when it names none.
func givenTemplates(folder string) (*manifest.TemplateFolder, error) {
	if folder == "" {
		return nil, nil
	}
	opened, err := openBelow(".")(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing("there is no folder "+folder, "logtoctl templates init DIR writes one to begin with")
	}
	if err != nil {
		return nil, Usage(err)
	}
	return &manifest.TemplateFolder{Path: filepath.Clean(folder), FS: opened}, nil
}

// Connector returns the connector of the file, or without one the live
// connector of the tenant.
func (e *Env) Connector(ctx context.Context, path string) (manifest.Connector, error) {
	if path != "" {
		return e.ReadConnectorFile(ctx, path)
	}
	provisioner, err := e.Provisioner()
	if err != nil {
		return manifest.Connector{}, err
	}
	live, err := provisioner.GetConnector(ctx)
	if err != nil {
		return manifest.Connector{}, err
	}
	connector, err := manifest.ConnectorFromConfig(live.Config)
	e.Secrets.Add(connector.AccessKeySecret)
	return connector, err
}

// lookupForFiles is the environment that a file sees: the region may also come
// from a flag or a profile. A profile lends its name and its variables, below
// those of the environment.
func (e *Env) lookupForFiles(name string) (string, bool) {
	switch {
	case name == manifest.RegionIDVariable && e.Settings.Region != "":
		return e.Settings.Region, true
	case name == profileVariable && e.Settings.Profile != "":
		return e.Settings.Profile, true
	}
	value, found := e.Lookup(name)
	if own, has := e.Settings.Variables[name]; has && value == "" {
		return own, true
	}
	return value, found
}

// readFile reads a file that the user named; the hint is for one that is not
// there.
func (e *Env) readFile(ctx context.Context, path, hint string) ([]byte, error) {
	if path == stdin {
		if e.Settings.SecretFromStdin {
			return nil, Usagef("-f - and --m2m-app-secret-file - cannot both read stdin")
		}
		return readLimited(ctx, e.In, stdinName)
	}
	file, err := infile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing("there is no file "+path, hint)
	}
	if err != nil {
		return nil, Usage(err)
	}
	defer func() { _ = file.Close() }()
	return readLimited(ctx, file, path)
}

// readLimited reads to the end. It gives up when the context ends: a pipe of the
// shell can be as slow as stdin.
func readLimited(ctx context.Context, in io.Reader, path string) ([]byte, error) {
	data, err := infile.All(interruptible(ctx, in), fileLimit)
	if err != nil {
		return nil, Usagef("read %s: %w", path, err)
	}
	return data, nil
}

// openBelow opens the template folder that a connector.json names; a relative
// path counts from the file.
func openBelow(folder string) func(string) (fs.FS, error) {
	return func(path string) (fs.FS, error) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, fmt.Errorf("%s is not a folder", path)
		}
		return os.DirFS(path), nil
	}
}

// builtinTemplates returns the templates that logtoctl brings along in a
// locale.
func builtinTemplates(locale string) (manifest.Builtin, error) {
	folder, err := templates.Email(locale)
	if err != nil {
		return manifest.Builtin{}, err
	}
	files, err := email.Read(folder)
	return manifest.Builtin{Language: locale, Files: files}, err
}

func regionIDs() []string {
	var ids []string
	for _, region := range aliyundm.Regions() {
		ids = append(ids, region.ID)
	}
	return ids
}
