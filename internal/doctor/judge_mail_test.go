package doctor_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// adviceOn changes facts of a set-up with nothing wrong, and says what one check
// on the Direct Mail side makes of it, and what it suggests.
type adviceOn struct {
	change      func(*doctor.Facts)
	check       string
	want        doctor.Status
	found, next string
}

func advice() map[string]adviceOn {
	elsewhere := func(f *doctor.Facts) { f.DirectMail.Region = "eu-central-1" }
	noSender := func(f *doctor.Facts) { f.DirectMail.Senders.Value = nil }
	noDNS := &dnscheck.NoResolverError{Err: errors.New("no nameserver")}
	broken := &aliyundm.NoCredentialsError{Reasons: []string{"environment: not set", "config.json: no JSON"}, Unusable: []string{"config.json: no JSON"}}
	return map[string]adviceOn{
		"a place for credentials that is of no use": {
			func(f *doctor.Facts) { f.DirectMail.NoAccount = broken },
			"access-key.found", doctor.Failed, "config.json: no JSON", "put it right",
		},
		"a needed right and another": {
			func(f *doctor.Facts) {
				f.DirectMail.Domain.Err = &aliyundm.Error{Action: "DescDomain", Code: "Forbidden.RAM", StatusCode: 403}
				f.DirectMail.Statistics = &aliyundm.Error{Action: "SenderStatisticsByTagNameAndBatchID", Code: "Forbidden.RAM", StatusCode: 403}
			},
			"access-key.rights", doctor.Failed, "dm:DescDomain, dm:SenderStatistics", "on resource *",
		},
		"an unknown answer to a call that the rest needs": {
			func(f *doctor.Facts) {
				f.DirectMail.Senders.Err = &aliyundm.Error{Action: "QueryMailAddressByParam", Code: "Mystery", StatusCode: 400}
			},
			"access-key.rights", doctor.Failed, "Mystery", "logtoctl explain Mystery",
		},
		"no answer of Direct Mail itself": {
			func(f *doctor.Facts) {
				f.DirectMail.Endpoint = ""
				f.DirectMail.Domains.Err = &aliyundm.Error{Action: "QueryDomainByParam", Endpoint: "dm.aliyuncs.com", StatusCode: 502}
			},
			"access-key.reachable", doctor.Failed, "dm.aliyuncs.com answered 502 Bad Gateway", "curl -i https://dm.aliyuncs.com",
		},
		"the probe in a dry run": {
			func(f *doctor.Facts) { f.DirectMail.MaySend = &aliyundm.Error{Err: aliyundm.ErrReadOnly} },
			"access-key.may-send", doctor.Skipped, "not in a dry run", " --probe-send",
		},
		"no DNS server": {
			func(f *doctor.Facts) {
				f.DirectMail.Records.Value = []dnscheck.Finding{{Verdict: dnscheck.Unknown, Err: noDNS}}
			},
			"domain.resolver", doctor.Failed, "no nameserver", "logtoctl doctor --resolver 8.8.8.8",
		},
		"a sender that the file asks for": {
			func(f *doctor.Facts) {
				f.File, f.FileName = &manifest.Manifest{DirectMail: &manifest.DirectMail{Sender: "noreply@mail.example.com"}}, "logtoctl.yaml"
				noSender(f)
			},
			"sender.exists", doctor.Failed, "no sender address", "logtoctl apply -f logtoctl.yaml",
		},
		"no sender in another region than the settings'": {
			func(f *doctor.Facts) { noSender(f); elsewhere(f) },
			"sender.exists", doctor.Failed, "eu-central-1", "logtoctl direct-mail sender create noreply@mail.example.com --region eu-central-1",
		},
		"a frozen sender there": {
			func(f *doctor.Facts) {
				elsewhere(f)
				f.DirectMail.Senders.Value = slices.Clone(f.DirectMail.Senders.Value)
				f.DirectMail.Senders.Value[0].Status = aliyundm.StatusAbnormal
			},
			"sender.status", doctor.Failed, "frozen", "sender create NAME@mail.example.com --region eu-central-1",
		},
		"a sender for newsletters there": {
			func(f *doctor.Facts) {
				elsewhere(f)
				f.DirectMail.Senders.Value = slices.Clone(f.DirectMail.Senders.Value)
				f.DirectMail.Senders.Value[0].SendType = aliyundm.SendTypeBatch
			},
			"sender.type", doctor.Failed, "batch", "--send-type trigger --region eu-central-1, then set accountName",
		},
		"a record worth a look there": {
			func(f *doctor.Facts) {
				elsewhere(f)
				f.DirectMail.Records.Value = slices.Clone(f.DirectMail.Records.Value)
				for i := range f.DirectMail.Records.Value {
					f.DirectMail.Records.Value[i].Warning = "eleven look-ups"
				}
			},
			"domain.spf", doctor.Warning, "eleven look-ups", "domain check mail.example.com --region eu-central-1",
		},
		"a domain that is not verified there": {
			func(f *doctor.Facts) { elsewhere(f); f.DirectMail.Domain.Value.Status = aliyundm.DomainUnverified },
			"domain.verified", doctor.Failed, "mail.example.com", "domain check mail.example.com --region eu-central-1",
		},
		"the region of the settings": {
			func(f *doctor.Facts) {
				noSender(f)
				elsewhere(f)
				f.DirectMail.DefaultRegion = "eu-central-1"
			},
			"sender.exists", doctor.Failed, "eu-central-1", "logtoctl direct-mail sender create noreply@mail.example.com",
		},
	}
}

func TestJudge_mail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	healthy := doctor.Look(t.Context(), w.target())
	for name, test := range advice() {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			facts := *healthy
			test.change(&facts)
			got := resultOf(t, doctor.Judge(&facts), test.check)
			if got.Status != test.want || !strings.Contains(got.Found, test.found) || !strings.Contains(got.Next, test.next) {
				t.Errorf("%+v, want %s with %q and %q", got, test.want, test.found, test.next)
			}
			if strings.Contains(got.Next, "--region") != strings.Contains(test.next, "--region") {
				t.Errorf("the command is for another region: %s", got.Next)
			}
		})
	}
}

func resultOf(t testing.TB, results []doctor.Result, id string) doctor.Result {
	t.Helper()
	i := slices.IndexFunc(results, func(r doctor.Result) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("there is no check %s", id)
	}
	return results[i]
}
