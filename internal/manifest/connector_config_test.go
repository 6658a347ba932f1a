package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestConnector_Config(t *testing.T) {
	t.Parallel()
	var want map[string]any
	if err := json.Unmarshal([]byte(whole), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, wholeConnector().Config()); diff != "" {
		t.Error(diff)
	}
}

func TestConnector_Config_optional(t *testing.T) {
	t.Parallel()
	c := manifest.Connector{
		AccessKeyID: "id", AccessKeySecret: secretText, AccountName: "a@example.com",
		Extra: map[string]any{"endpoint": "https://example.com", "accessKeyId": "not this one"},
	}
	want := map[string]any{
		"accessKeyId": "id", "accessKeySecret": secretText, "accountName": "a@example.com", "templates": []any{},
		"endpoint": "https://example.com",
	}
	if diff := cmp.Diff(want, c.Config()); diff != "" {
		t.Error(diff)
	}
	if c.Extra["accessKeyId"] != "not this one" || len(c.Extra) != 2 {
		t.Errorf("Config changed Extra: %v", c.Extra)
	}
}

func TestConnectorFromConfig(t *testing.T) {
	t.Parallel()
	want := wholeConnector()
	want.Extra = map[string]any{"endpoint": map[string]any{"host": "example.com"}}
	got, err := manifest.ConnectorFromConfig(want.Config())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConnectorFromConfig_partial(t *testing.T) {
	t.Parallel()
	got, err := manifest.ConnectorFromConfig(map[string]any{"accountName": "not checked"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manifest.Connector{AccountName: "not checked"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestConnectorFromConfig_errors(t *testing.T) {
	t.Parallel()
	const doing = "reading the connector's configuration: "
	tests := []struct {
		config map[string]any
		want   string
	}{
		{map[string]any{"accessKeySecret": []any{secretText}}, "accessKeySecret is not a string"},
		{map[string]any{"regionId": nil}, "regionId is not a string"},
		{map[string]any{"templates": "./emails"}, "templates is not an array"},
		{map[string]any{"templates": []any{"SignIn"}}, "templates[0] is not an object"},
		{map[string]any{"templates": []any{map[string]any{"usageType": "SignIn", "subject": "s"}}}, "templates[0] lacks the text of usageType, subject or content"},
	}
	for _, test := range tests {
		if _, err := manifest.ConnectorFromConfig(test.config); err == nil || err.Error() != doing+test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

func TestEncodeConnector(t *testing.T) {
	t.Parallel()
	c := manifest.Connector{
		AccessKeyID: "id", AccessKeySecret: secretText, AccountName: "a@example.com", FromAlias: "B", RegionID: "us-east-1",
		Templates: []email.Template{{UsageType: email.Generic, Subject: "${x} & 書", Content: "<p>{{code}}</p>\n"}},
		Extra:     map[string]any{"endpoint": "https://example.com"},
	}
	want := `{
  "accessKeyId": "id",
  "accessKeySecret": "${ALIBABA_CLOUD_ACCESS_KEY_SECRET}",
  "accountName": "a@example.com",
  "fromAlias": "B",
  "regionId": "us-east-1",
  "templates": [
    {
      "usageType": "Generic",
      "subject": "$${x} & 書",
      "content": "<p>{{code}}</p>\n"
    }
  ]
}
`
	for reveal, want := range map[bool]string{false: want, true: strings.Replace(want, "${ALIBABA_CLOUD_ACCESS_KEY_SECRET}", secretText, 1)} {
		got, err := manifest.EncodeConnector(c, reveal)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("reveal %v: %s", reveal, diff)
		}
	}
}

func TestEncodeConnector_empty(t *testing.T) {
	t.Parallel()
	got, err := manifest.EncodeConnector(manifest.Connector{}, true)
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"accessKeyId\": \"\",\n  \"accessKeySecret\": \"\",\n  \"accountName\": \"\",\n  \"templates\": []\n}\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
