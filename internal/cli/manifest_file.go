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

// manifestError is what is wrong with a logtoctl.yaml and its companions.
type manifestError struct{ error }

// Unwrap returns the findings.
func (e *manifestError) Unwrap() error { return e.error }

// Hint names the command that checks the files again.
func (e *manifestError) Hint() string {
	return "correct the file and check it without any request: logtoctl validate -f FILE"
}

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
	return e.decodeManifest(sources, filepath.Dir(paths[0]), orUnset(lookup, unset))
}

// DecodeManifest checks the text of a logtoctl.yaml that need not be written yet,
// as [Env.ReadManifest] would check it at the path.
func (e *Env) DecodeManifest(path string, text []byte) (manifest.Manifest, error) {
	return e.decodeManifest([]manifest.Source{{Name: path, Data: text}}, filepath.Dir(path), e.lookupForFiles)
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
		return manifest.Manifest{}, &manifestError{err}
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
			return nil, &manifestError{err}
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
