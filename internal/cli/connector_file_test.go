package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// connectorJSON is a file that says as little as possible.
const connectorJSON = `{"accessKeyId": "LTAI1", "accessKeySecret": "${SECRET}", "accountName": "noreply@mail.example.com"}`

// write puts a connector.json into a folder of its own and returns its path.
func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "connector.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEnv_ReadConnectorFile(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SECRET": "access-key-secret"}
	path := write(t, connectorJSON)
	for name, test := range map[string]struct{ path, stdin string }{"file": {path, ""}, "stdin": {"-", connectorJSON}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := surroundings{env: env, stdin: test.stdin}.start(t)
			connector, err := r.ReadConnectorFile(t.Context(), test.path)
			if err != nil || connector.AccessKeySecret.Reveal() != "access-key-secret" || connector.RegionID != "" {
				t.Fatalf("read %+v, %v", connector, err)
			}
			if len(connector.Templates) != len(email.UsageTypes()) {
				t.Errorf("%d built-in templates, want one for each of %d usage types", len(connector.Templates), len(email.UsageTypes()))
			}
			if r.Note("access-key-secret"); r.err.String() != "[redacted]\n" {
				t.Errorf("the secret is told: %s", r.err)
			}
		})
	}
}

// The region may come from the file, a flag, the environment or a profile.
func TestEnv_ReadConnectorFile_region(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SECRET": "access-key-secret", "ALIBABA_CLOUD_REGION_ID": "us-east-1"}
	withRegion := strings.Replace(connectorJSON, "{", `{"regionId": "ap-southeast-1", `, 1)
	tests := map[string]struct {
		file string
		args []string
		want string
	}{
		"environment": {connectorJSON, nil, "us-east-1"},
		"flag":        {connectorJSON, []string{"--region", "eu-central-1"}, "eu-central-1"},
		"file":        {withRegion, []string{"--region", "eu-central-1"}, "ap-southeast-1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connector, err := surroundings{env: env, args: test.args}.start(t).ReadConnectorFile(t.Context(), write(t, test.file))
			if err != nil || connector.RegionID != test.want {
				t.Errorf("region is %q, %v; want %q", connector.RegionID, err, test.want)
			}
		})
	}
}

func TestEnv_ReadConnectorFile_templateFolder(t *testing.T) {
	t.Parallel()
	path := write(t, strings.Replace(connectorJSON, "{", `{"templates": "mails", `, 1))
	folder := filepath.Join(filepath.Dir(path), "mails")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, usageType := range email.Required() {
		content := "---\nsubject: Subject of " + string(usageType) + "\n---\n<p>{{code}}</p>\n"
		if err := os.WriteFile(filepath.Join(folder, string(usageType)+".html"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"SECRET": "access-key-secret"}
	connector, err := surroundings{env: env}.start(t).ReadConnectorFile(t.Context(), path)
	if err != nil || len(connector.Templates) != len(email.Required()) || connector.Templates[0].Subject != "Subject of Register" {
		t.Errorf("templates are %+v, %v", connector.Templates, err)
	}
	for name, value := range map[string]string{"no such folder": "nowhere", "a file": "connector.json"} {
		path := write(t, strings.Replace(connectorJSON, "{", `{"templates": "`+value+`", `, 1))
		if _, err := (surroundings{env: env}).start(t).ReadConnectorFile(t.Context(), path); exitcode.Of(err) != exitcode.Usage || !strings.Contains(err.Error(), value) {
			t.Errorf("%s: exit code %d, %v", name, exitcode.Of(err), err)
		}
	}
}

// Each is found out before any request: exit code 2.
func TestEnv_ReadConnectorFile_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ path, text, hint string }{
		"none given":   {"", "no connector file is given", "add -f connector.json"},
		"no such file": {"/nowhere/connector.json", "there is no file /nowhere/connector.json", "-f"},
		"a folder":     {t.TempDir(), "it is a folder", ""},
		"undefined":    {write(t, connectorJSON), "SECRET", "validate -f"},
		"not JSON":     {write(t, "accessKeyId = 1"), "connector.json:1:1: ", "validate -f"},
		"too large":    {write(t, `{"accountName": "`+strings.Repeat("x", 3<<19)+`"}`), "connector.json:1:1: the file has 1536 KiB, more than the 1024 KiB that are read", "validate -f"},
		"unread":       {write(t, `{"accountName": "`+strings.Repeat("x", 3<<20)+`"}`), "connector.json: it is too large: more than the 2048 KiB that are read", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := surroundings{}.start(t).ReadConnectorFile(t.Context(), test.path)
			failure := cli.Describe(err)
			if exitcode.Of(err) != exitcode.Usage || !strings.Contains(failure.Message, test.text) || !strings.Contains(failure.Hint, test.hint) {
				t.Errorf("exit code %d, %+v", exitcode.Of(err), failure)
			}
			if len(failure.Message) > 2000 {
				t.Errorf("the message has %d bytes", len(failure.Message))
			}
		})
	}
}

// Warnings are told, and the file is used all the same.
func TestEnv_ReadConnectorFile_warnings(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SECRET": "access-key-secret"}
	file := strings.Replace(connectorJSON, "{", "{\n\"fromAlias\": \"\", ", 1)
	r := surroundings{env: env}.start(t)
	connector, err := r.ReadConnectorFile(t.Context(), write(t, file))
	if err != nil || connector.AccessKeyID != "LTAI1" {
		t.Errorf("read %+v, %v", connector, err)
	}
	if told := r.err.String(); !strings.Contains(told, "connector.json:2:14: warning: fromAlias is empty") || r.out.Len() > 0 {
		t.Errorf("told %q", told)
	}
}

func TestEnv_Connector(t *testing.T) {
	t.Parallel()
	const live = `[{"id": "sms", "connectorId": "aliyun-short-message-service", "type": "Sms", "config": {}},
		{"id": "c1", "connectorId": "aliyun-direct-mail", "type": "Email", "config": {"accessKeyId": "LTAI9", "accessKeySecret": "live-key-secret",
		"accountName": "a@b.c", "templates": [{"usageType": "Generic", "subject": "s", "content": "{{code}}"}]}}]`
	t.Run("live", func(t *testing.T) {
		t.Parallel()
		r := surroundings{env: logtoSettings(newTenant(t, http.StatusOK, live).URL)}.start(t)
		connector, err := r.Connector(t.Context(), "")
		if err != nil || connector.AccessKeyID != "LTAI9" || len(connector.Templates) != 1 {
			t.Errorf("read %+v, %v", connector, err)
		}
		if r.Note("live-key-secret"); r.err.String() != "[redacted]\n" {
			t.Errorf("the secret is told: %s", r.err)
		}
	})
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		r := surroundings{env: map[string]string{"SECRET": "access-key-secret"}}.start(t)
		if connector, err := r.Connector(t.Context(), write(t, connectorJSON)); err != nil || connector.AccessKeyID != "LTAI1" {
			t.Errorf("read %+v, %v", connector, err)
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		r := surroundings{env: logtoSettings(newTenant(t, http.StatusOK, `[]`).URL)}.start(t)
		if _, err := r.Connector(t.Context(), ""); cli.Describe(err).Code != "connector_not_found" {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("no settings", func(t *testing.T) {
		t.Parallel()
		if _, err := (surroundings{}).start(t).Connector(t.Context(), ""); exitcode.Of(err) != exitcode.Usage {
			t.Errorf("error is %v", err)
		}
	})
}
