package templates

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// template is one whose subject says which it is.
func template(usageType email.UsageType, locale string, localised bool) manifest.MailTemplate {
	kind := "own"
	if localised {
		kind = "row"
	}
	return manifest.MailTemplate{Localised: localised, LocalisedTemplate: email.LocalisedTemplate{
		LanguageTag: locale, UsageType: usageType, Subject: strings.Join([]string{kind, locale, string(usageType)}, " "),
	}}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	const signIn, register, generic = email.SignIn, email.Register, email.Generic
	languages := []manifest.MailTemplate{
		template(signIn, "ja", false), template(generic, "ja", false), template(signIn, "en", false), template(generic, "en", false),
	}
	file := []manifest.MailTemplate{
		template(signIn, "en", false), template(generic, "en", false), template(register, "zh-CN", true), template(generic, "zh-CN", true),
	}
	nameless := []manifest.MailTemplate{template(signIn, "", false), template(generic, "", false)}
	tests := []struct {
		name           string
		templates      []manifest.MailTemplate
		usageType      email.UsageType
		locale         string
		want, wantLang string
	}{
		{"English by itself", languages, signIn, "", "own en SignIn", "en"},
		{"another language", languages, signIn, "ja", "own ja SignIn", "ja"},
		{"in other letters", languages, signIn, "JA", "own ja SignIn", "ja"},
		{"Generic stands in", languages, register, "ja", "own ja Generic", "ja"},
		{"the only language", languages[:2], signIn, "", "own ja SignIn", "ja"},
		{"no language", nameless, signIn, "", "own  SignIn", ""},
		{"the only usage type", languages[:1], "", "", "own ja SignIn", "ja"},
		{"the only one of a language", append(languages[:3:3], template(generic, "fr", false)), "", "fr", "own fr Generic", "fr"},
		{"a localised row", file, register, "zh-CN", "row zh-CN Register", "zh-CN"},
		{"behind the rows the connector", file, signIn, "zh-CN", "own en SignIn", "zh-CN"},
		{"a row's Generic stands in for nothing", file, email.BindMfa, "zh-CN", "own en Generic", "zh-CN"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, locale, err := choose(test.templates, test.usageType, test.locale)
			if err != nil || got.Subject != test.want || locale != test.wantLang {
				t.Errorf("chose %q in %q, %v; want %q in %q", got.Subject, locale, err, test.want, test.wantLang)
			}
		})
	}
}

func TestChoose_errors(t *testing.T) {
	t.Parallel()
	ja, zh := template(email.SignIn, "ja", false), template(email.SignIn, "zh-CN", false)
	bind := template(email.BindMfa, "ja", false)
	tests := []struct {
		name      string
		templates []manifest.MailTemplate
		usageType email.UsageType
		locale    string
		want      string
	}{
		{"unknown language", []manifest.MailTemplate{ja, zh}, email.SignIn, "fr", `there are no templates in the language "fr": use ja, zh-CN`},
		{"which language", []manifest.MailTemplate{ja, zh}, email.SignIn, "", "add --locale, one of ja, zh-CN"},
		{"no language", []manifest.MailTemplate{template(email.SignIn, "", false)}, email.SignIn, "ja", "leave --locale ja out"},
		{"which usage type", []manifest.MailTemplate{ja, bind}, "", "", "add --usage-type, one of SignIn, BindMfa"},
		{"neither it nor Generic", []manifest.MailTemplate{ja, bind}, email.Register, "", "neither a template for Register nor a Generic one: use SignIn, BindMfa"},
		{"nothing at all", nil, email.Register, "", "there are no templates"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, _, err := choose(test.templates, test.usageType, test.locale); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestAbout(t *testing.T) {
	t.Parallel()
	findings := manifest.Findings{{File: "emails/en/SignIn.html"}, {File: "emails/en/Register.html"}, {File: "emails/en"}, {File: "connector.json"}}
	if got := about(findings, email.SignIn); len(got) != 1 || got[0].File != "emails/en/SignIn.html" {
		t.Errorf("got %v", got)
	}
}
