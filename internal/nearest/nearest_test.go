package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/nearest"
)

func TestName(t *testing.T) {
	t.Parallel()
	known := []string{"accessKeyId", "accessKeySecret", "accountName", "fromAlias", "regionId", "to"}
	tests := []struct{ name, want string }{
		{"accesKeyId", "accessKeyId"},
		{"accesskeyid", "accessKeyId"},
		{"ACCOUNTNAME", "accountName"},
		{"region", "regionId"},
		{"fromAliass", "fromAlias"},
		{"accessKeySecert", "accessKeySecret"},
		{"tp", "to"},
		{"xy", ""},
		{"", ""},
		{"templates", ""},
		{"signature", ""},
	}
	for _, test := range tests {
		got, found := nearest.Name(test.name, slices.Values(known))
		if got != test.want || found != (test.want != "") {
			t.Errorf("Name(%q) = %q, %v, want %q", test.name, got, found, test.want)
		}
	}
}

// A name without measure is near to nothing, which takes no comparing to say.
func TestName_long(t *testing.T) {
	t.Parallel()
	if got, found := nearest.Name(strings.Repeat("accessKeyId", 1e6), slices.Values(slices.Repeat([]string{"accessKeyId"}, 1000))); found {
		t.Errorf("got %q", got)
	}
}

func TestName_firstOfEquals(t *testing.T) {
	t.Parallel()
	if got, _ := nearest.Name("cost", slices.Values([]string{"code", "cast", "most"})); got != "cast" {
		t.Errorf("got %q", got)
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	known := slices.Values([]string{"subject", "content"})
	if got, want := nearest.Hint("subjekt", known), `did you mean "subject"?`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := nearest.Hint("usageType", known); got != "" {
		t.Errorf("got %s", got)
	}
}
