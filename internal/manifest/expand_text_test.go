package manifest_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestExpandText(t *testing.T) {
	t.Parallel()
	lookup := func(name string) (string, bool) {
		value, found := map[string]string{"SHOP": "shop-017", "PRICE": "${SHOP}"}[name]
		return value, found
	}
	tests := map[string]struct{ text, want, wrong string }{
		"no reference":          {"p4$$w0rd", "p4$$w0rd", ""},
		"one":                   {"https://${SHOP}.example", "https://shop-017.example", ""},
		"a default":             {"${REGION:-cn-hangzhou}", "cn-hangzhou", ""},
		"literal":               {"$${SHOP}", "${SHOP}", ""},
		"a value is taken once": {"${PRICE}", "${SHOP}", ""},
		"not set":               {"${SECRET}", "", "the environment variable SECRET is not set"},
		"not closed":            {"s3cret${", "", "${ begins no reference to an environment variable"},
		"of a template":         {"${brand.name}", "", "${brand.name} is known only in the subject and the content of an email template"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := manifest.ExpandText(test.text, lookup)
			if wrong := message(err); got != test.want || wrong != test.wrong {
				t.Errorf("%q became %q, %q; want %q, %q", test.text, got, wrong, test.want, test.wrong)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
