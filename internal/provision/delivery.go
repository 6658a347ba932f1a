package provision

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Direct Mail knows an outcome after some seconds or minutes. The looks get
// rarer, because its statistics take 50 requests a minute from a whole account.
const (
	firstPause   = time.Second
	longestPause = 15 * time.Second
)

// clockSkew is how far the clock of Direct Mail can be off ours: it refuses the
// requests of those that are further away.
const clockSkew = 15 * time.Minute

// Deliveries is where outcomes are read; *aliyundm.Client is it.
type Deliveries interface {
	SenderStatisticsDetailByParam(ctx context.Context, query aliyundm.DeliveryQuery) iter.Seq2[aliyundm.Delivery, error]
}

var _ Deliveries = (*aliyundm.Client)(nil)

// DeliveryFollower finds out what becomes of the mails of one sender address to
// one recipient.
type DeliveryFollower struct {
	deliveries      Deliveries
	accountName, to string
	start           time.Time
	before          map[aliyundm.Delivery]int // how often each row was there already
}

// FollowDeliveries is called before the mails go out. Outcomes carry no EnvId,
// so those that are there already are noted: an earlier mail with the same
// subject must not be taken for one of these. An AccessKey that may not read
// outcomes is so found out before anything is sent. A Direct Mail that is busy or
// out of reach is asked again, for as long as patience lasts.
func FollowDeliveries(ctx context.Context, deliveries Deliveries, accountName, to string, patience time.Duration) (*DeliveryFollower, error) {
	f := &DeliveryFollower{
		deliveries: deliveries, accountName: accountName, to: to,
		start: time.Now().Add(-clockSkew), before: map[aliyundm.Delivery]int{},
	}
	rows, err := f.firstLook(ctx, patience)
	if err != nil {
		return nil, f.wrap(err)
	}
	for _, row := range rows {
		f.before[row]++
	}
	return f, nil
}

func (f *DeliveryFollower) firstLook(ctx context.Context, patience time.Duration) ([]aliyundm.Delivery, error) {
	end := time.Now().Add(patience)
	for pause := firstPause; ; pause = min(pause*3/2, longestPause) {
		rows, err := f.look(ctx)
		if err == nil || ctx.Err() != nil || !MayPass(err) || !time.Now().Before(end) {
			return rows, err
		}
		if err := sleep(ctx, min(pause, time.Until(end))); err != nil {
			return nil, err
		}
	}
}

// Wait looks until the outcome of each mail is known, or the time is up. The
// mails come in the order in which they were sent; the outcomes are as many,
// with [aliyundm.DeliveryUnknown] for what is not known, and true also next to
// an error. That is a *DeliveryError unless all mails were delivered.
//
// A look that fails because Direct Mail is unreachable or busy is tried again
// as long as there is time.
func (f *DeliveryFollower) Wait(ctx context.Context, mails []Mail, wait time.Duration) ([]aliyundm.Delivery, error) {
	end := time.Now().Add(wait)
	looking, stop := context.WithDeadline(ctx, end.Add(lookTimeout)) // for the last look
	defer stop()
	outcomes := assign(mails, nil)
	for pause := firstPause; ; pause = min(pause*3/2, longestPause) {
		if err := sleep(ctx, min(pause, time.Until(end))); err != nil {
			return outcomes, f.wrap(err)
		}
		rows, err := f.look(looking)
		switch {
		case ctx.Err() != nil:
			return outcomes, f.wrap(ctx.Err())
		case err == nil:
			outcomes = assign(mails, f.fresh(rows))
		case !MayPass(err):
			return outcomes, f.wrap(err)
		}
		isSettled := !slices.ContainsFunc(outcomes, isOpen)
		if isSettled || !time.Now().Before(end) {
			return outcomes, f.verdict(mails, outcomes, err)
		}
	}
}

// verdict returns nil when all mails were delivered.
func (f *DeliveryFollower) verdict(mails []Mail, outcomes []aliyundm.Delivery, last error) error {
	verdict := &DeliveryError{AccountName: f.accountName, To: f.to, Err: last}
	for i, outcome := range outcomes {
		if outcome.Status != aliyundm.DeliverySucceeded {
			verdict.Mails = append(verdict.Mails, Undelivered{UsageType: mails[i].UsageType, Outcome: outcome})
		}
	}
	if len(verdict.Mails) == 0 {
		return nil
	}
	return verdict
}

func (f *DeliveryFollower) wrap(err error) error {
	return fmt.Errorf("follow the mail to %s: %w", f.to, err)
}

func (f *DeliveryFollower) look(ctx context.Context) ([]aliyundm.Delivery, error) {
	var rows []aliyundm.Delivery
	query := aliyundm.DeliveryQuery{ToAddress: f.to, Start: f.start, End: time.Now().Add(clockSkew)}
	for row, err := range f.deliveries.SenderStatisticsDetailByParam(ctx, query) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(row.ToAddress, f.to) && strings.EqualFold(row.AccountName, f.accountName) {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// fresh leaves out the rows that were there before the mails went out.
func (f *DeliveryFollower) fresh(rows []aliyundm.Delivery) []aliyundm.Delivery {
	before := maps.Clone(f.before)
	return slices.DeleteFunc(rows, func(row aliyundm.Delivery) bool {
		before[row]--
		return before[row] >= 0
	})
}

// assign gives each mail the row with its subject. Of several rows the newest
// belong to these mails, and the later row to the later mail: another mail with
// the same subject, whose outcome came in between, was sent before.
func assign(mails []Mail, rows []aliyundm.Delivery) []aliyundm.Delivery {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b aliyundm.Delivery) int { return b.UpdateTime.Compare(a.UpdateTime) })
	outcomes := make([]aliyundm.Delivery, len(mails))
	for i, mail := range slices.Backward(mails) {
		outcomes[i].Status = aliyundm.DeliveryUnknown
		at := slices.IndexFunc(rows, func(row aliyundm.Delivery) bool { return sameText(row.Subject, mail.Subject) })
		if at >= 0 {
			outcomes[i] = rows[at]
			rows = slices.Delete(rows, at, at+1)
		}
	}
	return outcomes
}

// sameText compares without the blanks that a mail header may gain or lose
// where it is folded.
func sameText(a, b string) bool { return slices.Equal(strings.Fields(a), strings.Fields(b)) }

// isOpen tells whether the outcome may still come.
func isOpen(outcome aliyundm.Delivery) bool {
	switch outcome.Status {
	case aliyundm.DeliverySucceeded, aliyundm.DeliveryInvalidAddress, aliyundm.DeliverySpam, aliyundm.DeliveryFailed:
		return false
	default:
		return true
	}
}

// MayPass tells whether a failed request to Direct Mail may succeed a little
// later: nobody answered in time, it was busy, or something went wrong at its end.
// Only what can be repeated without harm should be.
func MayPass(err error) bool {
	answer, isAnswer := errors.AsType[*aliyundm.Error](err)
	return errors.Is(err, aliyundm.ErrUnreachable) || errors.Is(err, aliyundm.ErrThrottled) || errors.Is(err, context.DeadlineExceeded) ||
		isAnswer && answer.StatusCode >= http.StatusInternalServerError
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
