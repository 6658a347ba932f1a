package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/exitcode"
)

// The folder of the command line wins over the file, and its path counts from
// where the user is.
func TestEnv_ReadConnectorWith(t *testing.T) {
	t.Parallel()
	path := write(t, strings.Replace(connectorJSON, "{", `{"templates": "nowhere", `, 1))
	folder := filepath.Join(t.TempDir(), "mails")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, usageType := range email.Required() {
		content := "---\nsubject: Given\n---\n<p>{{code}}</p>\n"
		if err := os.WriteFile(filepath.Join(folder, string(usageType)+".html"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := surroundings{env: map[string]string{"SECRET": "access-key-secret"}}.start(t)
	connector, err := r.ReadConnectorWith(t.Context(), path, folder)
	if err != nil || len(connector.Templates) != len(email.Required()) || connector.Templates[0].Subject != "Given" {
		t.Errorf("templates are %+v, %v", connector.Templates, err)
	}
	none := t.TempDir()
	_, err = r.ReadConnectorWith(t.Context(), path, none)
	if failure := cli.Describe(err); exitcode.Of(err) != exitcode.Usage || failure.Message != "there are no templates in "+none {
		t.Errorf("an empty folder: %+v", failure)
	}
	if err := os.WriteFile(filepath.Join(folder, "SignIn.html"), []byte("<p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = r.ReadConnectorWith(t.Context(), path, folder)
	if failure := cli.Describe(err); !strings.HasSuffix(failure.Hint, "logtoctl templates lint "+folder) {
		t.Errorf("a bad folder: %+v", failure)
	}
	for name, want := range map[string]string{filepath.Join(folder, "none"): "there is no folder ", path: " is not a folder"} {
		_, err := r.ReadConnectorWith(t.Context(), path, name)
		if exitcode.Of(err) != exitcode.Usage || !strings.Contains(cli.Describe(err).Message, want) {
			t.Errorf("%s: exit code %d, %v", name, exitcode.Of(err), err)
		}
	}
}
