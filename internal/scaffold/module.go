package scaffold

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// element is one part of a module path, between two slashes.
var element = regexp.MustCompile(`^[A-Za-z0-9_~-][A-Za-z0-9_.~-]*$`)

// shortName is what old Windows makes of a long name, which Go refuses.
var shortName = regexp.MustCompile(`~[0-9]+$`)

// CheckModule tells whether go accepts a text as the path of a module:
// https://go.dev/ref/mod#go-mod-file-ident.
func CheckModule(module string) error {
	parts := strings.Split(module, "/")
	for _, part := range parts {
		stem, _, _ := strings.Cut(part, ".")
		switch {
		case !element.MatchString(part), strings.HasSuffix(part, "."), shortName.MatchString(stem):
			return invalid(module, "it has to be like bookstore or example.com/bookstore: letters, digits, and - . _ ~ inside of a part")
		case slices.Contains(reserved(), strings.ToLower(stem)):
			return invalid(module, "no file on Windows can be called "+part)
		}
	}
	if strings.HasPrefix(parts[0], "-") {
		return invalid(module, "it begins with a -")
	}
	if slices.Contains(standard(), parts[0]) {
		return invalid(module, parts[0]+" belongs to Go's standard library")
	}
	return nil
}

func invalid(module, why string) error {
	return fmt.Errorf("%q cannot be the path of a Go module: %s", module, why)
}

// moduleOf returns the path of the module in a folder that names none: the
// folder's own name, or what can be made of it, such as my-shop of "my shop".
func moduleOf(dir string) (string, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	own := filepath.Base(whole)
	err = CheckModule(own)
	if err == nil {
		return own, nil
	}
	if module := plain(own); CheckModule(module) == nil {
		return module, nil
	}
	return "", fmt.Errorf("%w (it is the name of the folder: choose another with --module)", err)
}

// plain makes a name of letters and digits that every keyboard has: those with an
// accent lose it, and anything else becomes a hyphen.
func plain(name string) string {
	var made strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._~-", r)):
			made.WriteRune(r)
		case unicode.IsMark(r):
		case !unicode.IsLetter(r):
			made.WriteByte('-')
		default:
			return "" // what is left without it would mean something else
		}
	}
	return strings.Trim(made.String(), "-.")
}

// reserved are names that Windows keeps for devices.
func reserved() []string {
	return strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")
}

// standard are the first parts of the standard library's packages, and go, which
// go.mod uses for the version of the language.
func standard() []string {
	return strings.Fields(`archive bufio builtin bytes cmd cmp compress container context crypto database debug
		embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path
		plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time
		unicode unique unsafe vendor weak`)
}
