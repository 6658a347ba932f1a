package doctor_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// verdictOn changes facts of a set-up with nothing wrong, and says what one check
// makes of it.
type verdictOn struct {
	change func(*doctor.Facts)
	check  string
	want   doctor.Status
	found  string
}

func verdicts() map[string]verdictOn {
	refused := func(code string, status int) error {
		return &aliyundm.Error{Action: "SingleSendMail", Code: code, StatusCode: status}
	}
	return map[string]verdictOn{
		"the probe finds the right": {
			func(f *doctor.Facts) { f.DirectMail.MaySend = refused("InvalidMailAddress.NotFound", 404) },
			"access-key.may-send", doctor.OK, "LTAI",
		},
		"the probe is accepted": {
			func(f *doctor.Facts) { f.DirectMail.MaySend = nil },
			"access-key.may-send", doctor.OK, "cannot be delivered",
		},
		"the probe is answered in an unknown way": {
			func(f *doctor.Facts) { f.DirectMail.MaySend = refused("Mystery", 400) },
			"access-key.may-send", doctor.Warning, "Mystery",
		},
		"a connector's key that may only send": {
			func(f *doctor.Facts) { f.DirectMail.ConnectorKey = refused("Forbidden.RAM", 403) },
			"access-key.connector", doctor.OK, "LTAI",
		},
		"a connector's key that could not be tried": {
			func(f *doctor.Facts) { f.DirectMail.ConnectorKey = errors.New("a mystery") },
			"access-key.connector", doctor.Skipped, "a mystery",
		},
		"credentials that cannot be read": {
			func(f *doctor.Facts) { f.DirectMail.NoAccount = errors.New("config.json is broken") },
			"access-key.found", doctor.Failed, "config.json is broken",
		},
		"an unknown answer to a read that nothing hangs on": {
			func(f *doctor.Facts) { f.DirectMail.Tags.Err = refused("Mystery", 400) },
			"access-key.rights", doctor.Warning, "Mystery",
		},
		"answers without a date": {
			func(f *doctor.Facts) { f.Logto.Clock.Err = errors.New("none") },
			"server.clock", doctor.Skipped, "no date",
		},
		"a clock that is right": {
			func(f *doctor.Facts) { f.Logto.Clock.Value = -59 * time.Second },
			"server.clock", doctor.OK, "less than a minute",
		},
		"a restricted account": {
			func(f *doctor.Facts) { f.DirectMail.Account.Value.UserStatus = aliyundm.UserRestricted },
			"account.status", doctor.Failed, "restricted",
		},
		"little quota": {
			func(f *doctor.Facts) { f.DirectMail.Senders.Value = withDailyCount(f, 1900) },
			"account.quota", doctor.Warning, "100 of the 2000",
		},
		"quota used up": {
			func(f *doctor.Facts) { f.DirectMail.Senders.Value = withDailyCount(f, 2001) },
			"account.quota", doctor.Failed, "none of the 2000",
		},
		"an SPF record with many look-ups": {
			func(f *doctor.Facts) {
				f.DirectMail.Records.Value = slices.Clone(f.DirectMail.Records.Value)
				for i := range f.DirectMail.Records.Value {
					f.DirectMail.Records.Value[i].Warning = "eleven look-ups"
				}
			},
			"domain.spf", doctor.Warning, "eleven look-ups",
		},
		"a record that is not asked for": {
			func(f *doctor.Facts) { f.DirectMail.Records.Value = []dnscheck.Finding{} },
			"domain.dmarc", doctor.OK, "none",
		},
		"no alias": {
			func(f *doctor.Facts) { f.DirectMail.Mailer.Value.FromAlias = "" },
			"connector.from-alias", doctor.OK, "none",
		},
		"the required templates alone": {
			func(f *doctor.Facts) {
				f.DirectMail.Mailer.Value.Templates = slices.DeleteFunc(slices.Clone(f.DirectMail.Mailer.Value.Templates), func(t email.Template) bool {
					return !slices.Contains(email.Required(), t.UsageType)
				})
			},
			"templates.required", doctor.OK, "Generic stands in for the other 5",
		},
		"a template worth a look": {
			func(f *doctor.Facts) {
				templates := slices.Clone(f.DirectMail.Mailer.Value.Templates)
				templates[0].Subject = strings.Repeat("long ", 30)
				f.DirectMail.Mailer.Value.Templates = templates
			},
			"templates.content", doctor.Warning, "subject",
		},
		"a connector in a region that the package ignores": {
			func(f *doctor.Facts) {
				f.Logto.Factory.Value.FormItems = nil
				f.DirectMail.Mailer.Value.RegionID = "eu-central-1"
			},
			"server.regions", doctor.Failed, "not in eu-central-1",
		},
		"no connector and nobody who needs one": {
			func(f *doctor.Facts) {
				f.Logto.Connectors.Value = nil
				f.Logto.Experience.Value.SignUp.Identifiers = []logtoadmin.Identifier{logtoadmin.IdentifierUsername}
				f.Logto.Experience.Value.SignIn.Methods = nil
			},
			"connector.exists", doctor.Skipped, "no email connector yet",
		},
		"phones with a connector": {
			func(f *doctor.Facts) {
				f.Logto.Connectors.Value = append(slices.Clone(f.Logto.Connectors.Value), logtoadmin.Connector{Type: logtoadmin.ConnectorTypeSMS})
				f.Logto.Experience.Value.SignIn.Methods = append(slices.Clone(f.Logto.Experience.Value.SignIn.Methods),
					logtoadmin.SignInMethod{Identifier: logtoadmin.IdentifierPhone, VerificationCode: true})
			},
			"sign-in.sms", doctor.OK, "yes",
		},
		"social sign-in alone": {
			func(f *doctor.Facts) {
				f.Logto.Experience.Value.SignUp.Identifiers = nil
				f.Logto.Experience.Value.SignIn.Methods = nil
				f.Logto.Experience.Value.SocialSignInConnectorTargets = []string{"github"}
			},
			"sign-in.lock-out", doctor.OK, "github",
		},
		"recovery by phone": {
			func(f *doctor.Facts) {
				f.Logto.Experience.Value.ForgotPasswordMethods.Methods = []string{logtoadmin.ForgotPasswordByPhone}
			},
			"sign-in.password-recovery", doctor.OK, logtoadmin.ForgotPasswordByPhone,
		},
		"recovery that nobody has chosen": {
			func(f *doctor.Facts) { f.Logto.Experience.Value.ForgotPasswordMethods.Methods = nil },
			"sign-in.password-recovery", doctor.OK, "by itself",
		},
		"no web application": {
			func(f *doctor.Facts) { f.Logto.Applications.Value = nil },
			"applications.redirect-uri", doctor.Skipped, "no web application",
		},
		"addresses of this machine": {
			func(f *doctor.Facts) {
				f.Logto.Applications.Value = []logtoadmin.Application{{
					Type: logtoadmin.ApplicationTypeNative, OIDCClientMetadata: logtoadmin.OIDCClientMetadata{
						RedirectURIs: []string{"http://127.0.0.1/cb", "http://[::1]:80/cb", "http://shop.localhost/cb", "io.logto.app://cb", "https://shop.example.com"},
					},
				}}
			},
			"applications.https", doctor.OK, "yes",
		},
	}
}

func withDailyCount(f *doctor.Facts, count int) []aliyundm.MailAddress {
	senders := slices.Clone(f.DirectMail.Senders.Value)
	senders[0].DailyCount = count
	return senders
}

func TestJudge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	healthy := doctor.Look(t.Context(), w.target())
	for name, test := range verdicts() {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			facts := *healthy
			test.change(&facts)
			results := doctor.Judge(&facts)
			i := slices.IndexFunc(results, func(r doctor.Result) bool { return r.ID == test.check })
			if i < 0 || results[i].Status != test.want || !strings.Contains(results[i].Found, test.found) {
				t.Errorf("%+v, want %s %s with %q", results[max(i, 0)], test.check, test.want, test.found)
			}
		})
	}
}

func TestWorst(t *testing.T) {
	t.Parallel()
	for want, statuses := range map[doctor.Status][]doctor.Status{
		doctor.OK:      {doctor.OK, doctor.Skipped},
		doctor.Warning: {doctor.OK, doctor.Warning, doctor.Skipped},
		doctor.Failed:  {doctor.Warning, doctor.Failed, doctor.OK},
	} {
		var results []doctor.Result
		for _, status := range statuses {
			results = append(results, doctor.Result{Status: status})
		}
		if got := doctor.Worst(results); got != want {
			t.Errorf("Worst(%v) is %s, want %s", statuses, got, want)
		}
	}
}

// BenchmarkRun times a run over a set-up with nothing wrong.
func BenchmarkRun(b *testing.B) {
	w := newWorld(b)
	target := w.target()
	for b.Loop() {
		doctor.Run(b.Context(), target)
	}
}
