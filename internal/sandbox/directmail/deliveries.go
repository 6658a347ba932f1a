package directmail

import (
	"slices"
	"strings"
	"time"
)

// maxDeliveries bounds the memory of what was sent; the oldest go first.
const maxDeliveries = 10_000

// outcome is what became of a mail to one recipient.
type outcome struct {
	status         int // Aliyun's: 0 delivered, 2 invalid address, 3 spam, 4 failed
	message        string
	classification string
}

const (
	statusDelivered = 0
	statusInvalid   = 2
	statusSpam      = 3
	statusFailed    = 4
)

// outcomeFor lets the recipient choose: by the part before the @, without a
// +suffix, which tells the mails of several tests apart.
func outcomeFor(recipient string) outcome {
	local, _, _ := strings.Cut(strings.ToLower(recipient), "@")
	local, _, _ = strings.Cut(local, "+")
	switch local {
	case "bounce":
		return outcome{statusInvalid, "550 User not found", "SmtpNxBox"}
	case "spam":
		return outcome{statusSpam, "554 Message rejected as spam", "SpamContent"}
	case "blocked":
		return outcome{statusFailed, "554 Sender blocked by the recipient's server", "SmtpReject"}
	}
	return outcome{statusDelivered, "250 Send Mail OK", "SendOk"}
}

// delivery is a mail to one recipient. Its outcome is not known to anybody
// before it is settled.
type delivery struct {
	outcome
	number      int // in the order of sending
	region      string
	accountName string
	tagName     string
	recipient   string
	subject     string
	sent        time.Time
	settled     time.Time
}

func (a *account) remember(d delivery) {
	a.lastDelivery++
	d.number = a.lastDelivery
	if len(a.deliveries) == maxDeliveries {
		a.deliveries = slices.Delete(a.deliveries, 0, 1)
	}
	a.deliveries = append(a.deliveries, d)
}
