package provision_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const accountName = "noreply@mail.example.com"

// ledger is a Direct Mail that knows outcomes from a time on.
type ledger struct {
	rows  []entry
	fail  func(look int) error // nil never
	looks []time.Duration      // since the test began
	began time.Time
	last  aliyundm.DeliveryQuery
}

type entry struct {
	known time.Duration // since the test began
	aliyundm.Delivery
}

func newLedger(rows ...entry) *ledger { return &ledger{rows: rows, began: time.Now()} }

// settled is about a mail to the customer; the clock of Direct Mail is right.
func settled(known time.Duration, subject string, status aliyundm.DeliveryStatus) entry {
	return entry{known, aliyundm.Delivery{
		Status: status, AccountName: accountName, ToAddress: customer, Subject: subject,
		Message: "said after " + known.String(), UpdateTime: time.Now().Add(known).UTC(),
	}}
}

func (l *ledger) SenderStatisticsDetailByParam(ctx context.Context, query aliyundm.DeliveryQuery) iter.Seq2[aliyundm.Delivery, error] {
	return func(yield func(aliyundm.Delivery, error) bool) {
		l.looks, l.last = append(l.looks, time.Since(l.began)), query
		if err := ctx.Err(); err != nil {
			yield(aliyundm.Delivery{}, err)
			return
		}
		if l.fail != nil {
			if err := l.fail(len(l.looks)); err != nil {
				yield(aliyundm.Delivery{}, err)
				return
			}
		}
		for _, row := range l.rows {
			if !time.Now().Before(l.began.Add(row.known)) && !yield(row.Delivery, nil) {
				return
			}
		}
	}
}

func follow(t *testing.T, l *ledger) *provision.DeliveryFollower {
	t.Helper()
	follower, err := provision.FollowDeliveries(t.Context(), l, accountName, customer, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return follower
}

func mails(subjects ...string) []provision.Mail {
	list := make([]provision.Mail, len(subjects))
	for i, subject := range subjects {
		list[i] = provision.Mail{UsageType: email.SignIn, Subject: subject}
	}
	return list
}

// said shortens outcomes to their status and message.
func said(outcomes []aliyundm.Delivery) []string {
	list := make([]string, len(outcomes))
	for i, outcome := range outcomes {
		list[i] = strings.TrimSpace(outcome.Status.String() + " " + outcome.Message)
	}
	return list
}
