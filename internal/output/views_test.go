package output_test

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

var (
	created = time.Date(2026, 11, 22, 11, 30, 0, 0, time.FixedZone("CST", 8*3600))
	expires = time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
)

func application() output.Application {
	view := output.NewApplication("https://logto.example", logtoadmin.Application{
		ID: "app1", Name: "Bookstore", Type: logtoadmin.ApplicationTypeTraditional, Description: "Books & more",
		CustomData: map[string]json.RawMessage{"logtoctl": json.RawMessage(`{"key":"bookstore"}`)},
		OIDCClientMetadata: logtoadmin.OIDCClientMetadata{
			RedirectURIs:           []string{"http://localhost:3000/callback", "https://shop.example/callback?a=1&b=2"},
			PostLogoutRedirectURIs: []string{"http://localhost:3000"},
		},
	})
	view.Status = plan.Updated
	view.Changes = []plan.Field{{Path: "description", From: "", To: "Books & more"}}
	return view
}

func connector() output.Connector {
	view := output.NewConnector(logtoadmin.Connector{
		ID: "connector1", ConnectorID: "aliyun-direct-mail", Type: "Email",
		Config: logtoadmin.ConnectorConfig{
			"accessKeyId": "LTAI1", "accessKeySecret": "access-key-secret", "accountName": "noreply@mail.example.com",
			"fromAlias": "Bücher", "regionId": "cn-hangzhou",
			"templates": []any{
				map[string]any{"usageType": "SignIn", "subject": "Sign in", "content": "<p>{{code}}</p>\n"},
				map[string]any{"usageType": "Generic", "subject": "Code", "content": "{{code}}"},
			},
		},
	}, []email.UsageType{email.SignIn, email.Generic})
	view.Status, view.Backup = plan.Replaced, "/home/me/.local/state/logtoctl/backups/b.json"
	return view
}

func experience() logtoadmin.SignInExperience {
	return logtoadmin.SignInExperience{
		SignUp: logtoadmin.SignUp{
			Identifiers: []logtoadmin.Identifier{"email", "phone"}, Verify: true, Password: true,
			SecondaryIdentifiers: []logtoadmin.SecondaryIdentifier{{Identifier: "username"}},
		},
		SignIn: logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{
			{Identifier: "username", Password: true, IsPasswordPrimary: true},
			{Identifier: "email", Password: true, VerificationCode: true},
			{Identifier: "phone", VerificationCode: true},
		}},
		ForgotPasswordMethods: logtoadmin.ForgotPasswordMethods{Supported: true, Methods: []string{"EmailVerificationCode"}},
	}
}

func signIn() output.SignIn {
	view := output.NewSignIn(experience())
	view.Status, view.DryRun = plan.Updated, true
	return view
}

func testMail() output.TestMail {
	return output.NewTestMail("you@example.com", "123456", output.ViaDirectMail, provision.Mail{
		UsageType: email.SignIn, Locale: "en", Subject: "Your code: 123456", HTML: "<p>123456</p>", EnvID: "600000", RequestID: "R-1",
	}, false)
}

// views are all results that a command can print, each with every part filled
// in or, where that looks different, with nothing.
func views() map[string]output.View {
	hidden := output.NewApplicationSecret(logtoadmin.ApplicationSecret{Name: "Default secret", Value: "client-secret", CreatedAt: created}, false)
	shown := output.NewApplicationSecret(logtoadmin.ApplicationSecret{Name: "2027", Value: "shown-on-request", CreatedAt: created, ExpiresAt: &expires}, true)
	rotated := shown
	rotated.Status, rotated.Deleted = plan.Created, []string{"Default secret"}
	planned := application()
	planned.ID, planned.Description, planned.Changes, planned.Status, planned.DryRun = "", "", nil, plan.Created, true
	wide := output.NewApplication("", logtoadmin.Application{ID: "日本", Name: "書店アプリ", Type: logtoadmin.ApplicationTypeSPA})
	emoji := output.NewApplication("", logtoadmin.Application{ID: "e\u0301", Name: "Café 🙂"}) // the id is an e with a combining accent
	plannedMail := testMail()
	plannedMail.DryRun, plannedMail.EnvID, plannedMail.RequestID = true, "", ""
	bounced := testMail().WithOutcome(aliyundm.Delivery{
		Status: aliyundm.DeliveryInvalidAddress, Message: "550 User not found", ErrorClassification: "SmtpNxBox", UpdateTime: expires,
	})
	verified := testMail()
	verified.Via, verified.Status, verified.EnvID = output.ViaLogto, output.Verified, ""
	message := inbox.Message{
		ID: "1", ReceivedAt: created, From: "noreply@mail.example.com", FromAlias: "Shop", To: "you@example.com",
		Subject: "Your code", HTML: "<p>123456</p>", Text: "123456", Code: "123456", RequestID: "R-1",
	}
	all := map[string]output.View{
		"application":          application(),
		"application_dry_run":  planned,
		"application_empty":    output.NewApplication("", logtoadmin.Application{}),
		"applications":         output.Applications{application(), wide, emoji},
		"applications_none":    output.Applications{},
		"application_secret":   rotated,
		"application_secrets":  output.ApplicationSecrets{hidden, shown},
		"connector":            connector(),
		"connector_minimal":    output.NewConnector(logtoadmin.Connector{ID: "c", ConnectorID: "aliyun-direct-mail", Config: logtoadmin.ConnectorConfig{}}, nil),
		"sign_in":              signIn(),
		"sign_in_none":         output.NewSignIn(logtoadmin.SignInExperience{}),
		"test_mail":            testMail(),
		"test_mail_dry_run":    plannedMail,
		"test_mail_bounced":    bounced,
		"test_mails":           output.TestMails{testMail(), verified, bounced, testMail().WithOutcome(aliyundm.Delivery{Status: aliyundm.DeliveryUnknown})},
		"messages":             output.Messages{message},
		"code":                 output.Code{Code: "012345"},
		"variables":            output.NewVariables([]dotenv.Variable{{Name: "LOGTO_ENDPOINT", Value: "https://logto.example"}, {Name: "LOGTO_APP_ID", Value: "app1"}}),
		"shell_variables":      output.ShellVariables{"LOGTO_ENDPOINT=http://127.0.0.1:1", "LOGTO_M2M_APP_SECRET=it's=1"},
		"valid_file":           output.NewValidFile("connector.json", manifest.Connector{Templates: []email.Template{{UsageType: email.Register}, {UsageType: email.SignIn}}}),
		"valid_file_templates": output.NewValidFile("-", manifest.Connector{}),
	}
	maps.Copy(all, templateViews())
	maps.Copy(all, directMailViews())
	return all
}
