package plan_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The secrets that no field may show.
const (
	liveSecret   = "live-access-key-secret"
	wantedSecret = "wanted-access-key-secret"
)

func template(usageType, subject, content string) map[string]any {
	return map[string]any{"usageType": usageType, "subject": subject, "content": content}
}

// aliyun is the live connector; the changes are made to its configuration.
func aliyun(changes ...func(logtoadmin.ConnectorConfig)) logtoadmin.Connector {
	config := wanted(func(c logtoadmin.ConnectorConfig) {
		c["accessKeySecret"] = liveSecret
		c["ossBucket"] = map[string]any{"name": "kept"} // a key that logtoctl does not know
	})
	for _, change := range changes {
		change(config)
	}
	return logtoadmin.Connector{ID: "connector1", ConnectorID: plan.AliyunDirectMail, Type: "Email", Target: "aliyun-dm", Config: config}
}

func wanted(changes ...func(logtoadmin.ConnectorConfig)) logtoadmin.ConnectorConfig {
	config := logtoadmin.ConnectorConfig{
		"accessKeyId": "LTAI1", "accessKeySecret": liveSecret, "accountName": "noreply@mail.example.com",
		"templates": []any{template("SignIn", "Sign in", "{{code}}"), template("Generic", "Code", "Your code: {{code}}")},
	}
	for _, change := range changes {
		change(config)
	}
	return config
}

func set(key string, value any) func(logtoadmin.ConnectorConfig) {
	return func(c logtoadmin.ConnectorConfig) { c[key] = value }
}

func without(key string) func(logtoadmin.ConnectorConfig) {
	return func(c logtoadmin.ConnectorConfig) { delete(c, key) }
}

func withTemplates(templates ...map[string]any) func(logtoadmin.ConnectorConfig) {
	return func(c logtoadmin.ConnectorConfig) {
		entries := []any{}
		for _, template := range templates {
			entries = append(entries, template)
		}
		c["templates"] = entries
	}
}

// The cases start from a live connector and a wanted configuration that agree.
func TestEnsureConnector_change(t *testing.T) {
	t.Parallel()
	signIn, generic := template("SignIn", "Sign in", "{{code}}"), template("Generic", "Code", "Your code: {{code}}")
	tests := map[string]struct {
		live   logtoadmin.Connector
		want   logtoadmin.ConnectorConfig
		fields []plan.Field
		kept   []string
		config logtoadmin.ConnectorConfig // nil: as it is
	}{
		"nothing":            {aliyun(), wanted(), nil, nil, nil},
		"unmentioned stays":  {aliyun(set("fromAlias", "Shop"), set("regionId", "eu-central-1")), wanted(without("accessKeyId")), nil, nil, nil},
		"templates in order": {aliyun(), wanted(withTemplates(generic, signIn)), nil, nil, aliyun(withTemplates(generic, signIn)).Config},
		"a new key": {
			aliyun(), wanted(set("fromAlias", "Shop")),
			[]plan.Field{{Path: "fromAlias", To: "Shop"}},
			nil, aliyun(set("fromAlias", "Shop")).Config,
		},
		"keys by name": {
			aliyun(set("regionId", "cn-hangzhou")), wanted(set("regionId", "us-east-1"), set("accountName", "a@b.c")),
			[]plan.Field{
				{Path: "accountName", From: "noreply@mail.example.com", To: "a@b.c"},
				{Path: "regionId", From: "cn-hangzhou", To: "us-east-1"},
			},
			nil, aliyun(set("regionId", "us-east-1"), set("accountName", "a@b.c")).Config,
		},
		"the secret, without either value": {
			aliyun(), wanted(set("accessKeySecret", wantedSecret)),
			[]plan.Field{{Path: "accessKeySecret", To: "(changed)"}},
			nil, aliyun(set("accessKeySecret", wantedSecret)).Config,
		},
		"one template's subject": {
			aliyun(), wanted(withTemplates(template("SignIn", "Welcome", "{{code}}"), generic)),
			[]plan.Field{{Path: "templates.SignIn.subject", From: "Sign in", To: "Welcome"}},
			nil,
			aliyun(withTemplates(template("SignIn", "Welcome", "{{code}}"), generic)).Config,
		},
		"a template more": {
			aliyun(), wanted(withTemplates(signIn, generic, template("Register", "Hi", "{{code}}!"))),
			[]plan.Field{{Path: "templates.Register.subject", To: "Hi"}, {Path: "templates.Register.content", To: "{{code}}!"}},
			nil,
			aliyun(withTemplates(signIn, generic, template("Register", "Hi", "{{code}}!"))).Config,
		},
		"templates that only the live one has": {
			aliyun(withTemplates(template("BindMfa", "b", "c"), signIn, template("Custom", "d", "e"))), wanted(withTemplates(signIn)),
			nil,
			[]string{"BindMfa", "Custom"},
			aliyun(withTemplates(signIn, template("BindMfa", "b", "c"), template("Custom", "d", "e"))).Config,
		},
		"no template mentioned": {aliyun(), wanted(without("templates")), nil, []string{"SignIn", "Generic"}, nil},
		"no template live": {
			aliyun(without("templates")), wanted(withTemplates(signIn)),
			[]plan.Field{{Path: "templates.SignIn.subject", To: "Sign in"}, {Path: "templates.SignIn.content", To: "{{code}}"}},
			nil, aliyun(withTemplates(signIn)).Config,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := asJSON(t, test.live)
			other := logtoadmin.Connector{ID: "sms", ConnectorID: "aliyun-short-message-service", Type: "Sms"}
			change, err := plan.EnsureConnector([]logtoadmin.Connector{other, test.live}, test.want, false)
			if err != nil {
				t.Fatal(err)
			}
			if test.config == nil {
				test.config = test.live.Config
			}
			expected := plan.ConnectorChange{Status: plan.Updated, Live: test.live, Config: test.config, Fields: test.fields, Kept: test.kept}
			if len(test.fields) == 0 {
				expected.Status = plan.Unchanged
			}
			if diff := cmp.Diff(expected, change); diff != "" {
				t.Errorf("change (-want +got):\n%s", diff)
			}
			if after := asJSON(t, test.live); after != before {
				t.Errorf("the live connector became\n%s, was\n%s", after, before)
			}
			if shown := asJSON(t, change.Fields); strings.Contains(shown, liveSecret) || strings.Contains(shown, wantedSecret) {
				t.Errorf("the fields show the secret: %s", shown)
			}
		})
	}
}

func TestEnsureConnector_none(t *testing.T) {
	t.Parallel()
	social := logtoadmin.Connector{ID: "google", ConnectorID: "google-universal", Type: "Social"}
	change, err := plan.EnsureConnector([]logtoadmin.Connector{social}, wanted(), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plan.ConnectorChange{Status: plan.Created, Config: wanted()}, change); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestEnsureConnector_otherProvider(t *testing.T) {
	t.Parallel()
	smtp := logtoadmin.Connector{ID: "smtp1", ConnectorID: "simple-mail-transfer-protocol", Type: "Email", Config: logtoadmin.ConnectorConfig{"host": "h"}}
	service := logtoadmin.Connector{ID: "logto1", ConnectorID: "logto-email", Type: "Email"}
	sms := logtoadmin.Connector{ID: "sms1", ConnectorID: "twilio-short-message-service", Type: "Sms"}
	live := []logtoadmin.Connector{sms, smtp, service}

	_, err := plan.EnsureConnector(live, wanted(), false)
	if refused, ok := errors.AsType[*plan.OtherConnectorError](err); !ok || refused.Connector.ID != "smtp1" {
		t.Errorf("error is %v, want an OtherConnectorError about smtp1", err)
	}
	change, err := plan.EnsureConnector(live, wanted(), true)
	if err != nil {
		t.Fatal(err)
	}
	expected := plan.ConnectorChange{Status: plan.Replaced, Config: wanted(), Displaced: []logtoadmin.Connector{smtp, service}}
	if diff := cmp.Diff(expected, change); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]logtoadmin.Connector{sms, smtp, service}, live); diff != "" {
		t.Errorf("the live connectors became (-want +got):\n%s", diff)
	}
	// With the Aliyun connector there, nothing is displaced, also with --replace.
	change, err = plan.EnsureConnector(append(live, aliyun()), wanted(), true)
	if err != nil || change.Status != plan.Unchanged || len(change.Displaced) > 0 {
		t.Errorf("with the connector there: %s, %d displaced, %v", change.Status, len(change.Displaced), err)
	}
}

func TestHasEmailConnector(t *testing.T) {
	t.Parallel()
	sms := logtoadmin.Connector{ConnectorID: "twilio-short-message-service", Type: "Sms"}
	smtp := logtoadmin.Connector{ConnectorID: "simple-mail-transfer-protocol", Type: "Email"}
	tests := map[string]struct {
		live []logtoadmin.Connector
		want bool
	}{
		"none":           {nil, false},
		"sms":            {[]logtoadmin.Connector{sms}, false},
		"another's mail": {[]logtoadmin.Connector{sms, smtp}, true},
		"aliyun":         {[]logtoadmin.Connector{aliyun()}, true},
	}
	for name, test := range tests {
		if got := plan.HasEmailConnector(test.live); got != test.want {
			t.Errorf("%s: %t, want %t", name, got, test.want)
		}
	}
}
