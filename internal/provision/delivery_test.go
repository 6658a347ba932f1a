package provision_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestDeliveryFollower_Wait(t *testing.T) {
	t.Parallel()
	const (
		delivered = aliyundm.DeliverySucceeded
		spam      = aliyundm.DeliverySpam
		second    = time.Second
	)
	other := func(change func(*aliyundm.Delivery)) entry {
		changed := settled(second, "code 1", spam)
		change(&changed.Delivery)
		return changed
	}
	for name, test := range map[string]struct {
		rows  func() []entry
		mails []provision.Mail
		want  []string
		code  string // of the error, empty for none
	}{
		"delivered": {
			rows:  func() []entry { return []entry{settled(3*second, "code 1", delivered)} },
			mails: mails("code 1"),
			want:  []string{"delivered said after 3s"},
		},
		"a folded subject, another case": {
			rows: func() []entry {
				return []entry{other(func(d *aliyundm.Delivery) {
					d.Subject, d.Status, d.ToAddress, d.AccountName = "code  1 ", delivered, "You@Example.com", "NoReply@mail.example.com"
				})}
			},
			mails: mails("code 1"),
			want:  []string{"delivered said after 1s"},
		},
		"never": {
			rows:  func() []entry { return nil },
			mails: mails("code 1"),
			want:  []string{"unknown"},
			code:  "delivery_unknown",
		},
		"somebody else's mails": {
			rows: func() []entry {
				return []entry{
					other(func(d *aliyundm.Delivery) { d.Subject = "code 2" }),
					other(func(d *aliyundm.Delivery) { d.ToAddress = "other@example.com" }),
					other(func(d *aliyundm.Delivery) { d.AccountName = "other@mail.example.com" }),
				}
			},
			mails: mails("code 1"),
			want:  []string{"unknown"},
			code:  "delivery_unknown",
		},
		"an earlier mail with the same subject": {
			rows:  func() []entry { return []entry{settled(0, "code", spam), settled(2*second, "code", delivered)} },
			mails: mails("code"),
			want:  []string{"delivered said after 2s"},
		},
		"an earlier mail, this one still open": {
			rows:  func() []entry { return []entry{settled(0, "code", spam)} },
			mails: mails("code"),
			want:  []string{"unknown"},
			code:  "delivery_unknown",
		},
		"an earlier mail whose outcome comes later": {
			rows: func() []entry {
				return []entry{settled(900*time.Millisecond, "code", spam), settled(second, "code", delivered)}
			},
			mails: mails("code"),
			want:  []string{"delivered said after 1s"},
		},
		"the clock of Direct Mail is behind": {
			rows: func() []entry {
				return []entry{other(func(d *aliyundm.Delivery) { d.UpdateTime, d.Status = d.UpdateTime.Add(-10*time.Minute), delivered })}
			},
			mails: mails("code 1"),
			want:  []string{"delivered said after 1s"},
		},
		"several mails": {
			rows: func() []entry {
				return []entry{settled(second, "code 2", spam), settled(40*second, "code 1", delivered), settled(2*second, "code 3", delivered)}
			},
			mails: mails("code 1", "code 2", "code 3"),
			want:  []string{"delivered said after 40s", "taken for spam said after 1s", "delivered said after 2s"},
			code:  "delivery_spam",
		},
		"several mails with the same subject": {
			rows:  func() []entry { return []entry{settled(3*second, "code", delivered), settled(2*second, "code", spam)} },
			mails: mails("code", "code"),
			want:  []string{"taken for spam said after 2s", "delivered said after 3s"},
			code:  "delivery_spam",
		},
		"one of two mails is known": {
			rows:  func() []entry { return []entry{settled(2*second, "code 2", delivered)} },
			mails: mails("code 1", "code 2"),
			want:  []string{"unknown", "delivered said after 2s"},
			code:  "delivery_unknown",
		},
		"an outcome that nobody documented": {
			rows:  func() []entry { return []entry{settled(second, "code", 7)} },
			mails: mails("code"),
			want:  []string{"unknown outcome 7 said after 1s"},
			code:  "delivery_unknown",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				follower := follow(t, newLedger(test.rows()...))
				outcomes, err := follower.Wait(t.Context(), test.mails, time.Minute)
				if diff := cmp.Diff(test.want, said(outcomes)); diff != "" {
					t.Errorf("outcomes (-want +got):\n%s", diff)
				}
				failed, isVerdict := errors.AsType[*provision.DeliveryError](err)
				if isVerdict != (test.code != "") || err != nil && !isVerdict {
					t.Fatalf("error is %v, want code %q", err, test.code)
				}
				if isVerdict && failed.Code() != test.code {
					t.Errorf("code is %s, want %s", failed.Code(), test.code)
				}
			})
		})
	}
}

// The looks get rarer, the last one is when time is up, and what is asked for
// holds clocks that are off by as much as Direct Mail allows.
func TestDeliveryFollower_looks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		if _, err := follow(t, l).Wait(t.Context(), mails("code"), time.Minute); err == nil {
			t.Error("a mail without outcome is no error")
		}
		var seconds []float64
		for _, look := range l.looks {
			seconds = append(seconds, look.Round(100*time.Millisecond).Seconds())
		}
		if diff := cmp.Diff([]float64{0, 1, 2.5, 4.8, 8.1, 13.2, 20.8, 32.2, 47.2, 60}, seconds); diff != "" {
			t.Errorf("looks (-want +got):\n%s", diff)
		}
		want := aliyundm.DeliveryQuery{ToAddress: customer, Start: l.began.Add(-15 * time.Minute), End: l.began.Add(16 * time.Minute)}
		if diff := cmp.Diff(want, l.last); diff != "" {
			t.Errorf("query (-want +got):\n%s", diff)
		}
	})
}

func TestDeliveryFollower_failedLooks(t *testing.T) {
	t.Parallel()
	unreachable, forbidden := fmt.Errorf("list: %w", aliyundm.ErrUnreachable), fmt.Errorf("list: %w", aliyundm.ErrForbidden)
	between := func(first, last int, err error) func(int) error {
		return func(look int) error {
			if look >= first && look <= last {
				return err
			}
			return nil
		}
	}
	for name, test := range map[string]struct {
		fail  func(int) error
		want  string
		error string // part of it
		looks int
	}{
		"for a while":   {between(2, 4, unreachable), "delivered said after 3s", "", 5},
		"first look":    {between(1, 2, unreachable), "delivered said after 3s", "", 4},
		"broken there":  {between(2, 4, &aliyundm.Error{StatusCode: 500, Code: "InternalError"}), "delivered said after 3s", "", 5},
		"throttled":     {between(2, 4, aliyundm.ErrThrottled), "delivered said after 3s", "", 5},
		"at the end":    {between(2, 99, unreachable), "unknown", "not known yet whether the SignIn mail to you@example.com was delivered; the last look failed: list: could not reach", 10},
		"no time left":  {between(2, 99, context.DeadlineExceeded), "unknown", "the last look failed: context deadline exceeded", 10},
		"not permitted": {between(2, 99, forbidden), "unknown", "list: not allowed by RAM", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := newLedger(settled(3*time.Second, "code", aliyundm.DeliverySucceeded))
				l.fail = test.fail
				outcomes, err := follow(t, l).Wait(t.Context(), mails("code"), time.Minute)
				if diff := cmp.Diff([]string{test.want}, said(outcomes)); diff != "" {
					t.Errorf("outcomes (-want +got):\n%s", diff)
				}
				if (err == nil) != (test.error == "") || err != nil && !strings.Contains(err.Error(), test.error) {
					t.Errorf("error is %v, want %q", err, test.error)
				}
				// Nobody was refused or unreachable: the mail is what it is about.
				if _, isVerdict := errors.AsType[*provision.DeliveryError](err); isVerdict && errors.Is(err, aliyundm.ErrUnreachable) {
					t.Errorf("the verdict %v passes for its reason", err)
				}
				if len(l.looks) != test.looks {
					t.Errorf("%d looks, want %d", len(l.looks), test.looks)
				}
			})
		})
	}
}

// What is known when somebody presses Ctrl-C is told.
func TestDeliveryFollower_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(settled(time.Second, "code 1", aliyundm.DeliverySucceeded))
		follower := follow(t, l)
		ctx, interrupt := context.WithTimeoutCause(t.Context(), 5*time.Second, errors.New("Ctrl-C"))
		defer interrupt()
		outcomes, err := follower.Wait(ctx, mails("code 1", "code 2"), time.Minute)
		if diff := cmp.Diff([]string{"delivered said after 1s", "unknown"}, said(outcomes)); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(l.began) != 5*time.Second {
			t.Errorf("after %v the error is %v", time.Since(l.began), err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(settled(time.Second, "code", aliyundm.DeliverySucceeded))
		ctx, interrupt := context.WithCancel(t.Context())
		l.fail = func(look int) error {
			if look > 1 {
				interrupt()
				return ctx.Err()
			}
			return nil
		}
		outcomes, err := follow(t, l).Wait(ctx, mails("code"), time.Minute)
		if len(outcomes) != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted while looking: %v, %v", outcomes, err)
		}
	})
}

// A Direct Mail that stays out of reach does not hold a mail up for longer than
// it would be followed.
func TestFollowDeliveries_unreachable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		l.fail = func(int) error { return aliyundm.ErrUnreachable }
		_, err := provision.FollowDeliveries(t.Context(), l, accountName, customer, 10*time.Second)
		if took := time.Since(l.began); !errors.Is(err, aliyundm.ErrUnreachable) || took != 10*time.Second || len(l.looks) < 3 {
			t.Errorf("%d looks in %v: %v", len(l.looks), took, err)
		}
	})
}

// A key that may not read outcomes is noticed before anything is sent.
func TestFollowDeliveries_refused(t *testing.T) {
	t.Parallel()
	l := newLedger()
	l.fail = func(int) error { return aliyundm.ErrForbidden }
	if follower, err := provision.FollowDeliveries(t.Context(), l, accountName, customer, time.Minute); !errors.Is(err, aliyundm.ErrForbidden) || follower != nil {
		t.Errorf("%v, %v; want forbidden", follower, err)
	}
}
