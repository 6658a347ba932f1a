package reliability_test

import (
	"os"
	"strings"
	"testing"
)

// TestSecrets_found makes sure that the search finds something: on stdout, in the
// arguments of a process, in what a child process is given, and in files that are
// not there for it or that others can read.
func TestSecrets_found(t *testing.T) {
	t.Parallel()
	w, secrets := secretWorld(t, "app env")
	ended, err := w.run(t.Context(), "app", "env", "bookstore", "--reveal-secret")
	if err != nil || ended.code != 0 || len(secrets.in(ended.stdout)) == 0 {
		t.Errorf("--reveal-secret: exit code %d, %v, nothing found on stdout", ended.code, err)
	}
	if found := secrets.in(ended.stderr); len(found) > 0 {
		t.Errorf("--reveal-secret: on stderr: %q", found)
	}
	seen := false
	if _, err := w.runDisturbed(t.Context(), once(func(x *exchange) {
		seen = seen || len(secrets.in(strings.Join(w.processes(), "\n"))) > 0
		x.through()
	}), everywhere, "app", "get", smtpPassword); err != nil || !seen {
		t.Errorf("in the arguments of a process: nothing found, %v", err)
	}
	for name, leak := range map[string]func() error{
		"in what a child is given": func() error {
			_, err := w.run(t.Context(), "sandbox", "exec", "--", "child", smtpPassword)
			return err
		},
		"in another file": func() error { return w.write(map[string]string{"leak.txt": smtpPassword}) },
		"in a .env file for everybody": func() error {
			return os.Chmod(w.path("work", ".env"), 0o644)
		},
	} {
		before, err := secrets.inFiles(w.folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := leak(); err != nil {
			t.Fatal(err)
		}
		if after, err := secrets.inFiles(w.folder); err != nil || len(after) <= len(before) {
			t.Errorf("%s: nothing found, %v", name, err)
		}
	}
}
