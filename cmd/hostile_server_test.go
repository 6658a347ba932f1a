package cmd_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
)

// TestRun_hostileServer drives the commands against servers that put sequences for
// the terminal into all their texts: none reaches stdout or stderr, in any format,
// into a pipe or on a terminal, with -v, whether the command succeeds or fails.
func TestRun_hostileServer(t *testing.T) {
	t.Parallel()
	for _, how := range hostilities() {
		t.Run(how.name, func(t *testing.T) {
			t.Parallel()
			tenant := startSpoilt(t)
			surroundings := tenant.behind(t, how)
			succeeded, showed := 0, false
			for _, args := range hostileCommands(tenant.connector) {
				for _, shape := range []struct {
					format   string
					terminal bool
				}{{"table", false}, {"table", true}, {"json", false}, {"yaml", true}} {
					var stdout, stderr bytes.Buffer
					streams := cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr, OutTerminal: shape.terminal, OutWidth: 80}
					line := slices.Concat(args, []string{"-v", "-o", shape.format})
					if cmd.Run(t.Context(), line, streams, surroundings) == 0 {
						succeeded++
					}
					showed = showed || strings.Contains(stdout.String()+stderr.String(), "evil")
					checkShown(t, line, "stdout", stdout.String())
					checkShown(t, line, "stderr", stderr.String())
				}
			}
			if showed != how.shown {
				t.Errorf("something of what the server says is shown: %t, want %t", showed, how.shown)
			}
			if how.name == "texts" && succeeded < 50 {
				t.Errorf("only %d runs succeeded", succeeded)
			}
		})
	}
}

// hostileCommands are command lines that read from a service, and those that
// print back what they wrote.
func hostileCommands(connector string) [][]string {
	return [][]string{
		{"app", "list"},
		{"app", "get", "bookstore"},
		{"app", "env", "bookstore", "--reveal-secret"},
		{"app", "update", "bookstore", "--description", "x", "--dry-run"},
		{"app", "secret", "list", "bookstore"},
		{"app", "delete", "nobody", "--yes"},
		{"app", "create", "Shop", "--redirect-uri", "http://localhost:4000/callback", "--dry-run"},
		{"connector", "aliyun-dm", "get"},
		{"connector", "aliyun-dm", "export"},
		{"connector", "aliyun-dm", "apply", "-f", connector, "--dry-run"},
		{"connector", "aliyun-dm", "test", "reader@example.com"},
		{"sie", "get"},
		{"sie", "enable-email", "--dry-run"},
		{"export"},
		{"plan", "-f", filepath.Join("..", "examples", "bookstore.yaml")},
		{"templates", "push", "--dry-run"},
		{"dm", "domain", "list"},
		{"dm", "domain", "get", "mail.example.com"},
		{"dm", "sender", "list"},
		{"dm", "tag", "list"},
		{"dm", "account"},
		{"doctor"},
		{"sandbox", "inbox"},
		{"sandbox", "inbox", "--code"},
		{"test-email", "reader@example.com"},
	}
}

// checkShown finds characters that a terminal must not be shown.
func checkShown(t *testing.T, line []string, stream, text string) {
	t.Helper()
	for number, shown := range strings.Split(text, "\n") {
		at := strings.IndexFunc(shown, func(r rune) bool {
			return unicode.IsControl(r) && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
		})
		if at >= 0 {
			t.Errorf("logtoctl %s: line %d of %s plays with the terminal: %q", strings.Join(line, " "), number+1, stream, shown[max(0, at-40):min(len(shown), at+40)])
			return
		}
	}
}

// TestExport_hostileNames exports from a server whose names are paths: nothing is
// written outside of the folder, and what no file can be called stays in the file.
func TestExport_hostileNames(t *testing.T) {
	t.Parallel()
	tenant := startSpoilt(t)
	for _, name := range []string{
		"../escaped", "../../../escaped", "/tmp/escaped", `..\escaped`, `C:\escaped`, "a/b", ".", "..", "CON", "nul\x00", "line\nbreak", attack, strings.Repeat("x", 5000),
	} {
		for _, members := range [][]string{{"usageType", "templateType"}, {"languageTag"}} {
			how := hostility{answer: func(r *http.Response) error {
				return rewrite(r, func(key, value string) string {
					if slices.Contains(members, key) {
						return name
					}
					return value
				})
			}}
			above := t.TempDir()
			folder := filepath.Join(above, "deep", "emails")
			var stdout, stderr bytes.Buffer
			streams := cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}
			code := cmd.Run(t.Context(), []string{"export", "--templates-dir", folder}, streams, tenant.behind(t, how))
			checkShown(t, []string{"export"}, "stdout", stdout.String())
			checkShown(t, []string{"export"}, "stderr", stderr.String())
			if code != 0 {
				t.Errorf("%s %q: exit code %d\n%s", members, name, code, &stderr)
			}
			checkInside(t, above, folder)
		}
	}
}

// checkInside finds files that are not below the folder, and names of files that
// play with a terminal.
func checkInside(t *testing.T, above, folder string) {
	t.Helper()
	err := filepath.WalkDir(above, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(path, folder+string(filepath.Separator)) {
			t.Errorf("%q was written outside of %s", path, folder)
		}
		checkShown(t, []string{"export"}, "a name", strings.ReplaceAll(path, "\n", "\x00"))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat("/tmp/escaped"); err == nil {
		t.Error("/tmp/escaped was written")
	}
}
