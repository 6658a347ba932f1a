package output_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The fields are promised in design.md §4, also when they are empty.
func TestDocuments_promisedFields(t *testing.T) {
	t.Parallel()
	application := output.NewApplication("", logtoadmin.Application{})
	connector := output.NewConnector(logtoadmin.Connector{Config: logtoadmin.ConnectorConfig{}}, nil)
	signIn := output.NewSignIn(logtoadmin.SignInExperience{})
	application.Status, connector.Status, signIn.Status = plan.Unchanged, plan.Unchanged, plan.Unchanged
	tests := map[string]struct {
		view output.View
		want []string
	}{
		"application":        {application, []string{"endpoint", "id", "key", "name", "postSignOutRedirectUris", "redirectUris", "status", "type"}},
		"connector":          {connector, []string{"config", "connectorId", "id", "shadowed", "status"}},
		"sign-in experience": {signIn, []string{"forgotPasswordMethods", "signIn", "signUp", "status"}},
		// A test mail says besides whether a localised template hid the
		// connector's, and whether the round trip was verified.
		"test mail": {output.TestMail{}, []string{"code", "envId", "locale", "requestId", "shadowed", "status", "subject", "to", "usageType", "via"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var document map[string]any
			if err := json.Unmarshal(printed(t, test.view, output.FormatJSON, false), &document); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(document))); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			for field, value := range document {
				if value == nil {
					t.Errorf("%s is null", field)
				}
			}
		})
	}
}

// A list is a bare array, an empty one too.
func TestDocuments_lists(t *testing.T) {
	t.Parallel()
	views := []output.View{output.Applications{}, output.ApplicationSecrets{}, output.TestMails{}, output.Messages{}}
	for _, view := range views {
		if got := string(printed(t, view, output.FormatJSON, false)); got != "[]\n" {
			t.Errorf("%T is %q", view, got)
		}
	}
}

// The view must not change what it was made of: the caller still needs it.
func TestNewConnector_leavesConfig(t *testing.T) {
	t.Parallel()
	live := logtoadmin.Connector{Config: logtoadmin.ConnectorConfig{"accessKeySecret": "access-key-secret"}}
	view := output.NewConnector(live, nil)
	if live.Config["accessKeySecret"] != "access-key-secret" || view.Config["accessKeySecret"] != "[redacted]" {
		t.Errorf("the view has %v", view.Config)
	}
}

// Configurations come from servers; what is not as expected is left out of the table.
func TestConnector_Table_oddConfig(t *testing.T) {
	t.Parallel()
	view := output.NewConnector(logtoadmin.Connector{ID: "c", Config: logtoadmin.ConnectorConfig{
		"accessKeyId": 7, "templates": []any{"text", nil, map[string]any{"usageType": 1}},
	}}, nil)
	if got := string(printed(t, view, output.FormatTable, false)); got != "id\tc\ntemplates\t1\n" {
		t.Errorf("table is %q", got)
	}
}

// A text is the same in both documents, also when it looks like something else.
func TestPrinter_yamlTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "yes", "No", "null", "~", "0123", "0o7", "1e3", "0x1f", "1_000", "+1", "1:30", "2026-11-22", "a: b", "a # b", "- a", "# a",
		"{{code}}", "[a]", "\"", "'", "|", ">", "&a", "*a", "!a", "%a", "@a", "`a", " padded ", "on", "=", "<<", "é 書店 🙂",
		"<p>\n  {{code}}\n</p>\n", "a\n b\n\n", "\n\n",
	} {
		document := printed(t, output.Application{Name: text}, output.FormatYAML, false)
		var got struct{ Name any }
		if err := yaml.Unmarshal(document, &got); err != nil || got.Name != text {
			t.Errorf("%q became %#v, %v in\n%s", text, got.Name, err, document)
		}
	}
}
