package doctor_test

import (
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// account is the Direct Mail account of a file, as the sandbox has it.
const account = `directMail:
  domain: mail.example.com
  sender: noreply@mail.example.com
`

func directMailFaults() map[string]brokenSetUp {
	differs := func(more, found string) brokenSetUp {
		return brokenSetUp{
			breakIt: func(w *world) { w.write(setUp + account + more) },
			check:   "direct-mail.file", found: "differs from logtoctl.yaml in " + found, next: "logtoctl plan -f logtoctl.yaml, then: logtoctl apply -f logtoctl.yaml",
		}
	}
	return map[string]brokenSetUp{
		"another reply address than in the file": differs("  replyAddress: help@example.com\n", "directMail.replyAddress"),
		"a tag of the file that is not there":    differs("  tag: codes\n", "directMail.tag"),
		"a domain of the file that is not there": {
			breakIt: func(w *world) { w.write(setUp + "directMail:\n  domain: other.example.com\n") },
			check:   "direct-mail.file", found: "directMail.domain", next: "logtoctl plan",
		},
		"another region than the connector of the tenant": {
			breakIt: func(w *world) {
				w.write("version: 1\n" + account + "  region: eu-central-1\n")
			},
			check: "direct-mail.file", found: "is in eu-central-1, and the connector sends in cn-hangzhou", next: "one region",
		},
		"the sender of the file that is not there": {
			breakIt: func(w *world) {
				w.withoutConnector()
				w.write("version: 1\ndirectMail:\n  sender: codes@mail.example.com\n")
			},
			check: "sender.exists", found: "no sender address codes@mail.example.com", next: "logtoctl apply -f logtoctl.yaml",
		},
		"the domain of the file that is not there": {
			breakIt: func(w *world) {
				w.withoutConnector()
				w.write("version: 1\ndirectMail:\n  domain: other.example.com\n  sender: codes@other.example.com\n")
			},
			check: "domain.exists", found: "other.example.com is not in this account", next: "logtoctl apply -f logtoctl.yaml",
		},
		"a domain alone of the file that is not there": {
			breakIt: func(w *world) {
				w.withoutConnector()
				w.write("version: 1\ndirectMail:\n  domain: other.example.com\n")
			},
			check: "direct-mail.file", found: "directMail.domain", next: "logtoctl apply -f logtoctl.yaml",
		},
		"the region of the file lacks the domain": {
			breakIt: func(w *world) {
				w.withoutConnector()
				w.write("version: 1\ndirectMail:\n  domain: mail.example.com\n  region: eu-central-1\n")
			},
			check: "direct-mail.file", found: "directMail.domain", next: "logtoctl apply -f logtoctl.yaml",
		},
	}
}

// withoutConnector takes the connector out of the tenant, and every code that it
// would have sent.
func (w *world) withoutConnector() {
	w.Helper()
	_, err := w.logto().SignInExperience.Update(w.Context(), logtoadmin.SignInExperiencePatch{
		SignUp: &logtoadmin.SignUp{Identifiers: []logtoadmin.Identifier{logtoadmin.IdentifierUsername}, Password: true},
		SignIn: &logtoadmin.SignIn{Methods: []logtoadmin.SignInMethod{{Identifier: logtoadmin.IdentifierUsername, Password: true, IsPasswordPrimary: true}}},
	})
	w.must(err)
	w.must(w.logto().Connectors.Delete(w.Context(), w.connector().ID))
}

// An account that is as the file says is ok.
func TestRun_directMail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.apply(setUp + account + "  replyAddress: help@example.com\n  tag: codes\n")
	for _, result := range w.results() {
		if result.Status == doctor.Failed || result.Status == doctor.Warning || result.ID == "direct-mail.file" && result.Status != doctor.OK {
			t.Errorf("%+v", result)
		}
	}
}

// A file whose AccessKey is not set here is looked into all the same: with that of
// the tenant's connector if there is one.
func TestRun_noAccessKeyForTheFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*world)
		skipped map[string]string // what is skipped, and what it says to set
		looked  []string          // what is ok all the same
	}{
		"the tenant has one": {func(*world) {}, map[string]string{"connector.file": "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"}, []string{"connector.config", "templates.content", "access-key.connector", "sender.exists"}},
		"there is none":      {(*world).withoutConnector, map[string]string{"access-key.found": "ALIBABA_CLOUD_ACCESS_KEY_ID"}, []string{"connector.config", "templates.content"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.withFile = true
			test.prepare(w)
			delete(w.env, "ALIBABA_CLOUD_ACCESS_KEY_ID")
			delete(w.env, "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
			target := w.target()
			target.Account = noAccount
			results := doctor.Run(t.Context(), target)
			for _, result := range results {
				if result.Status == doctor.Failed && result.ID != "connector.exists" {
					t.Errorf("%+v", result)
				}
				next, wanted := test.skipped[result.ID]
				if wanted && (result.Status != doctor.Skipped || !strings.Contains(result.Next, next)) {
					t.Errorf("%+v, want it skipped with %q", result, next)
				}
			}
			for _, id := range test.looked {
				if result := resultOf(t, results, id); result.Status != doctor.OK {
					t.Errorf("%+v", result)
				}
			}
		})
	}
}

// With another AccessKey of the account, that of the file is what is not looked at.
func TestJudge_noAccessKeyForTheFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withFile = true
	facts := doctor.Look(t.Context(), w.target())
	file := *facts.File
	connector := *file.Connector
	connector.AccessKeySecret = ""
	file.Connector, facts.File = &connector, &file
	facts.DirectMail.Mailer = doctor.Fact[manifest.Connector]{Value: connector}
	for _, result := range doctor.Judge(facts) {
		switch {
		case result.Status == doctor.Failed, result.Status == doctor.Warning:
			t.Errorf("%+v", result)
		case (result.ID == "access-key.connector" || result.ID == "connector.file") && !strings.HasPrefix(result.Next, "set ALIBABA_CLOUD_ACCESS_KEY_ID"):
			t.Errorf("%+v", result)
		}
	}
}
