package reliability_test

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// marks are the secrets that must not be seen, each with a name.
type marks struct {
	mu     sync.Mutex
	values map[string]string // name by value
}

// add takes a secret up. What is too short would be found by chance.
func (m *marks) add(name, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(value) >= 8 {
		m.values[value] = name
	}
}

// in returns the names of the secrets that a text holds, in any of the forms that
// a request or a file gives them.
func (m *marks) in(text string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []string
	for _, value := range slices.Sorted(maps.Keys(m.values)) {
		for form, written := range forms(value) {
			if strings.Contains(text, written) {
				found = append(found, fmt.Sprintf("%s (%s)", m.values[value], form))
			}
		}
	}
	return found
}

// forms are the ways in which a secret can be written. In base64 the same bytes
// look different at each of three offsets; what stays the same at each is taken.
func forms(value string) map[string]string {
	all := map[string]string{"plain": value, "URL query": url.QueryEscape(value), "URL path": url.PathEscape(value)}
	for offset := range 3 {
		shifted := strings.Repeat("x", offset) + value
		whole := len(shifted) - len(shifted)%3
		for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			written := encoding.EncodeToString([]byte(shifted[:whole]))
			if offset > 0 {
				written = written[4:]
			}
			all[fmt.Sprintf("%s, offset %d", name, offset)] = written
		}
	}
	return all
}

func TestForms(t *testing.T) {
	t.Parallel()
	const secret = "a/secret+of=some length"
	found := marks{values: map[string]string{secret: "it"}}
	for _, text := range []string{
		secret, "x=" + url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("app:" + secret)), base64.StdEncoding.EncodeToString([]byte("m2m:x" + secret + "more")),
		base64.URLEncoding.EncodeToString([]byte("idid:" + secret)),
	} {
		if len(found.in(text)) == 0 {
			t.Errorf("not found in %q", text)
		}
	}
	if got := found.in("a secret of some length"); len(got) > 0 {
		t.Errorf("found %q where it is not", got)
	}
}

// mayHold are the files that are there to hold secrets: kept tokens, backups and
// .env files.
func mayHold(path string) bool {
	folder := filepath.ToSlash(path)
	return strings.HasSuffix(folder, ".env") || strings.Contains(folder, "/logtoctl/tokens/") || strings.Contains(folder, "/logtoctl/backups/")
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

// inArguments looks at the arguments of all processes of this machine, where it
// shows them as files.
func (m *marks) inArguments() []string {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	var found []string
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil { // else it has ended
			found = append(found, m.in(string(content))...)
		}
	}
	return found
}
