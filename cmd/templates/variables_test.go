package templates

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestVariables(t *testing.T) {
	t.Parallel()
	values := make(variables)
	for _, text := range []string{
		"code=1", "code=495172", "application.name=a=b", "application.branding.logoUrl=", "brand.name=Bookstore", "user..x=y",
	} {
		if err := values.Set(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	want := variables{
		"code": "495172", "application.name": "a=b", "application.branding.logoUrl": "", "brand.name": "Bookstore", "user..x": "y",
	}
	if diff := cmp.Diff(want, values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	const given = "application.branding.logoUrl= application.name=a=b brand.name=Bookstore code=495172 user..x=y"
	if got := values.String(); got != given {
		t.Errorf("the values are %q, want %q", got, given)
	}
}

func TestVariables_Set_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"code":            "it is not NAME=VALUE",
		"=1":              "it is not NAME=VALUE",
		".code=1":         "it is not NAME=VALUE",
		"a code=1":        "it is not NAME=VALUE",
		"{{code}}=1":      "it is not NAME=VALUE",
		"user=1":          "user.name and user cannot both have a value",
		"user.name.first": "it is not NAME=VALUE",
		"user.name.x=1":   "user.name and user.name.x cannot both have a value",
	}
	for text, want := range tests {
		values := variables{"user.name": "A"}
		if err := values.Set(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
		if len(values) != 1 {
			t.Errorf("%s was taken: %s", text, values)
		}
	}
}

func TestVariables_onlyBrand(t *testing.T) {
	t.Parallel()
	if err := (variables{"brand.name": "Bookstore"}).onlyBrand(); err != nil {
		t.Error(err)
	}
	if err := (variables{"brand.name": "Bookstore", "code": "1"}).onlyBrand(); err == nil || !strings.Contains(err.Error(), "--var code") {
		t.Errorf("got %v", err)
	}
}

// Whatever is accepted is filled in under the name that it was given.
func FuzzVariables(f *testing.F) {
	f.Add("code=123456")
	f.Add("application.name=Bookstore")
	f.Add("a..b.=$&{{a}}")
	f.Add("__proto__.x=1")
	f.Fuzz(func(t *testing.T, text string) {
		values := make(variables)
		if values.Set(text) != nil {
			return
		}
		name, value, _ := strings.Cut(text, "=")
		if strings.HasPrefix(name, email.BrandPrefix) {
			value = "{{" + name + "}}"
		}
		if got := email.Render("{{"+name+"}}", email.Payload(values)); got != value {
			t.Errorf("%q renders as %q", text, got)
		}
	})
}
