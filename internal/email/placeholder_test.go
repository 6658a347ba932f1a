package email_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	text := "コード {{ code }}, {{{application.name}}} {{no name}} {{.}}"
	want := []email.Placeholder{
		{Name: "code", Offset: 10, Length: 10},
		{Name: "application.name", Offset: 23, Length: 20},
		{Name: ".", Offset: 57, Length: 5},
	}
	got := email.Placeholders(text)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if written := text[got[1].Offset : got[1].Offset+got[1].Length]; written != "{{application.name}}" {
		t.Errorf("got %s", written)
	}
}

func TestKnownPlaceholders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		usageType     email.UsageType
		known, others []string
	}{
		{
			email.SignIn,
			[]string{"code", "locale", "uiLocales", "application.displayName", "organization.branding.logoUrl", "user.profile.address.country"},
			[]string{"link", "inviter.name", "application", "user.email"},
		},
		{
			email.OrganizationInvitation,
			[]string{"link", "organization.name", "inviter.primaryEmail", "inviter.profile.nickname"},
			[]string{"application.name", "user.name"},
		},
		{email.Generic, []string{"code", "link", "application.id", "inviter.id", "user.id"}, []string{"organization.customData"}},
	}
	for _, test := range tests {
		got := email.KnownPlaceholders(test.usageType)
		for _, name := range test.known {
			if !slices.Contains(got, name) {
				t.Errorf("%s: %s is not known", test.usageType, name)
			}
		}
		for _, name := range test.others {
			if slices.Contains(got, name) {
				t.Errorf("%s: %s is known", test.usageType, name)
			}
		}
	}
}
