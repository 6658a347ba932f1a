package provision_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestDeliveryError(t *testing.T) {
	t.Parallel()
	undelivered := func(usageType email.UsageType, status aliyundm.DeliveryStatus, message, classification string) provision.Undelivered {
		return provision.Undelivered{UsageType: usageType, Outcome: aliyundm.Delivery{Status: status, Message: message, ErrorClassification: classification}}
	}
	open := undelivered(email.Register, aliyundm.DeliveryUnknown, "", "")
	for name, test := range map[string]struct {
		mails            []provision.Undelivered
		text, code, hint string
	}{
		"invalid address": {
			[]provision.Undelivered{undelivered(email.SignIn, aliyundm.DeliveryInvalidAddress, "550 no such user", "SmtpNxBox")},
			"the SignIn mail to you@example.com was not delivered: invalid address (550 no such user, SmtpNxBox)",
			"delivery_invalid_address", "spelling",
		},
		"spam": {
			[]provision.Undelivered{undelivered(email.SignIn, aliyundm.DeliverySpam, "", "SpamContent")},
			"the SignIn mail to you@example.com was not delivered: taken for spam (SpamContent)",
			"delivery_spam", "direct-mail domain check mail.example.com --region us-east-1; then the wording",
		},
		"failed, after one that is open": {
			[]provision.Undelivered{open, undelivered(email.SignIn, aliyundm.DeliveryFailed, "", "")},
			"it is not known yet whether the Register mail to you@example.com was delivered; the SignIn mail to you@example.com was not delivered: failed",
			"delivery_failed", "domain check mail.example.com --region us-east-1",
		},
		"open": {
			[]provision.Undelivered{open},
			"it is not known yet whether the Register mail to you@example.com was delivered",
			"delivery_unknown", "longer --wait-delivery",
		},
		"an outcome that nobody documented": {
			[]provision.Undelivered{undelivered(email.SignIn, 7, "250 held", "")},
			"it is not known yet whether the SignIn mail to you@example.com was delivered: unknown outcome 7 (250 held)",
			"delivery_unknown", "look at the mailbox",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := &provision.DeliveryError{AccountName: accountName, Region: "us-east-1", To: customer, Mails: test.mails}
			if err.Error() != test.text || err.Code() != test.code || !strings.Contains(err.Hint(), test.hint) {
				t.Errorf("got %q, %s, %q; want %q, %s, %q", err, err.Code(), err.Hint(), test.text, test.code, test.hint)
			}
		})
	}
}
