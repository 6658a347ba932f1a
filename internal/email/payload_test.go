package email_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestPayload(t *testing.T) {
	t.Parallel()
	got := email.Payload(map[string]string{
		"code": "495172", "application.name": "a=b", "application.branding.logoUrl": "", "user..x": "y",
		"inviter": "x", "inviter.name": "Jonas", "inviter.profile.nickname": "J",
		"brand.name": "Bookstore", "brand.color": "#fff", "branding": "z",
	})
	want := map[string]any{
		"code":        "495172",
		"application": map[string]any{"name": "a=b", "branding": map[string]any{"logoUrl": ""}},
		"user":        map[string]any{"": map[string]any{"x": "y"}},
		"inviter":     map[string]any{"name": "Jonas", "profile": map[string]any{"nickname": "J"}},
		"branding":    "z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if got := email.Payload(nil); got == nil || len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// Of two names, at least the one that makes an object is found where it leads.
func FuzzPayload(f *testing.F) {
	f.Add("code", "application.name")
	f.Add("user", "user.name")
	f.Add("a..b.", "a.")
	f.Add("brand.name", "brand")
	f.Fuzz(func(t *testing.T, one, other string) {
		payload := email.Payload(map[string]string{one: "1", other: "2"})
		for _, name := range []string{one, other} {
			rival := other
			if name == other {
				rival = one
			}
			if strings.HasPrefix(name, email.BrandPrefix) || strings.HasPrefix(rival, name+".") {
				continue
			}
			var found any = payload
			for _, key := range strings.Split(name, ".") {
				object, _ := found.(map[string]any)
				found = object[key]
			}
			if _, ok := found.(string); !ok {
				t.Errorf("%q and %q: no value of %q in %v", one, other, name, payload)
			}
		}
	})
}
