package email_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
)

// Each usage type has a phrase of its own, short enough for a table.
func TestUsageType_UsedFor(t *testing.T) {
	t.Parallel()
	phrases := make(map[string]email.UsageType)
	for _, usageType := range email.UsageTypes() {
		phrase := usageType.UsedFor()
		if phrase == "" || len(phrase) > 72 {
			t.Errorf("%s is used for %q", usageType, phrase)
		}
		if other, taken := phrases[phrase]; taken {
			t.Errorf("%s and %s are both used for %q", usageType, other, phrase)
		}
		phrases[phrase] = usageType
	}
	if got, want := email.SignIn.UsedFor(), "sign-in with an emailed code"; got != want {
		t.Errorf("SignIn is used for %q, want %q", got, want)
	}
	if got := email.UsageType("SignUp").UsedFor(); got != "" {
		t.Errorf("an unknown usage type is used for %q", got)
	}
}
