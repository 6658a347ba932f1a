package cli_test

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/cli"
)

func TestNotEmpty(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		want string
	}{
		{nil, ""},
		{[]string{"--text", "a", "--list", "b,c", "--list=d"}, ""},
		{[]string{"--text", ""}, `invalid argument "" for "--text" flag: it is empty`},
		{[]string{"--text", " "}, "it is empty"},
		{[]string{"--list="}, `invalid argument "" for "--list" flag: it is empty`},
	}
	for _, test := range tests {
		flags := pflag.NewFlagSet("", pflag.ContinueOnError)
		text, list := flags.String("text", "", "a text"), flags.StringSlice("list", nil, "a list")
		plain := flags.FlagUsages()
		cli.NotEmpty(flags, "text", "list")
		if usage := flags.FlagUsages(); usage != plain {
			t.Errorf("the help changed to\n%s", usage)
		}
		err := flags.Parse(test.args)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %s", test.args, err, test.want)
		}
		if err == nil && len(test.args) > 0 && (*text != "a" || strings.Join(*list, " ") != "b c d") {
			t.Errorf("%q: %q %q", test.args, *text, *list)
		}
	}
}
