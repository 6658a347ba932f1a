package cli_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
)

func TestShellPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"shop": "shop", "a/b c": "'a/b c'", "-dash": "./-dash", "-a b": "'./-a b'", "it's": `'it'\''s'`, "": "''",
	} {
		if got := cli.ShellPath(path); got != want {
			t.Errorf("%q becomes %s, want %s", path, got, want)
		}
	}
}

func TestRunApp(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]string{
		"shop": "cd shop && go run .", "-dash": "cd ./-dash && go run .", "my shop": "cd 'my shop' && go run .",
		".": "go run .", "./": "go run .", "a/..": "go run .",
	} {
		if got := cli.RunApp(dir); got != want {
			t.Errorf("in %q it is %s, want %s", dir, got, want)
		}
	}
}
