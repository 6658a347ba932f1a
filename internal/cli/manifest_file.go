package cli

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

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
	if len(paths) == 0 {
		return manifest.Manifest{}, missing("no file is given", "add -f logtoctl.yaml (- for stdin)")
	}
	if all := slices.Concat(paths, varFiles); slices.Contains(all, stdin) && slices.Contains(all[slices.Index(all, stdin)+1:], stdin) {
		return manifest.Manifest{}, Usagef("- is there twice, and stdin can be read only once")
	}
	lookup, err := e.lookupIn(ctx, varFiles)
	if err != nil {
		return manifest.Manifest{}, err
	}
	sources, err := e.readSources(ctx, paths)
	if err != nil {
		return manifest.Manifest{}, err
	}
	file, err := e.decodeManifest(sources, filepath.Dir(paths[0]), orUnset(lookup, unset))
	return file, recheck(err, validate, paths, varFiles)
}

// DecodeManifest checks the text of a logtoctl.yaml that need not be written yet,
// as [Env.ReadManifest] would check it at the path, with what is laid over it.
func (e *Env) DecodeManifest(path string, text []byte, overlays ...manifest.Source) (manifest.Manifest, error) {
	sources := append([]manifest.Source{{Name: path, Data: text}}, overlays...)
	file, err := e.decodeManifest(sources, filepath.Dir(path), e.lookupForFiles)
	return file, recheck(err, validate, []string{path}, nil)
}

// decodeManifest checks the sources, whose relative paths count from the folder.
func (e *Env) decodeManifest(sources []manifest.Source, folder string, lookup func(string) (string, bool)) (manifest.Manifest, error) {
	builtin, err := builtinTemplates(templates.Locales()[0])
	if err != nil {
		return manifest.Manifest{}, err
	}
	file, warnings, err := manifest.DecodeManifest(sources, manifest.Options{
		ConnectorOptions: manifest.ConnectorOptions{
			Lookup: lookup, OpenDir: openBelow(folder), Builtin: builtin, Regions: regionIDs(),
		},
		ReadFile: readBelow(folder),
	})
	if file.Connector != nil {
		e.Secrets.Add(file.Connector.AccessKeySecret)
	}
	for _, warning := range warnings {
		e.Note("%s", warning)
	}
	if err != nil {
		return manifest.Manifest{}, err
	}
	return file, nil
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

// lookupIn returns the environment that a file sees, below the files of
// variables.
func (e *Env) lookupIn(ctx context.Context, varFiles []string) (func(string) (string, bool), error) {
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
	return func(name string) (string, bool) {
		if value, found := variables[name]; found {
			return value, true
		}
		return e.lookupForFiles(name)
	}, nil
}

// readBelow reads the connector.json that a file names; a relative path counts
// from the file.
func readBelow(folder string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		return io.ReadAll(io.LimitReader(file, fileLimit))
	}
}
