package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
)

func TestEnv_RequireAccounts(t *testing.T) {
	t.Parallel()
	logto := map[string]string{"LOGTO_ENDPOINT": "http://localhost:3001", "LOGTO_M2M_APP_ID": "id", "LOGTO_M2M_APP_SECRET": "secret"}
	aliyun := map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
	tests := map[string]struct {
		set     []map[string]string
		unset   string // in the message, "" for no error
		hint    string // in the hint
		without string // not in the hint
	}{
		"all":    {set: []map[string]string{logto, aliyun}},
		"none":   {unset: "LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET", hint: "RAM user"},
		"logto":  {set: []map[string]string{logto}, unset: ": ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET", hint: "RAM user", without: "Console"},
		"aliyun": {set: []map[string]string{aliyun}, unset: ": LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET", hint: "Console", without: "RAM user"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{}
			for _, some := range test.set {
				for key, value := range some {
					env[key] = value
				}
			}
			err := surroundings{env: env}.start(t).RequireAccounts("logtoctl demo")
			if test.unset == "" {
				if err != nil {
					t.Fatalf("error is %v", err)
				}
				return
			}
			if err == nil {
				t.Fatal("there is no error")
			}
			failure := cli.Describe(err)
			if failure.Code != "usage" || !strings.HasSuffix(failure.Message, test.unset) {
				t.Errorf("the failure is %s: %q, want %q in it", failure.Code, failure.Message, test.unset)
			}
			if !strings.Contains(failure.Hint, test.hint) || !strings.HasSuffix(failure.Hint, "logtoctl demo") ||
				test.without != "" && strings.Contains(failure.Hint, test.without) {
				t.Errorf("the hint is %q", failure.Hint)
			}
		})
	}
}

// What needs no Alibaba Cloud account does not ask for one.
func TestEnv_RequireLogto(t *testing.T) {
	t.Parallel()
	logto := map[string]string{"LOGTO_ENDPOINT": "http://localhost:3001", "LOGTO_M2M_APP_ID": "id", "LOGTO_M2M_APP_SECRET": "secret"}
	if err := (surroundings{env: logto}).start(t).RequireLogto("logtoctl demo"); err != nil {
		t.Errorf("error is %v", err)
	}
	failure := cli.Describe(surroundings{}.start(t).RequireLogto("logtoctl demo"))
	if !strings.HasSuffix(failure.Message, ": LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET") || strings.Contains(failure.Hint, "RAM user") {
		t.Errorf("the failure is %q, next %q", failure.Message, failure.Hint)
	}
}

// Of the caller's own variables those count that are not about an account, and of
// logtoctl's those that are about how it runs.
func TestLookupInSandbox(t *testing.T) {
	t.Parallel()
	lookup := cli.LookupInSandbox([]string{"LOGTO_ENDPOINT=inside", "LOGTOCTL_RESOLVER=inside", "NO_PROXY=inside"}, func(string) (string, bool) { return "outside", true })
	for name, want := range map[string]string{
		"LOGTO_ENDPOINT": "inside", "LOGTOCTL_RESOLVER": "inside", "NO_PROXY": "inside",
		"LOGTO_M2M_APP_SECRET": "", "LOGTOCTL_PROFILE": "", "LOGTOCTL_DM_ENDPOINT": "", "LOGTOCTL_CONFIG": os.DevNull,
		"LOGTOCTL_OUTPUT": "outside", "LOGTOCTL_TIMEOUT": "outside", "LOGTOCTL_NO_INPUT": "outside",
		"PATH": "outside", "LOGTOPATH": "outside",
	} {
		if got, found := lookup(name); got != want || found != (want != "") {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestEnv_Isolate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		annotations map[string]string
		args        []string
		isolated    bool
	}{
		"another command":      {args: []string{"--sandbox"}},
		"always":               {annotations: cli.OwnSandbox(""), isolated: true},
		"with the flag":        {annotations: cli.OwnSandbox("sandbox"), args: []string{"--sandbox"}, isolated: true},
		"without it":           {annotations: cli.OwnSandbox("sandbox")},
		"with the opposite":    {annotations: cli.OwnSandbox("sandbox"), args: []string{"--sandbox=false"}},
		"with a named profile": {annotations: cli.OwnSandbox("sandbox"), args: []string{"--sandbox", "--profile", "staging"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := &cobra.Command{Annotations: test.annotations}
			cmd.Flags().Bool("sandbox", false, "")
			cmd.Flags().String("profile", "", "")
			if err := cmd.ParseFlags(test.args); err != nil {
				t.Fatal(err)
			}
			env := cli.New(cli.Streams{}, func(string) (string, bool) { return "outside", true }, "1.2.3")
			env.Isolate(cmd)
			if _, found := env.Lookup("LOGTOCTL_PROFILE"); found == test.isolated {
				t.Errorf("the caller's profile counts: %t", found)
			}
		})
	}
}

func TestEnv_InSandbox(t *testing.T) {
	t.Parallel()
	outside := surroundings{env: map[string]string{
		"LOGTO_ENDPOINT": "https://logto.example.com", "LOGTO_RESOURCE": "https://resource.example.com", "LOGTO_M2M_APP_SECRET": "theirs",
		"LOGTOCTL_TIMEOUT": "7s", "LOGTOCTL_DM_ENDPOINT": "theirs.example.com", "OTHER": "seen",
	}}.start(t)
	inside, err := outside.InSandbox([]string{"LOGTO_ENDPOINT=http://localhost:3001", "LOGTOCTL_INBOX_URL=http://localhost:3004", "EMPTY="})
	if err != nil {
		t.Fatal(err)
	}
	settings := inside.Settings
	if settings.Endpoint != "http://localhost:3001" || settings.InboxURL != "http://localhost:3004" || settings.Resource != "" || settings.DirectMailEndpoint != "" || settings.M2MAppSecret != "" {
		t.Errorf("the settings are %+v", settings)
	}
	if settings.Timeout.Seconds() != 7 {
		t.Errorf("the timeout is %v, want that of outside", settings.Timeout)
	}
	for name, want := range map[string]string{"OTHER": "seen", "EMPTY": "", "LOGTO_RESOURCE": ""} {
		if got, _ := inside.Lookup(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if outside.Settings.Endpoint != "https://logto.example.com" {
		t.Errorf("outside the endpoint became %s", outside.Settings.Endpoint)
	}
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"bookstore": "bookstore", "./my/shop-2": "./my/shop-2", "": "''", "my shop": "'my shop'", "it's": `'it'\''s'`, "$HOME": "'$HOME'", "~x": "'~x'",
	} {
		if got := cli.ShellWord(text); got != want {
			t.Errorf("ShellWord(%q) is %s, want %s", text, got, want)
		}
	}
}
