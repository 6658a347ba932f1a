package config_test

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/config"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, option := range config.Options() {
		for kind, name := range map[string]string{"name": option.Name, "variable": option.Env, "short": option.Short} {
			if name == "" {
				continue
			}
			if other := seen[kind+name]; other != "" {
				t.Errorf("the %s %q belongs to %s and to %s", kind, name, other, option.Name)
			}
			seen[kind+name] = option.Name
		}
		if option.Name != strings.ToLower(option.Name) || strings.ContainsAny(option.Name, "._ ") {
			t.Errorf("%q is no name for a flag and a key of the file", option.Name)
		}
		if option.Secret && option.Flag {
			t.Errorf("%s is a secret and has a flag", option.Name)
		}
		if option.Flag && option.Usage == "" {
			t.Errorf("%s has a flag without a help text", option.Name)
		}
	}
}

func TestAddFlags(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
	config.AddFlags(flags)
	for _, option := range config.Options() {
		flag := flags.Lookup(option.Name)
		switch {
		case (flag != nil) != option.Flag:
			t.Errorf("--%s exists: %t, want %t", option.Name, flag != nil, option.Flag)
		case flag != nil && (flag.Shorthand != option.Short || flag.DefValue != option.Default || (flag.Value.Type() == "bool") != option.Bool):
			t.Errorf("--%s is -%s, %s, by default %q", option.Name, flag.Shorthand, flag.Value.Type(), flag.DefValue)
		}
	}
	if err := flags.Parse([]string{"--m2m-app-secret", "x"}); err == nil {
		t.Error("a secret can be given on the command line")
	}
}
