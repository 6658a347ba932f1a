// Package scaffold writes a small web app, complete and ready to run, in which
// people sign in with Logto. [Files] makes its files of the ones that logtoctl
// brings along, for a framework and a module path; it is pure. [Prepare] compares
// them with a folder and refuses what would be lost, and [Project.Write] writes
// them with the app's .env. So a command can find out that nothing stands in the
// way before it changes anything at Logto.
package scaffold

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/logtoctl/logtoctl/internal/folder"
)

// Framework is what an app answers requests with.
type Framework string

// The frameworks. Their values are the names of their folders, too.
const (
	Gin     Framework = "gin"
	NetHTTP Framework = "net-http"
)

// Frameworks returns the names that there are, the default first.
func Frameworks() []string { return []string{string(Gin), string(NetHTTP)} }

const (
	common      = "common" // the folder of what all frameworks share
	placeholder = "webapp" // the name and module path of the app as it is brought along
	textual     = ".txt"   // hides a go.mod, which would cut its folder off from embedding
)

// named are the files that say what the app is called.
var named = []string{"go.mod", "README.md", ".gitignore", "main.go", "pages.go"}

var word = regexp.MustCompile(`\b` + placeholder + `\b`)

// Files returns the files of an app, sorted by name. The source has a folder
// common and one for each framework. The module path has been checked by
// [CheckModule].
func Files(source fs.FS, framework Framework, module string) ([]folder.File, error) {
	var files []folder.File
	for _, part := range []string{common, string(framework)} {
		err := fs.WalkDir(source, part, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(source, name)
			if err != nil {
				return err
			}
			name = strings.TrimSuffix(strings.TrimPrefix(name, part+"/"), textual)
			files = append(files, folder.File{Name: name, Text: adapt(name, text, module)})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read the app for %s: %w", framework, err)
		}
	}
	slices.SortFunc(files, func(a, b folder.File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// adapt puts the app's own name in place.
func adapt(name string, text []byte, module string) []byte {
	if !slices.Contains(named, name) {
		return text
	}
	own := Name(module)
	if name == "go.mod" {
		own = module
	}
	return word.ReplaceAllLiteral(text, []byte(own))
}

// Name returns what an app of the module path is called: its last element that
// is not a version.
func Name(module string) string {
	parent, last := path.Split(module)
	if major.MatchString(last) && parent != "" {
		return path.Base(parent)
	}
	return last
}

var major = regexp.MustCompile(`^v[0-9]+$`)
