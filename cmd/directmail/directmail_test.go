package directmail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func TestDomainName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"mail.example.com": "mail.example.com", "Mail.Example.COM.": "mail.example.com", "xn--bcher-kva.example": "xn--bcher-kva.example"} {
		if got, err := domainName(name); got != want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"", ".", "example", "example.", ".example", ".mail.example.com", "-mail.example.com", "mail-.example.com", "mail.example.-com", strings.Repeat("a", 64) + ".b", "a..example", "example.com..", "bücher.example", "a_b.example", "http://a.example", strings.Repeat("a", 43) + ".example"} {
		if _, err := domainName(name); exitcode.Of(err) != exitcode.Usage || !strings.Contains(err.Error(), "in Punycode") {
			t.Errorf("%q is taken for a domain: %v", name, err)
		}
	}
}

func TestCheckTag(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", "Sign_in_2", strings.Repeat("x", 128)} {
		if err := checkTag(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "sign-in", "a b", "é", strings.Repeat("x", 129)} {
		if err := checkTag(name); exitcode.Of(err) != exitcode.Usage {
			t.Errorf("%q is taken for a tag: %v", name, err)
		}
	}
}

// Beijing is a day ahead of London in the evening.
func TestSpans(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	for days, want := range map[int][]string{
		1: {"11-23 11-23"},
		7: {"11-17 11-23"},
		9: {"11-15 11-21", "11-22 11-23"},
	} {
		var got []string
		for _, span := range spans(now, days) {
			got = append(got, span.Start.Format("01-02")+" "+span.End.Format("01-02"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d days (-want +got):\n%s", days, diff)
		}
	}
	if parts := spans(now, maxDays); len(parts) != 5 || parts[0].Start.Format("01-02") != "10-25" {
		t.Errorf("%d days are %v", maxDays, parts)
	}
}

var (
	errLost    = &aliyundm.Error{Action: "CreateDomain", Uncertain: true, Err: aliyundm.ErrUnreachable}
	errThere   = &aliyundm.Error{Action: "CreateDomain", StatusCode: 400, Code: "InvalidDomainName.Duplicate"}
	errRefused = &aliyundm.Error{Action: "CreateDomain", StatusCode: 403, Code: "Forbidden.RAM"}
	errMissing = &notFoundError{kind: "tag", name: "x", region: "cn-hangzhou", list: "direct-mail tag list"}
)

func TestAfterCreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err, find error
		created   bool
		fails     bool
	}{
		"lost, and there":        {errLost, nil, true, false},
		"lost, and not there":    {errLost, errMissing, false, true},
		"somebody made it":       {errThere, nil, false, false},
		"there, but not to find": {errThere, errMissing, false, true},
		"refused":                {errRefused, nil, false, true},
	} {
		found, created, err := afterCreate(test.err, func() (string, error) { return "found", test.find })
		if created != test.created || (err != nil) != test.fails || (err == nil) != (found == "found" && !test.fails) {
			t.Errorf("%s: %q, created %t, %v", name, found, created, err)
		}
		if answer, ok := errors.AsType[*aliyundm.Error](err); test.fails && (!ok || answer.Action != "CreateDomain") {
			t.Errorf("%s: the error is %v, not that of the create", name, err)
		}
	}
}

// What is not there was not created, so that there is nothing uncertain left.
func TestAfterCreate_notCreated(t *testing.T) {
	t.Parallel()
	_, _, err := afterCreate(errLost, func() (string, error) { return "", errMissing })
	failure := cli.Describe(err)
	if failure.Code != "not_created" || !strings.HasPrefix(failure.Message, `there is no tag "x" in the region cn-hangzhou: CreateDomain`) || !strings.Contains(failure.Hint, "run the command again") {
		t.Errorf("told as %+v", failure)
	}
	if errors.Is(err, aliyundm.ErrUncertain) || strings.Contains(err.Error(), aliyundm.ErrUncertain.Error()) || exitcode.Of(err) != exitcode.Unreachable {
		t.Errorf("exit code %d: %v", exitcode.Of(err), err)
	}
	// It is uncertain as long as nobody could look.
	if _, _, err := afterCreate(errLost, func() (string, error) { return "", errRefused }); !errors.Is(err, aliyundm.ErrUncertain) {
		t.Errorf("not known became %v", err)
	}
}

func TestAfterDelete(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err, find error
		fails     bool
	}{
		"done":                {nil, errRefused, false},
		"lost, and gone":      {errLost, errMissing, false},
		"lost, and there":     {errLost, nil, true},
		"lost, and not known": {errLost, errRefused, true},
		"refused":             {errRefused, errMissing, true},
	} {
		err := afterDelete(test.err, func() (string, error) { return "", test.find })
		if (err != nil) != test.fails {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPatiently(t *testing.T) {
	t.Parallel()
	unready := &unreadyError{name: "mail.example.com", status: "not verified"}
	tests := map[string]struct {
		limit    time.Duration
		failures []error // of the tries, one after the other; the last one is repeated
		tries    int
		want     error
	}{
		"at once":               {time.Hour, []error{nil}, 1, nil},
		"one try":               {0, []error{unready}, 1, unready},
		"later":                 {time.Hour, []error{aliyundm.ErrUnreachable, unready, aliyundm.ErrThrottled, context.DeadlineExceeded, &aliyundm.Error{StatusCode: 500, Code: "InternalError"}, nil}, 6, nil},
		"ready at the end":      {time.Second, []error{unready, nil}, 2, nil},
		"never":                 {time.Second, []error{unready}, 2, unready},
		"waiting does not help": {time.Hour, []error{unready, errRefused}, 2, errRefused},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tries, told := 0, 0
				err := patiently(t.Context(), test.limit, func() error {
					tries++
					return test.failures[min(tries, len(test.failures))-1]
				}, func(error, time.Duration) { told++ })
				if !errors.Is(err, test.want) || tries != test.tries || told != tries-1 {
					t.Errorf("%d tries, told %d times, %v", tries, told, err)
				}
			})
		})
	}
}

// The pauses grow from about five seconds to a minute and end with the time.
func TestPatiently_pauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var pauses []time.Duration
		unready := &unreadyError{}
		err := patiently(t.Context(), 30*time.Minute, func() error { return unready }, func(_ error, next time.Duration) { pauses = append(pauses, next) })
		if took := time.Since(begin); !errors.Is(err, unready) || took != 30*time.Minute {
			t.Errorf("%v after %s", err, took)
		}
		if longest := slices.Max(pauses); pauses[0] > 8*time.Second || pauses[0] < 2*time.Second || longest < 30*time.Second || longest > 90*time.Second {
			t.Errorf("pauses are %v", pauses)
		}
	})
}

func TestPatiently_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(7*time.Second, func() { cancel(errors.New("signal")) })
		err := patiently(ctx, time.Hour, func() error { return &unreadyError{name: "a.example", records: []string{"spf missing"}} }, func(error, time.Duration) {})
		if exitcode.Of(err) != exitcode.Interrupted || !strings.Contains(err.Error(), "the last look said: a.example") {
			t.Errorf("exit code %d, %v", exitcode.Of(err), err)
		}
	})
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	record := func(purpose string, verdict dnscheck.Verdict, fix string) output.CheckedMailRecord {
		return output.CheckedMailRecord{MailRecord: output.MailRecord{Purpose: purpose}, Verdict: verdict, Fix: fix}
	}
	optional := record("tracking", dnscheck.Missing, "add tracking")
	optional.Optional = true
	for name, test := range map[string]struct {
		ok      bool
		records []output.CheckedMailRecord
		code    exitcode.Code
		message string
		hint    string
	}{
		"ready":       {true, []output.CheckedMailRecord{optional}, exitcode.OK, "", ""},
		"not yet":     {false, []output.CheckedMailRecord{record("spf", dnscheck.OK, ""), optional}, exitcode.Failed, "the DNS records of a.example are right, but Direct Mail says not verified", "wait for it: logtoctl direct-mail domain check a.example --region us-east-1 --wait 30m"},
		"wrong":       {false, []output.CheckedMailRecord{record("dkim", dnscheck.Unknown, "again"), record("spf", dnscheck.Missing, "add spf"), record("mx", dnscheck.Extra, "x")}, exitcode.Failed, "a.example is not ready (Direct Mail: not verified): dkim unknown, spf missing, mx extra", "add spf; then wait for it"},
		"DNS is down": {false, []output.CheckedMailRecord{record("spf", dnscheck.Unknown, "again"), record("mx", dnscheck.Unknown, "again")}, exitcode.Unreachable, "spf unknown, mx unknown", "name another DNS server with --resolver"},
	} {
		err := verdict(output.MailDomainCheck{MailDomain: output.MailDomain{Name: "a.example", DomainStatus: "not verified"}, OK: test.ok, Records: test.records}, " --region us-east-1")
		if exitcode.Of(err) != test.code {
			t.Errorf("%s: exit code %d", name, exitcode.Of(err))
		}
		var unready *unreadyError
		if errors.As(err, &unready) == test.ok {
			t.Fatalf("%s: %v", name, err)
		}
		if !test.ok && (!strings.Contains(unready.Error(), test.message) || !strings.Contains(unready.Hint(), test.hint) || unready.Code() != "domain_not_ready") {
			t.Errorf("%s: %v, %s", name, unready, unready.Hint())
		}
	}
}

// An account that never opened Direct Mail is not found either, and is not
// taken for one without the object.
func TestIsMissing(t *testing.T) {
	t.Parallel()
	if !isMissing(fmt.Errorf("look: %w", errMissing)) || isMissing(&aliyundm.Error{Code: "InvalidUser.NotFound"}) || isMissing(nil) {
		t.Error("an object that is not there is not told from an answer of Direct Mail")
	}
}

func TestIsBlind(t *testing.T) {
	t.Parallel()
	const down = dnscheck.Unknown
	for name, test := range map[string]struct {
		verdicts []dnscheck.Verdict
		want     bool
	}{
		"nothing asked":   {nil, false},
		"none looked up":  {[]dnscheck.Verdict{down, down}, true},
		"some looked up":  {[]dnscheck.Verdict{down, dnscheck.Missing}, false},
		"first looked up": {[]dnscheck.Verdict{dnscheck.OK, down}, false},
	} {
		var view output.MailDomainCheck
		for _, verdict := range test.verdicts {
			view.Records = append(view.Records, output.CheckedMailRecord{Verdict: verdict})
		}
		if got := isBlind(view); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
