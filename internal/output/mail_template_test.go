package output_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func mailTemplate(usageType email.UsageType, locale, subject string) manifest.MailTemplate {
	return manifest.MailTemplate{
		File: "emails/" + locale + "/" + string(usageType) + ".html",
		LocalisedTemplate: email.LocalisedTemplate{
			LanguageTag: locale, UsageType: usageType, Subject: subject, Content: "<p>コード {{code}}</p>\n",
		},
	}
}

// templateViews are the results of the commands on templates.
func templateViews() map[string]output.View {
	templates := []manifest.MailTemplate{
		mailTemplate(email.SignIn, "ja", "サインイン用コード {{code}}"), mailTemplate(email.OrganizationInvitation, "", "Join {{organization.name}}"),
	}
	signIn := logtoadmin.EmailTemplate{ID: "row1", LanguageTag: "ja", TemplateType: "SignIn", Details: logtoadmin.EmailTemplateDetails{Subject: "コード {{code}}"}}
	invitation := logtoadmin.EmailTemplate{ID: "row2", LanguageTag: "en", TemplateType: "OrganizationInvitation", Details: logtoadmin.EmailTemplateDetails{Subject: "Join {{organization.name}}"}}
	results := []provision.TemplateResult{
		{Template: signIn, Status: plan.Unchanged},
		{Template: invitation, Status: plan.Updated, Fields: []plan.Field{{Path: "details.subject", From: "Join", To: invitation.Details.Subject}}},
	}
	invitation.ID = ""
	planned := []provision.TemplateResult{results[0], {Template: invitation, Status: plan.Created}}
	findings := output.TemplateFindings{
		output.NewTemplateFinding(manifest.Finding{
			File: "emails/ja/SignIn.html", Line: 12, Column: 5, Severity: manifest.SeverityError,
			Message: "unknown placeholder {{cod}}, which the end user would see as written", Hint: `did you mean "code"?`,
		}, templates[0]),
		output.NewTemplateFinding(manifest.Finding{
			File: "connector.json", Line: 3, Column: 1, Severity: manifest.SeverityWarning, Message: "a \x1b[31mred\nmessage",
		}, manifest.MailTemplate{}),
	}
	return map[string]output.View{
		"mail_templates":      output.NewMailTemplates(templates),
		"mail_templates_none": output.NewMailTemplates(nil),
		"rendered_mail":       output.RenderedMail{UsageType: email.SignIn, Locale: "ja", Subject: "コード 123456", HTMLBody: "<p>123456</p>"},
		"template_files": output.TemplateFiles{
			{File: "emails/en/SignIn.html", UsageType: email.SignIn, Locale: "en", Status: plan.Created},
			{File: "emails/ja/SignIn.html", UsageType: email.SignIn, Locale: "ja", Status: plan.Updated, DryRun: true},
		},
		"template_findings":        findings,
		"template_findings_none":   output.TemplateFindings{},
		"pushed_templates":         output.NewPushedTemplates(results, false),
		"pushed_templates_dry_run": output.NewPushedTemplates(planned, true),
	}
}

func TestTemplateFindings_Errors(t *testing.T) {
	t.Parallel()
	findings := templateViews()["template_findings"].(output.TemplateFindings)
	if got := findings.Errors(); got != 1 {
		t.Errorf("%d errors, want 1", got)
	}
	const want = "emails/ja/SignIn.html:12:5: error: unknown placeholder {{cod}}, which the end user would see as written (did you mean \"code\"?)\n" +
		"connector.json:3:1: warning: a [31mred message\n"
	if diff := cmp.Diff(want, findings.Table().Text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}
