package email_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func row(language string, usageType email.UsageType) email.LocalisedTemplate {
	return email.LocalisedTemplate{
		LanguageTag: language, UsageType: usageType,
		Subject: language + " " + string(usageType), Content: "row {{code}}",
		SendFrom: "{{application.name}}", ReplyTo: "help@example.com",
	}
}

func own(usageTypes ...email.UsageType) []email.Template {
	var templates []email.Template
	for _, usageType := range usageTypes {
		templates = append(templates, email.Template{UsageType: usageType, Subject: "own " + string(usageType), Content: "own {{code}}"})
	}
	return templates
}

func TestSelect(t *testing.T) {
	t.Parallel()
	required := own(email.Required()...)
	tests := []struct {
		name      string
		usageType email.UsageType
		connector []email.Template
		rows      []email.LocalisedTemplate
		locale    string
		subject   string // empty: none
		language  string
		shadowed  bool
	}{
		{name: "no rows", usageType: email.SignIn, connector: required, locale: "ja", subject: "own SignIn"},
		{name: "the connector's generic one stands in", usageType: email.BindMfa, connector: required, subject: "own Generic"},
		{name: "nothing at all", usageType: email.SignIn},
		{name: "no generic one either", usageType: email.BindMfa, connector: own(email.SignIn)},
		{name: "the first of two of the connector", usageType: email.SignIn, connector: append(own(email.SignIn), email.Template{UsageType: email.SignIn}), subject: "own SignIn"},
		{
			name: "the user's language", usageType: email.SignIn, connector: required, locale: "ja",
			rows:    []email.LocalisedTemplate{row("en", email.SignIn), row("ja", email.SignIn)},
			subject: "ja SignIn", language: "ja", shadowed: true,
		},
		{
			name: "the fallback language", usageType: email.SignIn, connector: required, locale: "fr",
			rows:    []email.LocalisedTemplate{row("ja", email.SignIn), row("en", email.SignIn)},
			subject: "en SignIn", language: "en", shadowed: true,
		},
		{
			name: "no language", usageType: email.SignIn, connector: required,
			rows:    []email.LocalisedTemplate{row("", email.SignIn), row("en", email.SignIn)},
			subject: "en SignIn", language: "en", shadowed: true,
		},
		{
			name: "another language only", usageType: email.SignIn, connector: required, locale: "fr",
			rows:    []email.LocalisedTemplate{row("ja", email.SignIn)},
			subject: "own SignIn",
		},
		{
			name: "a generic row of the fallback language hides all", usageType: email.SignIn, connector: required, locale: "ja",
			rows:    []email.LocalisedTemplate{row("ja", email.Generic), row("en", email.Generic)},
			subject: "en Generic", language: "en", shadowed: true,
		},
		{
			name: "a generic row of the user's language is not looked for", usageType: email.SignIn, connector: required, locale: "ja",
			rows:    []email.LocalisedTemplate{row("ja", email.Generic)},
			subject: "own SignIn",
		},
		{
			name: "tags are compared letter by letter", usageType: email.SignIn, connector: required, locale: "zh-cn",
			rows:    []email.LocalisedTemplate{row("zh-CN", email.SignIn), row("zh", email.SignIn)},
			subject: "own SignIn",
		},
		{
			name: "a row without a connector's template shadows nothing", usageType: email.SignIn, locale: "ja",
			rows:    []email.LocalisedTemplate{row("ja", email.SignIn)},
			subject: "ja SignIn", language: "ja",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, found := email.Select(test.usageType, test.connector, test.rows, test.locale, "en")
			if found != (test.subject != "") || got.Subject != test.subject || got.Locale != test.language || got.Shadowed != test.shadowed {
				t.Errorf("got %+v, %v", got, found)
			}
		})
	}
}

func TestSelect_wholeRow(t *testing.T) {
	t.Parallel()
	got, _ := email.Select(email.BindMfa, own(email.Generic), []email.LocalisedTemplate{row("en", email.Generic)}, "", "en")
	want := email.Selected{
		Template: email.Template{UsageType: email.Generic, Subject: "en Generic", Content: "row {{code}}"},
		SendFrom: "{{application.name}}", ReplyTo: "help@example.com", Locale: "en", Shadowed: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestShadowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rows []email.LocalisedTemplate
		want []email.UsageType
	}{
		{"none", nil, []email.UsageType{}},
		{
			"in some languages",
			[]email.LocalisedTemplate{row("ja", email.SignIn), row("zh-CN", email.SignIn), row("en", email.Register)},
			[]email.UsageType{email.Register, email.SignIn},
		},
		{"all by one generic row", []email.LocalisedTemplate{row("en", email.Generic)}, email.UsageTypes()},
		{"generic in another language", []email.LocalisedTemplate{row("ja", email.Generic)}, []email.UsageType{email.Generic}},
		{"a type that is not known", []email.LocalisedTemplate{row("ja", "Newsletter")}, []email.UsageType{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, email.Shadowed(test.rows, "en")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What Shadowed says of a usage type is what Select does to some user.
func TestShadowed_agreesWithSelect(t *testing.T) {
	t.Parallel()
	all := []email.LocalisedTemplate{
		row("en", email.Generic), row("ja", email.Generic), row("ja", email.SignIn), row("en", email.Register), row("fr", email.BindMfa),
	}
	for subset := range 1 << len(all) {
		var rows []email.LocalisedTemplate
		for i, row := range all {
			if subset&(1<<i) != 0 {
				rows = append(rows, row)
			}
		}
		want := []email.UsageType{}
		for _, usageType := range email.UsageTypes() {
			hidden := false
			for _, locale := range []string{"", "en", "ja", "fr", "de"} {
				selected, _ := email.Select(usageType, own(usageType), rows, locale, "en")
				hidden = hidden || selected.Shadowed
			}
			if hidden {
				want = append(want, usageType)
			}
		}
		if diff := cmp.Diff(want, email.Shadowed(rows, "en")); diff != "" {
			t.Errorf("%v: %s", rows, diff)
		}
	}
}
