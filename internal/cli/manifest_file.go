package cli

import (
	"context"
	"maps"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/infile"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/templates"
)

// stdin is the path that stands for standard input, and its name in findings.
const (
	stdin     = "-"
	stdinName = "<stdin>"
)

// recheck adds the command that checks corrected files again to what is wrong with
// them.
func recheck(err error, command string, paths, varFiles []string) error {
	for _, path := range paths {
		command += " -f " + ShellPath(path)
	}
	for _, path := range varFiles {
		command += " --var-file " + ShellPath(path)
	}
	return WithHint(err, "correct the file and check it without any request: "+command)
}

// validate is the command that checks a logtoctl.yaml.
const validate = "logtoctl validate"

// ReadManifest reads and checks a logtoctl.yaml and the overlays after it, - for
// stdin. Files of variables stand in for the environment and win over it, the
// last one over those before it. Warnings are told at once; errors are
// findings, and no request is made.
func (e *Env) ReadManifest(ctx context.Context, paths, varFiles []string) (manifest.Manifest, error) {
	return e.readManifest(ctx, paths, varFiles, nil)
}

// readManifest reads the files as [Env.ReadManifest] does, with values for
// variables that are not set.
func (e *Env) readManifest(ctx context.Context, paths, varFiles []string, unset map[string]string) (manifest.Manifest, error) {
	texts, err := e.ReadManifestTexts(ctx, paths, varFiles)
	if err != nil {
		return manifest.Manifest{}, err
	}
	return e.decodeTexts(texts, unset)
}

// DecodeManifest checks the text of a logtoctl.yaml that need not be written yet,
// as [Env.ReadManifest] would check it at the path, with what is laid over it.
func (e *Env) DecodeManifest(path string, text []byte, overlays ...manifest.Source) (manifest.Manifest, error) {
	sources := append([]manifest.Source{{Name: path, Data: text}}, overlays...)
	file, warnings, err := e.decodeManifest(sources, filepath.Dir(path), e.lookupForFiles, nil)
	for _, warning := range warnings {
		e.Note("%s", warning)
	}
	return file, recheck(err, validate, []string{path}, nil)
}

// decodeManifest checks the sources, whose relative paths count from the folder.
func (e *Env) decodeManifest(sources []manifest.Source, folder string, lookup func(string) (string, bool), check func(email.Template) []email.Issue) (manifest.Manifest, manifest.Findings, error) {
	builtin, err := builtinTemplates(templates.Locales()[0])
	if err != nil {
		return manifest.Manifest{}, nil, err
	}
	file, warnings, err := manifest.DecodeManifest(sources, manifest.Options{
		ConnectorOptions: manifest.ConnectorOptions{
			Lookup: lookup, OpenDir: openBelow(folder), Builtin: builtin, Regions: regionIDs(),
		},
		ReadFile: readBelow(folder), Check: check,
	})
	e.keepSecret(file)
	return file, warnings, err
}

// keepSecret makes sure that the file's secret is known before a warning is told, or
// anything later.
func (e *Env) keepSecret(file manifest.Manifest) {
	if file.Connector != nil {
		e.Secrets.Add(file.Connector.AccessKeySecret)
	}
}

// readSources reads the files in their order.
func (e *Env) readSources(ctx context.Context, paths []string) ([]manifest.Source, error) {
	sources := make([]manifest.Source, len(paths))
	for i, path := range paths {
		data, err := e.readFile(ctx, path, "name the file with -f, or see examples/bookstore.yaml")
		if err != nil {
			return nil, err
		}
		if path == stdin {
			path = stdinName
		}
		sources[i] = manifest.Source{Name: path, Data: data}
	}
	return sources, nil
}

// readVariables reads files of variables, the last one winning over those before.
func (e *Env) readVariables(ctx context.Context, varFiles []string) (map[string]string, error) {
	variables := make(map[string]string)
	for _, path := range varFiles {
		data, err := e.readFile(ctx, path, "name the file with --var-file")
		if err != nil {
			return nil, err
		}
		more, err := manifest.DecodeVariables(path, data)
		if err != nil {
			return nil, recheck(err, validate, []string{"FILE"}, []string{path})
		}
		maps.Copy(variables, more)
	}
	return variables, nil
}

// lookupOver returns the environment that a file sees, below the variables.
func (e *Env) lookupOver(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		if value, found := variables[name]; found {
			return value, true
		}
		return e.lookupForFiles(name)
	}
}

// readBelow reads the connector.json that a file names; a relative path counts
// from the file.
func readBelow(folder string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		return infile.Read(path, fileLimit)
	}
}
