package reliability_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// marks are the secrets that must not be seen, each with a name.
type marks struct {
	mu    sync.Mutex
	forms map[string]string // what it is, by each form of each secret
}

// add takes a secret up. What is too short would be found by chance.
func (m *marks) add(name, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, isKnown := m.forms[value]; isKnown || len(value) < 8 {
		return
	}
	if m.forms == nil {
		m.forms = map[string]string{}
	}
	for form, written := range forms(value) {
		m.forms[written] = fmt.Sprintf("%s (%s)", name, form)
	}
	m.forms[value] = name
}

// in returns the names of the secrets that a text holds, in any of the forms that
// a request or a file gives them.
func (m *marks) in(text string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []string
	for written, name := range m.forms {
		if strings.Contains(text, written) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// forms are the ways in which a secret can be written: as it is, or escaped for
// where it stands, and each of these in base64 or in hexadecimal digits.
func forms(value string) map[string]string {
	quoted, err := json.Marshal(value) // never an error for a string
	if err != nil {
		quoted = nil
	}
	all := map[string]string{
		"plain": value, "URL query": url.QueryEscape(value), "URL path": url.PathEscape(value), "HTML": html.EscapeString(value),
		"JSON": strings.Trim(string(quoted), `"`), "Go": strings.Trim(strconv.QuoteToASCII(value), `"`),
	}
	all["URL query, lower case"] = lowerEscapes.ReplaceAllStringFunc(all["URL query"], strings.ToLower)
	for form, written := range maps.Clone(all) {
		all[form+", hexadecimal"] = hex.EncodeToString([]byte(written))
		all[form+", HEXADECIMAL"] = strings.ToUpper(all[form+", hexadecimal"])
		for offset := range 3 {
			for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
				all[fmt.Sprintf("%s, %s, offset %d", form, name, offset)] = inside(encoding, written, offset)
			}
		}
	}
	return all
}

// lowerEscapes are those that some write in capitals and some do not.
var lowerEscapes = regexp.MustCompile(`%[0-9A-F]{2}`)

// inside is what base64 makes of a text that something stands before, which is so
// many bytes longer than a multiple of three, and something after it: the same bytes
// look different at each of three offsets, and what its neighbours have a part in is
// left out.
func inside(encoding *base64.Encoding, text string, offset int) string {
	shifted := strings.Repeat("x", offset) + text
	written := encoding.EncodeToString([]byte(shifted[:len(shifted)-len(shifted)%3]))
	if offset > 0 {
		written = written[4:]
	}
	return written
}

func TestForms(t *testing.T) {
	t.Parallel()
	const secret = "a/secret+of=some &length"
	var found marks
	found.add("it", secret)
	quoted, err := json.Marshal(map[string]string{"it": secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		secret, "x=" + url.QueryEscape(secret), strings.ToLower(url.QueryEscape(secret)), base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("app:" + secret)), base64.StdEncoding.EncodeToString([]byte("m2m:x" + secret + "more")),
		base64.URLEncoding.EncodeToString([]byte("idid:" + secret)), base64.StdEncoding.EncodeToString([]byte("id:" + url.QueryEscape(secret))),
		string(quoted), base64.RawURLEncoding.EncodeToString(quoted), html.EscapeString(secret), fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%q", secret),
	} {
		if len(found.in(text)) == 0 {
			t.Errorf("not found in %q", text)
		}
	}
	if got := found.in("a secret of some length"); len(got) > 0 {
		t.Errorf("found %q where it is not", got)
	}
}

// mayHold are the files that are there to hold secrets: kept tokens, backups, .env
// files and the key of the sandbox's certificate authority.
func mayHold(path string) bool {
	folder := filepath.ToSlash(path)
	return strings.HasSuffix(folder, "/.env") || strings.HasSuffix(folder, "/second.env") || slices.ContainsFunc(
		[]string{"/logtoctl/tokens/", "/logtoctl/backups/", "/logtoctl/sandbox/"},
		func(part string) bool { return strings.Contains(folder, part) },
	)
}

// inFiles looks through what was written: a secret stands only where it has to,
// in a file and a folder that nobody else can read.
func (m *marks) inFiles(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		held := m.in(string(content))
		if len(held) == 0 {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !mayHold(path) || info.Mode().Perm() != 0o600 {
			found = append(found, fmt.Sprintf("%s in %s (mode %o)", strings.Join(held, ", "), path, info.Mode().Perm()))
		}
		if folder, err := os.Stat(filepath.Dir(path)); err != nil || strings.Contains(path, "/logtoctl/") && folder.Mode().Perm() != 0o700 {
			found = append(found, fmt.Sprintf("others can look into the folder of %s (%v)", path, err))
		}
		return nil
	})
	return found, err
}
