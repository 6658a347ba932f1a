package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// execute runs a small tree of commands: logtoctl app {list, create NAME, secret {list}}.
func execute(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	leaf := func(use string, names ...string) *cobra.Command {
		return &cobra.Command{Use: use, Args: cli.Args(names...), RunE: func(cmd *cobra.Command, args []string) error {
			cmd.Printf("%s %q", cmd.Name(), args)
			return nil
		}}
	}
	var out bytes.Buffer
	root := cli.Group(&cobra.Command{Use: "logtoctl", SilenceErrors: true, SilenceUsage: true},
		cli.Group(&cobra.Command{Use: "app", Short: "Applications"},
			leaf("list"), leaf("create", "NAME"), leaf("rename", "OLD", "NEW"),
			cli.Group(&cobra.Command{Use: "secret", Short: "Secrets"}, leaf("list")),
		),
	)
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return out.String(), err
}

func TestGroup(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args       string
		text, hint string
	}{
		"unknown":           {"colours", `logtoctl has no command "colours"`, "see what there is: logtoctl --help"},
		"begun":             {"ap", `logtoctl has no command "ap"`, "did you mean logtoctl app?"},
		"unknown below":     {"app colours", `logtoctl app has no command "colours"`, "see what there is: logtoctl app --help"},
		"begun below":       {"app li", `logtoctl app has no command "li"`, "did you mean logtoctl app list?"},
		"begun far below":   {"app secret l", `logtoctl app secret has no command "l"`, "did you mean logtoctl app secret list?"},
		"no argument":       {"app create", "the argument NAME is missing", "use it like this: logtoctl app create"},
		"one of two":        {"app rename a", "the argument NEW is missing", "use it like this: logtoctl app rename"},
		"none of two":       {"app rename", "the argument OLD NEW is missing", "use it like this: logtoctl app rename"},
		"an argument more":  {"app create a b", `unexpected argument "b"`, "use it like this: logtoctl app create"},
		"arguments to none": {"app list a", `unexpected argument "a"`, "use it like this: logtoctl app list"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := execute(t, strings.Fields(test.args)...)
			if failure := cli.Describe(err); failure.Code != "usage" || failure.Message != test.text || failure.Hint != test.hint {
				t.Errorf("error is %+v", failure)
			}
			if exitcode.Of(err) != exitcode.Usage || out != "" {
				t.Errorf("exit code %d, told %q", exitcode.Of(err), out)
			}
		})
	}
}

func TestGroup_runs(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"app create a":    `create ["a"]`,
		"app rename a b":  `rename ["a" "b"]`,
		"app secret list": `list []`,
	} {
		if out, err := execute(t, strings.Fields(args)...); err != nil || out != want {
			t.Errorf("%s: %q, %v", args, out, err)
		}
	}
	for _, args := range []string{"", "app", "app secret", "app --help"} {
		if out, err := execute(t, strings.Fields(args)...); err != nil || !strings.Contains(out, "Usage:") {
			t.Errorf("%q: %q, %v; want its help", args, out, err)
		}
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	if err := cli.Usage(nil); err != nil {
		t.Errorf("no error became %v", err)
	}
	err := cli.Usagef("read %s: %w", "x", io.EOF)
	if err.Error() != "read x: EOF" || !errors.Is(err, io.EOF) || exitcode.Of(err) != exitcode.Usage {
		t.Errorf("error is %v, exit code %d", err, exitcode.Of(err))
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	if err := cli.OneOf("factor", "both", "code", "both"); err != nil {
		t.Error(err)
	}
	for _, value := range []string{"", "Both", "bot"} {
		err := cli.OneOf("factor", value, "code", "both")
		if err == nil || exitcode.Of(err) != exitcode.Usage || err.Error() != `--factor "`+value+`" is unknown: use code, both` {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"you@example.com", "a.b+c@mail.example.com", "ü@bücher.example"} {
		if err := cli.Address(address); err != nil {
			t.Error(err)
		}
	}
	for _, address := range []string{"", "you", "you@", "@example.com", "You <you@example.com>", "<you@example.com>", " you@example.com", "a@b.c,d@e.f", "a@b.c\r\nBcc: d@e.f"} {
		if err := cli.Address(address); err == nil || exitcode.Of(err) != exitcode.Usage {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// Another hint takes the place of an error's own; the rest of it stays.
func TestWithHint(t *testing.T) {
	t.Parallel()
	err := cli.WithHint(cli.Usagef("no"), "type this")
	failure := cli.Describe(err)
	if failure.Message != "no" || failure.Code != "usage" || failure.Hint != "type this" || exitcode.Of(err) != exitcode.Usage {
		t.Errorf("it is %+v with exit code %d", failure, exitcode.Of(err))
	}
	if cli.WithHint(nil, "type this") != nil {
		t.Error("nothing became an error")
	}
}

// Nobody reads Go's own word for an interruption.
func TestDescribe_interrupted(t *testing.T) {
	t.Parallel()
	failure := cli.Describe(fmt.Errorf("create application Shop: %w", context.Canceled))
	if failure.Message != "create application Shop: interrupted" || failure.Code != "interrupted" {
		t.Errorf("it is %+v", failure)
	}
}
