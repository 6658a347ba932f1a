package cli

import (
	"context"
	"crypto/sha256"
	"path/filepath"
	"slices"
	"sync"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// ManifestTexts are a logtoctl.yaml, its overlays and its files of variables, read
// once for all tenants of a run. Each tenant decodes them with its own variables;
// what one of them has found to be right is not looked at again for the next.
type ManifestTexts struct {
	paths, varFiles []string
	sources         []manifest.Source
	variables       map[string]string

	mu    sync.Mutex
	told  map[string]bool            // the warnings
	sound map[[sha256.Size]byte]bool // the templates without an issue
	last  decoded
}

// decoded is a file with the variables that it asked for.
type decoded struct {
	file  manifest.Manifest
	asked map[string]variable // nil when there is no file
}

type variable struct {
	value string
	set   bool
}

// ReadManifestTexts reads the files that the user named, - for stdin. Files of
// variables stand in for the environment and win over it, the last one over those
// before it.
func (e *Env) ReadManifestTexts(ctx context.Context, paths, varFiles []string) (*ManifestTexts, error) {
	if len(paths) == 0 {
		return nil, missing("no file is given", "add -f logtoctl.yaml (- for stdin)")
	}
	if all := slices.Concat(paths, varFiles); slices.Contains(all, stdin) && slices.Contains(all[slices.Index(all, stdin)+1:], stdin) {
		return nil, Usagef("- is there twice, and stdin can be read only once")
	}
	variables, err := e.readVariables(ctx, varFiles)
	if err != nil {
		return nil, err
	}
	sources, err := e.readSources(ctx, paths)
	if err != nil {
		return nil, err
	}
	return &ManifestTexts{
		paths: paths, varFiles: varFiles, sources: sources, variables: variables,
		told: map[string]bool{}, sound: map[[sha256.Size]byte]bool{},
	}, nil
}

// DecodeManifestTexts checks the texts with the variables of this tenant. Each
// warning is told once; errors are findings.
func (e *Env) DecodeManifestTexts(texts *ManifestTexts) (manifest.Manifest, error) {
	return e.decodeTexts(texts, nil)
}

// decodeTexts decodes the texts with values for variables that are not set.
func (e *Env) decodeTexts(texts *ManifestTexts, unset map[string]string) (manifest.Manifest, error) {
	lookup := orUnset(e.lookupOver(texts.variables), unset)
	if file, same := texts.again(lookup); same {
		e.keepSecret(file)
		return file, nil
	}
	asked := map[string]variable{}
	file, warnings, err := e.decodeManifest(texts.sources, filepath.Dir(texts.paths[0]), func(name string) (string, bool) {
		value, set := lookup(name)
		asked[name] = variable{value, set}
		return value, set
	}, texts.check)
	for _, warning := range warnings {
		if texts.first(warning.String()) {
			e.Note("%s", warning)
		}
	}
	if err != nil {
		return manifest.Manifest{}, recheck(err, validate, texts.paths, texts.varFiles)
	}
	texts.mu.Lock()
	defer texts.mu.Unlock()
	texts.last = decoded{file, asked}
	return file, nil
}

// again returns the file as it was decoded last, when all variables that it asked
// for are the same.
func (t *ManifestTexts) again(lookup func(string) (string, bool)) (manifest.Manifest, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for name, before := range t.last.asked {
		if value, set := lookup(name); (variable{value, set}) != before {
			return manifest.Manifest{}, false
		}
	}
	return t.last.file, t.last.asked != nil
}

// first tells whether a warning is said for the first time.
func (t *ManifestTexts) first(warning string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	told := t.told[warning]
	t.told[warning] = true
	return !told
}

// check finds what is wrong with a template, unless it is known to be sound. Only a
// hash is kept, because each tenant may have texts of its own.
func (t *ManifestTexts) check(template email.Template) []email.Issue {
	hash := sha256.Sum256([]byte(string(template.UsageType) + "\x00" + template.Subject + "\x00" + template.Content))
	t.mu.Lock()
	sound := t.sound[hash]
	t.mu.Unlock()
	if sound {
		return nil
	}
	issues := email.Check(template)
	if len(issues) == 0 {
		t.mu.Lock()
		t.sound[hash] = true
		t.mu.Unlock()
	}
	return issues
}
