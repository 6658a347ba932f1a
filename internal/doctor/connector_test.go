package doctor_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The AccessKey of the tenant's connector is held against one that Direct Mail
// accepts, and the rest of it in any case.
func TestJudge_connectorFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withFile = true
	w.configure(map[string]any{"accessKeySecret": "rotated-long-ago"})
	looked := doctor.Look(t.Context(), w.target())
	refused := &aliyundm.Error{Action: "DescAccountSummary", Code: "SignatureDoesNotMatch", StatusCode: 403}
	denied := &aliyundm.Error{Action: "DescAccountSummary", Code: "Forbidden.RAM", StatusCode: 403}
	if !errors.Is(refused, aliyundm.ErrUnauthorized) || !errors.Is(denied, aliyundm.ErrForbidden) {
		t.Fatal("the errors are not what they are meant to be")
	}
	for name, test := range map[string]struct {
		change func(*doctor.Facts)
		want   doctor.Status
		found  string
	}{
		"accepted":      {func(*doctor.Facts) {}, doctor.Failed, "in accessKeySecret"},
		"may only send": {func(f *doctor.Facts) { f.DirectMail.ConnectorKey = denied }, doctor.Failed, "in accessKeySecret"},
		"refused":       {func(f *doctor.Facts) { f.DirectMail.ConnectorKey = refused }, doctor.Skipped, "waits for access-key.valid"},
		"refused, and not the account's": {
			func(f *doctor.Facts) { f.DirectMail.ConnectorKey, f.DirectMail.AccessKeyID = refused, "LTAIother" },
			doctor.Skipped, "waits for access-key.connector",
		},
		"refused, and more differs": {
			func(f *doctor.Facts) {
				f.DirectMail.ConnectorKey = refused
				f.DirectMail.Mailer.Value.FromAlias = "Shop"
			},
			doctor.Failed, "differs from logtoctl.yaml in fromAlias",
		},
		"refused, and nothing differs": {
			func(f *doctor.Facts) {
				f.DirectMail.ConnectorKey = refused
				f.DirectMail.Mailer.Value.AccessKeySecret = "rotated-long-ago"
			},
			doctor.OK, "no difference",
		},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			facts := *looked
			test.change(&facts)
			if got := resultOf(t, doctor.Judge(&facts), "connector.file"); got.Status != test.want || !strings.HasSuffix(got.Found, test.found) {
				t.Errorf("%+v, want %s with %q", got, test.want, test.found)
			}
		})
	}
}

// The command that puts a URI right has the whole list that it replaces, and
// leaves the other one alone.
func TestJudge_URIs(t *testing.T) {
	t.Parallel()
	healthy := doctor.Look(t.Context(), newWorld(t).target())
	for name, test := range map[string]struct {
		redirect, postSignOut []string
		check, next           string
	}{
		"redirect": {
			[]string{"https://a.example/cb", "http://b.example/cb?x=1&y=2"},
			[]string{"https://a.example"},
			"applications.https", "logtoctl app update app1 --redirect-uri https://a.example/cb --redirect-uri 'https://b.example/cb?x=1&y=2'",
		},
		"post sign-out": {
			[]string{"https://a.example/cb"},
			[]string{"http://a.example", "https://b.example"},
			"applications.https", "logtoctl app update app1 --post-sign-out-redirect-uri https://a.example --post-sign-out-redirect-uri https://b.example",
		},
		"both": {
			[]string{"http://a.example/cb", "https://a.example/cb"},
			[]string{"http://a.example"},
			"applications.https", "logtoctl app update app1 --redirect-uri https://a.example/cb --post-sign-out-redirect-uri https://a.example",
		},
		"twins": {
			[]string{"https://a.example/cb", "https://a.example/cb/", "https://b.example/"},
			[]string{"https://a.example/cb/"},
			"applications.trailing-slash", "keep the one that the app uses, such as https://a.example/cb: " +
				"logtoctl app update app1 --redirect-uri https://a.example/cb --redirect-uri https://b.example/",
		},
		"twins after sign-out": {
			[]string{"https://a.example/cb"},
			[]string{"https://a.example/", "https://a.example"},
			"applications.trailing-slash", "keep the one that the app uses, such as https://a.example: " +
				"logtoctl app update app1 --post-sign-out-redirect-uri https://a.example",
		},
		"none": {
			nil,
			[]string{"https://a.example/"},
			"applications.redirect-uri", "logtoctl app update app1 --redirect-uri http://localhost:3000/callback",
		},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			facts := *healthy
			facts.Logto.Applications.Value = []logtoadmin.Application{{
				ID: "app1", Name: "Shop", Type: logtoadmin.ApplicationTypeSPA,
				OIDCClientMetadata: logtoadmin.OIDCClientMetadata{RedirectURIs: test.redirect, PostLogoutRedirectURIs: test.postSignOut},
			}}
			if got := resultOf(t, doctor.Judge(&facts), test.check); got.Next != test.next {
				t.Errorf("%+v, want next %s", got, test.next)
			}
		})
	}
}

// A command that looks once more has the flags of this time.
func TestJudge_again(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withFile = true
	facts := doctor.Look(t.Context(), w.target())
	facts.Resolver = "127.0.0.1:53"
	if got, want := resultOf(t, doctor.Judge(facts), "access-key.may-send").Next, "logtoctl doctor -f logtoctl.yaml --resolver 127.0.0.1:53 --probe-send, or"; !strings.HasPrefix(got, want) {
		t.Errorf("next is %q, want %q", got, want)
	}
}
