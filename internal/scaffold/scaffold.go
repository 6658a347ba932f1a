// Package scaffold writes a small web app, complete and ready to run, in which
// people sign in with Logto. [Files] makes its files of the ones that logtoctl
// brings along, for a framework and a module path; it is pure. [Prepare] compares
// them with a folder and refuses what would be lost, and [Project.Write] writes
// them with the app's .env. So a command can find out that nothing stands in the
// way before it changes anything at Logto.
package scaffold

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	common      = "common"   // the folder of what all frameworks share
	placeholder = "webapp"   // the name and module path of the app as it is brought along
	cookie      = "_session" // what follows the name in that of the app's cookie
	textual     = ".txt"     // hides a go.mod, which would cut its folder off from embedding
)

// named are the files that say what the app is called, besides go.mod.
var named = []string{"README.md", ".gitignore", "main.go"}

// Two files have names of another kind: that which people read on the pages, and
// that of the cookie.
const (
	titled = "pages.go"
	baked  = "sessions.go"
)

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
	switch {
	case name == titled:
		return replaceQuoted(text, placeholder, titleOf(module))
	case name == baked:
		return replaceQuoted(text, placeholder+cookie, cookieOf(module))
	case name == "go.mod":
		return word.ReplaceAllLiteral(text, []byte(module))
	case slices.Contains(named, name):
		return word.ReplaceAllLiteral(text, []byte(Name(module)))
	default:
		return text
	}
}

func replaceQuoted(text []byte, before, after string) []byte {
	return bytes.ReplaceAll(text, []byte(strconv.Quote(before)), []byte(strconv.Quote(after)))
}

// titleOf returns what the pages call the app of a module that nobody has named.
func titleOf(module string) string { return cmp.Or(Title(Name(module)), Name(module)) }

// cookieOf returns the name of the session cookie. What a module path may consist
// of is good for a cookie too, but browsers keep names in __ for special ones.
func cookieOf(module string) string { return strings.TrimLeft(Name(module), "_") + cookie }

// Name returns what an app of the module path is called: its last element that
// is not a version.
func Name(module string) string {
	parent, last := path.Split(module)
	if major.MatchString(last) && parent != "" {
		return path.Base(parent)
	}
	return last
}

// Title makes a name for people from that of a folder or a module: Corner Shop of
// corner-shop.
func Title(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '.' || unicode.IsSpace(r) })
	for i, word := range words {
		first, size := utf8.DecodeRuneInString(word)
		words[i] = string(unicode.ToUpper(first)) + word[size:]
	}
	return strings.Join(words, " ")
}

var major = regexp.MustCompile(`^v[0-9]+$`)
