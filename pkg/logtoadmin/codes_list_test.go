package logtoadmin_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

func TestCodes_explained(t *testing.T) {
	t.Parallel()
	codes := logtoadmin.Codes()
	for i, code := range codes {
		if _, known := logtoadmin.Explain(code); !known {
			t.Errorf("%s is listed and not explained", code)
		}
		if slices.Contains(codes[:i], code) {
			t.Errorf("%s is listed twice", code)
		}
	}
}

// Every code that the source explains is listed: the two are written apart.
func TestCodes_complete(t *testing.T) {
	t.Parallel()
	label := regexp.MustCompile(`case ("[^:]+):`)
	text := regexp.MustCompile(`"([a-z_.]+)"`)
	areas := []string{"oidc", "auth", "guard", "request", "entity", "application", "role", "connector", "sign_in_experiences", "verification_code", "session", "subscription", "system_limit"}
	found := 0
	for _, file := range []string{"codes.go", "codes_connector.go", "codes_sign_in.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, labels := range label.FindAllStringSubmatch(string(source), -1) {
			for _, quoted := range text.FindAllStringSubmatch(labels[1], -1) {
				code := quoted[1]
				if slices.Contains(areas, code) {
					continue // the switch over the areas
				}
				found++
				if !slices.ContainsFunc(logtoadmin.Codes(), func(listed string) bool {
					return listed == code || strings.HasSuffix(listed, "."+code)
				}) {
					t.Errorf("%s explains %q, which is not listed", file, code)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d codes found in the source: the test reads it wrongly", found)
	}
}
