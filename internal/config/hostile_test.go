package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/config"
)

// FuzzLoad_file: a config file that is anything is read or refused.
func FuzzLoad_file(f *testing.F) {
	for _, text := range []string{
		"", "---\n", "profile: a\nprofiles:\n  a: {endpoint: https://a.example}\n", "profiles: [a]\n", "profile: {}\n", "null", "a", "- a", "profile: a\nprofiles: null\n",
		"profiles: &p\n  a: *p\nprofile: a\n", "x: &a [1]\nprofiles: {a: {endpoint: *a}}\n", "profiles:\n  a: &a {region: x}\n  b: {<<: *a, timeout: 1}\nprofile: b\n",
		"profile: a\nprofiles: {a: {endpoint: \"${X}\", variables: {A: [b]}}}\n", "\x00", "\xff\xfe", "\ufeffprofile: a\n", "a: &a [*b]\n", "--- a\n--- b\n", "profile: !!binary x\n",
		strings.Repeat("[", 1e4), strings.Repeat("a: {", 1e4), "{? a: b}", "profile: a\nprofiles: {a: ~}\n", "*a", "<<: 1", "profiles: {? {a: b} : c}\nprofile: x\n",
	} {
		f.Add(text, "a")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, profile := range []string{"", name} {
			lookup := func(variable string) (string, bool) {
				if variable == "LOGTOCTL_CONFIG" {
					return path, true
				}
				return "", false
			}
			flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
			config.AddFlags(flags)
			_, err := config.Load(config.Source{Flags: flags, Lookup: lookup, Stdin: strings.NewReader(""), Profile: profile})
			if err != nil && err.Error() == "" {
				t.Error("the error says nothing")
			}
		}
	})
}
