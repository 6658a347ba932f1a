package email_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	const failure, warning = email.SeverityError, email.SeverityWarning
	dropped := "Logto drops empty texts and then refuses the configuration"
	hidden := func(name string, offset int, without string) []email.Issue {
		return []email.Issue{{
			Field: "content", Offset: offset, Severity: failure,
			Message: "no reader sees {{" + name + "}}: it is in a comment, an attribute or hidden text", Hint: without,
		}}
	}
	tests := []struct {
		name             string
		usageType        email.UsageType
		subject, content string
		want             []email.Issue
	}{
		{"nothing wrong", email.SignIn, "{{application.name}}: {{code}}", "<p>{{code}}</p>", nil},
		{"an invitation", email.OrganizationInvitation, "Join {{organization.name}}", "{{inviter.name}}: {{link}}", nil},
		{"100 characters", email.Generic, strings.Repeat("é", 100), "{{ code }}", nil},
		{"empty", email.SignIn, " ", "\n", []email.Issue{
			{Field: "subject", Severity: failure, Message: "the subject is empty", Hint: dropped},
			{Field: "content", Severity: failure, Message: "the content is empty", Hint: dropped},
		}},
		{"no code", email.BindMfa, "{{code}}", "Enter the code.", []email.Issue{{
			Field: "content", Severity: failure,
			Message: "the content of a template for BindMfa has no {{code}}", Hint: "the end user would get no verification code",
		}}},
		{"code in a comment", email.SignIn, "s", "<p>Hello</p><!-- {{code}} -->", hidden("code", 17, "the end user would get no verification code")},
		{"code in the title", email.SignIn, "s", "<title>{{code}}</title>Hello", hidden("code", 7, "the end user would get no verification code")},
		{"code in a preheader", email.SignIn, "s", `<p style="display:none">{{ code }}</p>Hello`, hidden("code", 24, "the end user would get no verification code")},
		{"link in an attribute", email.OrganizationInvitation, "s", `<p title="{{link}}">Hello</p>`, hidden("link", 10, "the invited person could not accept")},
		{"code hidden and shown", email.SignIn, "s", "<title>{{code}}</title><!--{{code}}--><b>{{code}}</b>", nil},
		{"a link around a picture", email.OrganizationInvitation, "s", `<a href="{{ link }}"><img src="https://example.com/join.png"></a>`, nil},
		{"code in a link", email.SignIn, "s", `<a href="https://example.com/?code={{code}}">Sign in</a>`, nil},
		{"nested too deep for HTML", email.SignIn, "s", strings.Repeat("<div>", 600) + "{{code}}", nil},
		{"NUL", email.SignIn, "s", "{{code}}\x00", []email.Issue{{
			Field: "content", Offset: 8, Severity: failure,
			Message: "the content holds a NUL byte, which Logto's database refuses", Hint: "remove it",
		}}},
		{"what every object has", email.SignIn, "{{toString}}", "{{code}}{{constructor}}{{user.valueOf}}{{user.profile.constructor}}{{__proto__}}", []email.Issue{
			{Field: "subject", Severity: failure, Message: `unknown placeholder {{toString}}, which would become "function toString() { [native code] }"`},
			{Field: "content", Offset: 8, Severity: failure, Message: `unknown placeholder {{constructor}}, which would become "function Object() { [native code] }"`},
			{Field: "content", Offset: 23, Severity: failure, Message: `unknown placeholder {{user.valueOf}}, which would become "function valueOf() { [native code] }"`},
			{Field: "content", Offset: 39, Severity: failure, Message: `unknown placeholder {{user.profile.constructor}}, which would become "function Object() { [native code] }"`},
			{Field: "content", Offset: 67, Severity: failure, Message: `unknown placeholder {{__proto__}}, which would become "[object Object]"`},
		}},
		{"no link", email.OrganizationInvitation, "s", "{{code}}", []email.Issue{{
			Field: "content", Severity: failure,
			Message: "the content of a template for OrganizationInvitation has no {{link}}", Hint: "the invited person could not accept",
		}}},
		{"a misspelt placeholder", email.SignIn, "s", "{{code}} {{ cod }}", []email.Issue{{
			Field: "content", Offset: 9, Severity: failure,
			Message: "unknown placeholder {{cod}}, which the end user would see as written", Hint: `did you mean "code"?`,
		}}},
		{"a root of another type", email.SignIn, "{{inviter.name}}", "{{code}}", []email.Issue{{
			Field: "subject", Severity: failure,
			Message: "unknown placeholder {{inviter.name}}, which the end user would see as written",
		}}},
		{"any key of an invitation", email.OrganizationInvitation, "s", "{{link}} {{expires}}", []email.Issue{{
			Field: "content", Offset: 9, Severity: warning,
			Message: "unknown placeholder {{expires}}, which stays as written unless the invitation brings a value",
		}}},
		{"a misspelt leaf", email.SignIn, "{{application.nmae}}", "{{code}}", []email.Issue{{
			Field: "subject", Severity: warning,
			Message: "unknown placeholder {{application.nmae}}, which would become empty", Hint: `did you mean "application.name"?`,
		}}},
		{"a member of a text", email.SignIn, "s", "{{code}} {{code.first}}", []email.Issue{{
			Field: "content", Offset: 9, Severity: warning,
			Message: "unknown placeholder {{code.first}}, which would become empty",
		}}},
		{"an object", email.SignIn, "s", "{{code}} {{user.profile}}", []email.Issue{{
			Field: "content", Offset: 9, Severity: warning,
			Message: "{{user.profile}} is an object and would read [object Object]", Hint: "use one of its values, such as {{user.profile.familyName}}",
		}}},
		{"another template language", email.SignIn, "s", "{{#if code}}{{code}}{{/if}}", []email.Issue{
			{
				Field: "content", Severity: warning,
				Message: "{{ begins no placeholder that Logto understands, the end user would see it as written",
				Hint:    "a placeholder is a name in double braces, such as {{code}}",
			},
			{
				Field: "content", Offset: 20, Severity: warning,
				Message: "{{ begins no placeholder that Logto understands, the end user would see it as written",
				Hint:    "a placeholder is a name in double braces, such as {{code}}",
			},
		}},
		{"a longish subject", email.SignIn, strings.Repeat("é", 101), "{{code}}", []email.Issue{{
			Field: "subject", Severity: warning,
			Message: "the subject has 101 characters, more than the 100 that are safe with Direct Mail", Hint: "mail programs show about 60",
		}}},
		{"256 characters", email.SignIn, strings.Repeat("é", 256), "{{code}}", []email.Issue{{
			Field: "subject", Severity: warning,
			Message: "the subject has 256 characters, more than the 100 that are safe with Direct Mail", Hint: "mail programs show about 60",
		}}},
		{"257 characters", email.SignIn, strings.Repeat("é", 257), "{{code}}", []email.Issue{{
			Field: "subject", Severity: failure, Message: "the subject has 257 characters, Direct Mail takes at most 256",
		}}},
		{"two lines of subject", email.SignIn, "a\r\nBcc: b@example.com", "{{code}}", []email.Issue{{
			Field: "subject", Offset: 1, Severity: failure,
			Message: "the subject holds a line break or another control character", Hint: "write it on one line",
		}}},
		{"a large body", email.SignIn, "s", "{{code}}" + strings.Repeat("x", 80_000), []email.Issue{{
			Field: "content", Severity: warning,
			Message: "the content has 80 KB, more than the 80 KB that are safe with Direct Mail", Hint: "link to pictures instead of embedding them",
		}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := email.Check(email.Template{UsageType: test.usageType, Subject: test.subject, Content: test.content})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheck_endsSomewhere(t *testing.T) {
	t.Parallel()
	issues := email.Check(email.Template{UsageType: email.SignIn, Subject: "s", Content: "{{code}}" + strings.Repeat("{{cod}}", 1000)})
	if len(issues) != 50 {
		t.Errorf("got %d issues", len(issues))
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("SignIn", "{{code}}", "{{{code}}} {{user}} {{")
	f.Add("OrganizationInvitation", "\n", "{{link}}{{x.y}}")
	f.Fuzz(func(t *testing.T, usageType, subject, content string) {
		for _, issue := range email.Check(email.Template{UsageType: email.UsageType(usageType), Subject: subject, Content: content}) {
			field := map[string]string{email.FieldSubject: subject, email.FieldContent: content}[issue.Field]
			if issue.Offset < 0 || issue.Offset > len(field) || issue.Message == "" || issue.Severity == "" {
				t.Errorf("%q, %q: %+v", subject, content, issue)
			}
		}
	})
}
