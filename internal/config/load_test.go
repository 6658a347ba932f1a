package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/internal/config"
)

// run is one run of logtoctl: its config file ("" for none), environment,
// command line and stdin.
type run struct {
	file  string
	env   map[string]string
	args  []string
	stdin string
}

// load resolves the settings of a run that sees nothing of this machine.
func (r run) load(t *testing.T) (config.Settings, error) {
	t.Helper()
	return config.Load(r.source(t))
}

// overwrite changes the config file under the feet of a run.
func overwrite(source config.Source, file string) error {
	return os.WriteFile(config.File(source.Lookup), []byte(file), 0o600)
}

func (r run) source(t *testing.T) config.Source {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "logtoctl", "config.yaml")
	if r.file != "" {
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(r.file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
	config.AddFlags(flags)
	if err := flags.Parse(r.args); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		if name == "XDG_CONFIG_HOME" {
			return folder, true
		}
		value, found := r.env[name]
		return value, found
	}
	return config.Source{Flags: flags, Lookup: lookup, Stdin: strings.NewReader(r.stdin)}
}

// defaults are the settings of a run without any.
func defaults(changes ...func(*config.Settings)) config.Settings {
	settings := config.Settings{Output: "table", Timeout: 30 * time.Second}
	for _, change := range changes {
		change(&settings)
	}
	return settings
}

const stored = `
profile: staging
profiles:
  staging:
    endpoint: https://profile.example/
    m2m-app-id: profile-app
    m2m-app-secret: profile-secret
    resource: https://profile.example/api
    output: yaml
    timeout: 1m
    no-input: true
  other:
    endpoint: https://other.example
`

const referring = `
profiles:
  shop-017:
    m2m-app-secret: ${SHOP_017_SECRET}
    region: ${REGION:-cn-hangzhou}
    variables: {SHOP_NAME: "Shop $${17}", PRICE: 5}
`

func TestLoad(t *testing.T) {
	t.Parallel()
	profile := func(s *config.Settings) {
		s.Profile = "staging"
		s.Endpoint, s.M2MAppID, s.M2MAppSecret = "https://profile.example", "profile-app", "profile-secret"
		s.Resource, s.Output, s.Timeout, s.NoInput = "https://profile.example/api", "yaml", time.Minute, true
	}
	environment := map[string]string{
		"LOGTO_ENDPOINT": "https://env.example//", "LOGTO_M2M_APP_ID": "env-app", "LOGTO_M2M_APP_SECRET": "env-secret",
		"LOGTO_RESOURCE": "https://env.example/api", "ALIBABA_CLOUD_REGION_ID": "eu-central-1", "LOGTOCTL_DM_ENDPOINT": "http://127.0.0.1:1", "LOGTOCTL_RESOLVER": "127.0.0.1:3", "LOGTOCTL_INBOX_URL": "http://127.0.0.1:2/",
		"LOGTOCTL_OUTPUT": "json", "LOGTOCTL_TIMEOUT": "2m", "LOGTOCTL_NO_INPUT": "1",
	}
	tests := map[string]struct {
		run  run
		want config.Settings
	}{
		"nothing":         {run{}, defaults()},
		"the profile":     {run{file: stored}, defaults(profile)},
		"another profile": {run{file: stored, args: []string{"--profile", "other"}}, defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "other", "https://other.example" })},
		"profile by environment": {
			run{file: stored, env: map[string]string{"LOGTOCTL_PROFILE": "other"}},
			defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "other", "https://other.example" }),
		},
		"profile by flag before environment": {
			run{file: stored, env: map[string]string{"LOGTOCTL_PROFILE": "nowhere"}, args: []string{"--profile", "staging"}}, defaults(profile),
		},
		"the environment over the profile": {
			run{file: stored, env: environment},
			config.Settings{
				Profile: "staging", Endpoint: "https://env.example", M2MAppID: "env-app", M2MAppSecret: "env-secret", Resource: "https://env.example/api",
				Region: "eu-central-1", DirectMailEndpoint: "http://127.0.0.1:1", Resolver: "127.0.0.1:3", InboxURL: "http://127.0.0.1:2", Output: "json", Timeout: 2 * time.Minute, NoInput: true,
			},
		},
		"flags over everything": {
			run{file: stored, env: environment, args: []string{
				"--endpoint=https://flag.example/", "--m2m-app-id=flag-app", "--resource=flag", "--region=us-east-1", "--dm-endpoint=flag:1", "--resolver=flag:2", "-ojson",
				"--jq=.id", "--timeout=3m", "--no-input=false", "--dry-run", "-v",
			}},
			config.Settings{
				Profile: "staging", Endpoint: "https://flag.example", M2MAppID: "flag-app", M2MAppSecret: "env-secret", Resource: "flag", Region: "us-east-1",
				DirectMailEndpoint: "flag:1", Resolver: "flag:2", InboxURL: "http://127.0.0.1:2", Output: "json", JQ: ".id",
				Timeout: 3 * time.Minute, DryRun: true, Verbose: true,
			},
		},
		"a flag that says the default": {
			run{file: stored, env: environment, args: []string{"-o", "table", "--timeout", "30s"}},
			config.Settings{
				Profile: "staging", Endpoint: "https://env.example", M2MAppID: "env-app", M2MAppSecret: "env-secret", Resource: "https://env.example/api",
				Region: "eu-central-1", DirectMailEndpoint: "http://127.0.0.1:1", Resolver: "127.0.0.1:3", InboxURL: "http://127.0.0.1:2", Output: "table", Timeout: 30 * time.Second, NoInput: true,
			},
		},
		"an empty variable is none": {
			run{file: stored, env: map[string]string{"LOGTO_ENDPOINT": "", "LOGTOCTL_OUTPUT": "", "LOGTOCTL_PROFILE": "", "LOGTOCTL_TIMEOUT": "", "LOGTOCTL_NO_INPUT": ""}},
			defaults(profile),
		},
		"only --dry-run has no variable": {run{env: map[string]string{"": "x", "LOGTOCTL_DRY_RUN": "true"}}, defaults()},
		"a file without a profile":       {run{file: "profiles: {other: {endpoint: x}}"}, defaults()},
		"an empty file":                  {run{file: "# nothing\n"}, defaults()},
		"names in any case": {
			run{file: "profiles: {EU: {Endpoint: https://eu.example}}", args: []string{"--profile", "eu"}},
			defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "EU", "https://eu.example" }),
		},
		"names that differ in case alone": {
			run{file: "profiles: {eu: {endpoint: https://lower.example}, EU: {endpoint: https://upper.example}}", args: []string{"--profile", "EU"}},
			defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "EU", "https://upper.example" }),
		},
		"a name with dots": {
			run{file: "profiles: {shop.example: {endpoint: https://shop.example}}", args: []string{"--profile", "shop.example"}},
			defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "shop.example", "https://shop.example" }),
		},
		"what profiles share": {
			run{file: "profiles: {a: &a {region: us-east-1, endpoint: https://a.example}, b: {<<: *a, endpoint: https://b.example}, c: *a}", args: []string{"--profile", "b"}},
			defaults(func(s *config.Settings) { s.Profile, s.Region, s.Endpoint = "b", "us-east-1", "https://b.example" }),
		},
		"the same profile under another name": {
			run{file: "profiles: {a: &a {endpoint: https://a.example}, c: *a}", args: []string{"--profile", "c"}},
			defaults(func(s *config.Settings) { s.Profile, s.Endpoint = "c", "https://a.example" }),
		},
		"variables of the environment in a profile": {
			run{file: referring, args: []string{"--profile", "shop-017"}, env: map[string]string{"SHOP_017_SECRET": "from-the-environment", "REGION": ""}},
			defaults(func(s *config.Settings) {
				s.Profile, s.M2MAppSecret, s.Region = "shop-017", "from-the-environment", "cn-hangzhou"
				s.Variables = map[string]string{"SHOP_NAME": "Shop ${17}", "PRICE": "5"}
			}),
		},
		"a setting without a value": {
			run{file: "profile: p\nprofiles: {p: {endpoint: , region: us-east-1}}"},
			defaults(func(s *config.Settings) { s.Profile, s.Region = "p", "us-east-1" }),
		},
		"settings that are no text": {
			run{file: "profile: p\nprofiles: {p: {m2m-app-secret: 12345678, dry-run: true}}"},
			defaults(func(s *config.Settings) { s.Profile, s.M2MAppSecret, s.DryRun = "p", "12345678", true }),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.run.load(t)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
			if got.M2MAppSecret.Reveal() != test.want.M2MAppSecret.Reveal() {
				t.Errorf("the secret is another one, of %d bytes", len(got.M2MAppSecret))
			}
		})
	}
}

func TestLoad_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		run  run
		want []string
	}{
		"timeout":                       {run{args: []string{"--timeout", "30"}}, []string{`timeout "30" is not a duration such as 30s or 2m`}},
		"timeout of nothing":            {run{env: map[string]string{"LOGTOCTL_TIMEOUT": "0s"}}, []string{`timeout "0s" is not a duration`}},
		"negative timeout":              {run{args: []string{"--timeout=-1s"}}, []string{`timeout "-1s" is not a duration`}},
		"timeout in a profile":          {run{file: "profile: p\nprofiles: {p: {timeout: 30}}"}, []string{`timeout "30" is not a duration`}},
		"neither true nor false":        {run{env: map[string]string{"LOGTOCTL_NO_INPUT": "yes"}}, []string{`no-input "yes" is neither true nor false`}},
		"unknown profile":               {run{file: stored, args: []string{"--profile", "prod"}}, []string{"config.yaml has no profile \"prod\""}},
		"empty profile":                 {run{file: "profile: p\nprofiles: {p: {}}"}, []string{`has no profile "p"`}},
		"the file's own profile":        {run{file: "profile: gone"}, []string{`has no profile "gone"`}},
		"a profile without a file":      {run{env: map[string]string{"LOGTOCTL_PROFILE": "prod"}}, []string{"read the config file", "config.yaml", "no such file"}},
		"not YAML":                      {run{file: "profiles: ["}, []string{"read the config file", "config.yaml"}},
		"a misspelt key":                {run{file: "profils: {p: {endpoint: x}}"}, []string{"config.yaml", `unknown key "profils"`}},
		"a named file":                  {run{env: map[string]string{"LOGTOCTL_CONFIG": "/nowhere/mine.yaml"}}, []string{"read the config file /nowhere/mine.yaml"}},
		"unknown setting":               {run{file: "profile: p\nprofiles: {p: {endpont: x}}"}, []string{`profile "p" has an unknown setting "endpont"`}},
		"a variable that is not set":    {run{file: referring, args: []string{"--profile", "shop-017"}}, []string{"config.yaml", `profile "shop-017" has a wrong m2m-app-secret: the environment variable SHOP_017_SECRET is not set`}},
		"an empty variable":             {run{file: referring, args: []string{"--profile", "shop-017"}, env: map[string]string{"SHOP_017_SECRET": ""}}, []string{"SHOP_017_SECRET is not set"}},
		"a variable in a variable":      {run{file: "profile: p\nprofiles: {p: {variables: {A: \"${B}\"}}}"}, []string{`profile "p" has a wrong variable A: the environment variable B is not set`}},
		"a list for a setting":          {run{file: "profile: p\nprofiles: {p: {endpoint: [x]}}"}, []string{`profile "p" has a wrong endpoint: line 2: it must be a text`}},
		"a list of variables":           {run{file: "profile: p\nprofiles: {p: {variables: [x]}}"}, []string{`profile "p" has wrong variables`}},
		"a profile that is a text":      {run{file: "profile: p\nprofiles: {p: endpoint}"}, []string{`has no profile "p"`}},
		"a list of profiles":            {run{file: "profiles: [p]"}, []string{"profiles: line 1: this must be names with a colon after each"}},
		"a profile that is there twice": {run{file: "profiles:\n  p: {endpoint: x}\n  p: {endpoint: y}"}, []string{`line 3: "p" is there already, in line 2`}},
		"a folder":                      {run{env: map[string]string{"LOGTOCTL_CONFIG": os.TempDir()}}, []string{"read the config file", "it is a folder"}},
		"a large file":                  {run{file: "#" + strings.Repeat(" ", 4<<20)}, []string{"read the config file", "too large"}},
		"a large secret":                {run{args: []string{"--m2m-app-secret-file", "-"}, stdin: strings.Repeat("x", 70_000)}, []string{"read the machine-to-machine secret", "too large"}},
		"no secret file":                {run{args: []string{"--m2m-app-secret-file", "/nowhere/secret"}}, []string{"read the machine-to-machine secret", "/nowhere/secret"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, err := test.run.load(t)
			if err == nil {
				t.Fatal("there is no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
			if diff := cmp.Diff(config.Settings{}, settings); diff != "" {
				t.Errorf("settings come with the error:\n%s", diff)
			}
		})
	}
}

// The secret comes from a file, stdin, the environment or the profile, never
// from the command line itself.
func TestLoad_secret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("file-secret\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	inProfile := "profile: p\nprofiles: {p: {m2m-app-secret-file: " + path + "}}"
	both := "profile: p\nprofiles: {p: {m2m-app-secret: profile-secret, m2m-app-secret-file: " + path + "}}"
	env := map[string]string{"LOGTO_M2M_APP_SECRET": "env-secret"}
	tests := map[string]struct {
		run  run
		want string
	}{
		"file":                            {run{args: []string{"--m2m-app-secret-file", path}}, "file-secret"},
		"file over environment":           {run{args: []string{"--m2m-app-secret-file", path}, env: env}, "file-secret"},
		"file over profile":               {run{args: []string{"--m2m-app-secret-file", path}, file: both}, "file-secret"},
		"stdin":                           {run{args: []string{"--m2m-app-secret-file", "-"}, stdin: "stdin-secret\n"}, "stdin-secret"},
		"environment":                     {run{env: env}, "env-secret"},
		"environment over profile's file": {run{env: env, file: inProfile}, "env-secret"},
		"profile's file":                  {run{file: inProfile}, "file-secret"},
		"profile's value before its file": {run{file: both}, "profile-secret"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, err := test.run.load(t)
			if err != nil || settings.M2MAppSecret.Reveal() != test.want {
				t.Errorf("the secret is %q, %v; want %q", settings.M2MAppSecret.Reveal(), err, test.want)
			}
		})
	}
}
