package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/config"
)

const shops = `
profiles:
  shop-b: {endpoint: https://b.example}
  staging: {endpoint: https://s.example}
  shop-a: {endpoint: https://a.example}
  Shop-C: {endpoint: https://c.example}
  "odd[1]": {endpoint: https://o.example}
`

func TestProfiles(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		run     run
		want    []string
		several bool
	}{
		"none":                             {run{}, nil, false},
		"one":                              {run{args: []string{"--profile", "shop-a"}}, []string{"shop-a"}, false},
		"several, without any file":        {run{args: []string{"--profile", "b, a,,"}}, []string{"b", "a"}, true},
		"by environment":                   {run{env: map[string]string{"LOGTOCTL_PROFILE": "a,b"}}, []string{"a", "b"}, true},
		"the flag before it":               {run{env: map[string]string{"LOGTOCTL_PROFILE": "a,b"}, args: []string{"--profile", "c"}}, []string{"c"}, false},
		"the same twice":                   {run{args: []string{"--profile", "a,a"}}, []string{"a"}, true},
		"a pattern, as the file has it":    {run{file: shops, args: []string{"--profile", "shop-*"}}, []string{"shop-b", "shop-a"}, true},
		"a pattern in the environment":     {run{file: shops, env: map[string]string{"LOGTOCTL_PROFILE": "shop-?"}}, []string{"shop-b", "shop-a"}, true},
		"all":                              {run{file: shops, args: []string{"--profile", "*"}}, []string{"shop-b", "staging", "shop-a", "Shop-C", "odd[1]"}, true},
		"a pattern that fits one":          {run{file: shops, args: []string{"--profile", "stag*"}}, []string{"staging"}, true},
		"each once":                        {run{file: shops, args: []string{"--profile", "shop-a,shop-*,[Ss]hop-*"}}, []string{"shop-a", "shop-b", "Shop-C"}, true},
		"a name that looks like a pattern": {run{file: shops, args: []string{"--profile", "odd[1]"}}, []string{"odd[1]"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, several, err := config.Profiles(test.run.source(t))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || several != test.several {
				t.Errorf("several: %t, want %t; profiles (-want +got):\n%s", several, test.several, diff)
			}
		})
	}
}

func TestProfiles_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		run  run
		want string
		hint string
	}{
		"fits nothing":          {run{file: shops, args: []string{"--profile", "x-*"}}, `config.yaml has no profile that fits "x-*"`, "there is shop-b, staging, shop-a, Shop-C, odd[1]"},
		"one of several":        {run{file: shops, args: []string{"--profile", "shop-*,stagin?*x"}}, `has no profile that fits "stagin?*x"`, `did you mean "staging"?`},
		"no pattern":            {run{file: shops, args: []string{"--profile", "shop-["}}, `the profile "shop-[" is no pattern`, ""},
		"no profiles":           {run{file: "# nothing\n", args: []string{"--profile", "*"}}, `has no profile that fits "*"`, "write one below profiles: in that file"},
		"a pattern and no file": {run{args: []string{"--profile", "*"}}, "read the config file", ""},
		"many":                  {run{file: many(8), args: []string{"--profile", "zzzzz*"}}, "has no profile", "there is s-0, s-1, s-2, s-3, s-4 and 3 more"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names, _, err := config.Profiles(test.run.source(t))
			if err == nil || !strings.Contains(err.Error(), test.want) || names != nil {
				t.Fatalf("profiles %v, error %v, want %q", names, err, test.want)
			}
			none, isNone := errors.AsType[*config.NoProfileError](err)
			if isNone != (test.hint != "") || isNone && none.Hint() != test.hint {
				t.Errorf("error %#v, want the hint %q", err, test.hint)
			}
		})
	}
}

func many(count int) string {
	var file strings.Builder
	file.WriteString("profiles:\n")
	for i := range count {
		fmt.Fprintf(&file, "  s-%d: {endpoint: https://s-%d.example}\n", i, i)
	}
	return file.String()
}

// A name that is nearly right is told, also when the profile itself is loaded.
func TestLoad_nearProfile(t *testing.T) {
	t.Parallel()
	_, err := run{file: shops, args: []string{"--profile", "shopa"}}.load(t)
	none, isNone := errors.AsType[*config.NoProfileError](err)
	if !isNone || none.Hint() != `did you mean "shop-a"?` {
		t.Errorf("error %v", err)
	}
}

// The file is read once for all profiles of a run: one that changes on the way
// does not give the second half of the tenants another content.
func TestStored_readOnce(t *testing.T) {
	t.Parallel()
	r := run{file: shops, args: []string{"--profile", "shop-*"}}
	source := r.source(t)
	source.Stored = config.NewStored(source.Lookup)
	names, _, err := config.Profiles(source)
	if err != nil {
		t.Fatal(err)
	}
	if err := overwrite(source, "profiles: {shop-b: {endpoint: https://changed.example}}"); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		source.Profile = name
		settings, err := config.Load(source)
		if want := "https://" + name[len("shop-"):] + ".example"; err != nil || settings.Endpoint != want || settings.Profile != name {
			t.Errorf("%s: %s %s, %v", name, settings.Profile, settings.Endpoint, err)
		}
	}
}

// FuzzStored: whatever the config file says, it is read or refused, and what is
// read once is read the same again.
func FuzzStored(f *testing.F) {
	f.Add(stored, "staging")
	f.Add(shops, "shop-*")
	f.Add(referring, "shop-017")
	f.Add("profiles: {a: &a {region: x}, b: {<<: *a}, c: *a}", "b,c")
	f.Add("a: &a [*a]", "*")
	f.Add("profiles: &p {p: *p}", "p")
	f.Add("profiles: {p: {variables: {A: !!binary aGk=}}}", "p")
	f.Fuzz(func(t *testing.T, file, profile string) {
		source := run{file: file + "\n", args: []string{"--profile", profile}}.source(t)
		names, _, err := config.Profiles(source)
		again, _, errAgain := config.Profiles(source)
		if diff := cmp.Diff(names, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Fatalf("%v, %v (-once +again):\n%s", err, errAgain, diff)
		}
		for _, name := range names[:min(len(names), 3)] {
			source.Profile = name
			if settings, err := config.Load(source); err != nil && settings.Endpoint != "" {
				t.Errorf("settings come with the error %v", err)
			}
		}
	})
}
