package output_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The secrets that no view may show.
const (
	liveSecret   = "live-access-key-secret"
	wantedSecret = "wanted-access-key-secret"
	smtpPassword = "smtp-password"
)

const (
	oldMail = "<html>\n<body>\n  <h1>Bookstore</h1>\n  <p>Hello,</p>\n  <p>your code is</p>\n  <p>{{code}}</p>\n  <p>It is valid for ten minutes.</p>\n  <hr>\n  <p>Books and more</p>\n  <p>Bookstore</p>\n  <p>1 Main Street</p>\n</body>\n</html>\n"
	newMail = "<html>\n<body>\n  <h1>Bookstore</h1>\n  <p>Hello,</p>\n  <p>your sign-in code is</p>\n  <p><b>{{code}}</b></p>\n  <p>It is valid for ten minutes.</p>\n  <hr>\n  <p>Books and more</p>\n  <p>Bookstore</p>\n  <p>2 Main Street</p>\n</body>\n</html>\n"
)

func owned(id, key, name string) logtoadmin.Application {
	return logtoadmin.Application{
		ID: id, Name: name, Type: logtoadmin.ApplicationTypeTraditional,
		OIDCClientMetadata: logtoadmin.OIDCClientMetadata{RedirectURIs: []string{"http://localhost:3000/callback", "https://old.example.com/callback"}},
		CustomData:         map[string]json.RawMessage{"logtoctl": json.RawMessage(`{"key":"` + key + `"}`)},
	}
}

func template(usageType, subject, content string) map[string]any {
	return map[string]any{"usageType": usageType, "subject": subject, "content": content}
}

func bookstore() plan.Application {
	return plan.Application{
		Key: "bookstore", Name: new("Bookstore"), Type: logtoadmin.ApplicationTypeTraditional, RedirectURIs: []string{"http://localhost:3000/callback"},
		PostSignOutRedirectURIs: []string{"http://localhost:3000"}, RefreshTokenTTLInDays: new(30),
	}
}

func planConnector(secret string) logtoadmin.ConnectorConfig {
	return logtoadmin.ConnectorConfig{
		"accessKeyId": "LTAI5tK60XuWThVvJuc2g75M", "accessKeySecret": secret, "regionId": "cn-hangzhou",
		"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore",
		"templates": []any{template("SignIn", "Your sign-in code is {{code}}", newMail), template("Generic", "Your code", "{{code}}")},
	}
}

func planExperience() logtoadmin.SignInExperience {
	return logtoadmin.SignInExperience{
		SignUp: logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierUsername}, Password: true},
		SignIn: logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: logtoadmin.IdentifierUsername, Password: true, IsPasswordPrimary: true}}},
	}
}

func japanese(content string) logtoadmin.EmailTemplate {
	return logtoadmin.EmailTemplate{LanguageTag: "ja", TemplateType: "SignIn", Details: logtoadmin.EmailTemplateDetails{Subject: "確認コード", Content: content}}
}

type situation struct {
	state   plan.State
	want    plan.Desired
	consent plan.Consent
}

// situations are what a golden file shows each.
func situations() map[string]situation {
	everything := plan.Desired{
		Applications: []plan.Application{bookstore()}, Connector: planConnector(wantedSecret),
		Templates: []logtoadmin.EmailTemplate{japanese(newMail)}, Email: &plan.EmailSignIn{SignUp: plan.SignUpEmail},
	}
	live := planConnector(liveSecret)
	live["fromAlias"] = "Shop"
	live["templates"] = []any{template("SignIn", "Code", oldMail), template("Generic", "Your code", "{{code}}")}
	aliyun := logtoadmin.Connector{ID: "c1", ConnectorID: plan.AliyunDirectMail, Type: "Email", Config: live}
	same := logtoadmin.Connector{ID: "c1", ConnectorID: plan.AliyunDirectMail, Type: "Email", Config: planConnector(wantedSecret)}
	smtp := logtoadmin.Connector{
		ID: "s1", ConnectorID: "simple-mail-transfer-protocol", Type: "Email",
		Config: logtoadmin.ConnectorConfig{"host": "mail.example.com", "auth": map[string]any{"user": "u", "pass": smtpPassword}},
	}
	wordy := owned("app1", "bookstore", "Books")
	wordy.Description = "Everything that can be read, and some of what cannot, at a price"
	described := bookstore()
	described.Description = new("")
	admin := plan.Application{Key: "admin", Name: new("Admin"), Type: logtoadmin.ApplicationTypeTraditional}
	healed := plan.EnableEmail(planExperience(), *everything.Email).Wanted()
	return map[string]situation{
		"cold": {plan.State{Experience: planExperience()}, everything, plan.Consent{}},
		"drift": {
			plan.State{
				Applications: []logtoadmin.Application{owned("app2", "admin", "Admin"), wordy, owned("app3", "old", "Old shop")},
				Connectors:   []logtoadmin.Connector{aliyun}, Templates: []logtoadmin.EmailTemplate{japanese(newMail)}, Experience: planExperience(),
			},
			plan.Desired{Applications: []plan.Application{admin, described}, Connector: everything.Connector, Templates: everything.Templates, Email: everything.Email},
			plan.Consent{Prune: true},
		},
		"replaced": {plan.State{Connectors: []logtoadmin.Connector{smtp}}, plan.Desired{Connector: planConnector(wantedSecret)}, plan.Consent{Replace: true}},
		"unchanged": {
			plan.State{Connectors: []logtoadmin.Connector{same}, Templates: []logtoadmin.EmailTemplate{japanese(newMail)}, Experience: healed},
			plan.Desired{Connector: everything.Connector, Templates: everything.Templates, Email: everything.Email},
			plan.Consent{},
		},
		"direct_mail": {
			plan.State{DirectMail: plan.DirectMailState{
				Domains: []aliyundm.Domain{{ID: "7", Name: "mail.example.com", Status: aliyundm.DomainUnverified}},
				Senders: []aliyundm.MailAddress{{ID: "8", AccountName: "noreply@mail.example.com", SendType: aliyundm.SendTypeTrigger, ReplyAddress: "old@example.com"}},
			}},
			plan.Desired{DirectMail: &plan.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com", ReplyAddress: "help@example.com", Tag: "codes"}},
			plan.Consent{},
		},
		"empty": {},
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	for name, situation := range situations() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := plan.Everything(situation.state, situation.want, situation.consent)
			if err != nil {
				t.Fatal(err)
			}
			view := output.NewPlan("http://localhost:3001", set)
			document, err := output.Encode(view)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "plan_"+name+".txt", view.Text())
			golden(t, "plan_"+name+".json", string(document))
			for _, secret := range []string{liveSecret, wantedSecret, smtpPassword} {
				if strings.Contains(view.Text(), secret) || bytes.Contains(document, []byte(secret)) {
					t.Errorf("the view shows %s", secret)
				}
			}
		})
	}
}

// golden compares a text with the file of that name in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
