package preview

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestFields(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name            string
		usageType       email.UsageType
		source, content string
		given           map[string]string
		want            []Field
	}{
		{"each once, in order", email.SignIn, "", "{{code}} {{ application.name }} {{code}}", nil, []Field{{"code", "495172"}, {"application.name", "Bookstore"}}},
		{"those of the command line", email.SignIn, "", "{{code}}", map[string]string{"code": "1", "link": "2"}, []Field{{"code", "1"}}},
		{"emptied", email.SignIn, "", "{{code}}", map[string]string{"code": ""}, []Field{{"code", ""}}},
		{"what Logto does not know", email.SignIn, "", "{{cod}} {{link}} {{user}}", nil, nil},
		{"what has no example", email.SignIn, "", "{{user.profile.website}}", nil, []Field{{"user.profile.website", ""}}},
		{"the language", email.SignIn, "", "{{locale}}", nil, []Field{{"locale", "ja"}}},
		{"an invitation", email.OrganizationInvitation, "", "{{inviter.name}}", nil, []Field{{"inviter.name", "Jonas Weber"}}},
		{"a name", email.SignIn, "${brand.name:-x}", "", nil, []Field{{"brand.name", "Books"}}},
		{"colours", email.SignIn, "${brand.onColor}${brand.color}", "", nil, []Field{{"brand.color", "#2266ee"}}},
		{"a logo", email.SignIn, "${brand.logo}", "", map[string]string{"brand.name": ""}, []Field{{"brand.name", "Books"}, {"brand.logoUrl", ""}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			template := Template{Template: email.Template{UsageType: test.usageType, Content: test.content}, Source: test.source, Locale: "ja", Brand: email.Brand{Name: "Books", Color: "#2266ee"}}
			if diff := cmp.Diff(test.want, fields(template, test.given)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPayload(t *testing.T) {
	t.Parallel()
	got := payload(
		[]Field{{"code", "1"}, {"user.name", "Mina"}, {"brand.name", "B"}},
		map[string]string{"code": "2", "user.profile.nickname": "M", "brand.color": "#fff"},
	)
	want := map[string]any{
		"code": "2",
		"user": map[string]any{"name": "Mina", "profile": map[string]any{"nickname": "M"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestValuesOf(t *testing.T) {
	t.Parallel()
	given := map[string]string{"code": "1", "brand.name": "B"}
	got := valuesOf(given, url.Values{"var.code": {"2", "3"}, "var.brand.color": {"#fff"}, "var.brand.name": {""}, "mode": {"dark"}, "var.": {"x"}})
	if diff := cmp.Diff(map[string]string{"code": "2", "brand.color": "#fff", "brand.name": ""}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"brand.color": "#fff"}, brandValues(got)); diff != "" {
		t.Error(diff)
	}
	if given["code"] != "1" || len(valuesOf(nil, nil)) != 0 {
		t.Errorf("the given values have changed: %v", given)
	}
}
