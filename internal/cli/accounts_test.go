package cli_test

import (
	"strings"
	"testing"

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

func TestEnv_InSandbox(t *testing.T) {
	t.Parallel()
	outside := surroundings{env: map[string]string{
		"LOGTO_ENDPOINT": "https://logto.example.com", "LOGTO_RESOURCE": "https://resource.example.com", "LOGTO_M2M_APP_SECRET": "theirs",
		"LOGTOCTL_TIMEOUT": "7s", "OTHER": "seen",
	}}.start(t)
	inside, err := outside.InSandbox([]string{"LOGTO_ENDPOINT=http://localhost:3001", "LOGTOCTL_INBOX_URL=http://localhost:3004", "EMPTY="})
	if err != nil {
		t.Fatal(err)
	}
	settings := inside.Settings
	if settings.Endpoint != "http://localhost:3001" || settings.InboxURL != "http://localhost:3004" || settings.Resource != "" || settings.M2MAppSecret != "" {
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
