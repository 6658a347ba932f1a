package doctor_test

import (
	"os"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/doctor"
)

// withoutAccount is a target without an AccessKey of one's own.
func (w *world) withoutAccount() doctor.Target {
	w.Helper()
	target := w.target()
	target.Account = noAccount
	return target
}

// Without an AccessKey of one's own the connector's is looked with, that of the
// tenant as well as that of the file.
func TestRun_borrowedKey(t *testing.T) {
	t.Parallel()
	for name, withFile := range map[string]bool{"of the tenant": false, "of the file": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.withFile, w.probeSend = withFile, true
			results := doctor.Run(w.Context(), w.withoutAccount())
			id, _ := w.firstKey()
			if found := resultOf(t, results, "access-key.found"); !strings.Contains(found.Found, id) {
				t.Errorf("%+v does not say whose AccessKey it is", found)
			}
			for _, result := range results {
				if result.Status != doctor.OK && !strings.HasSuffix(result.ID, ".file") {
					t.Errorf("%+v", result)
				}
			}
		})
	}
}

// A connector's key that may only send is as it should be: what it cannot read is
// skipped.
func TestRun_borrowedKeyMaySend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.probeSend = true
	id, value := w.firstKey()
	w.accessKey(id, value, `,"allow":["dm:SingleSendMail","dm:QueryMailAddressByParam"]`)
	results := doctor.Run(w.Context(), w.withoutAccount())
	for _, result := range results {
		if result.Status == doctor.Failed || result.Status == doctor.Warning {
			t.Errorf("%+v", result)
		}
	}
	rights := resultOf(t, results, "access-key.rights")
	if rights.Status != doctor.Skipped || !strings.Contains(rights.Found, "dm:QueryDomainByParam") || rights.Next == "" {
		t.Errorf("%+v", rights)
	}
	for _, id := range []string{"access-key.connector", "access-key.may-send", "sender.status"} {
		if result := resultOf(t, results, id); result.Status != doctor.OK {
			t.Errorf("%+v", result)
		}
	}
}

func TestRun_borrowedKeyIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.configure(map[string]any{"accessKeySecret": "rotated-long-ago"})
	brokenSetUp{
		check: "access-key.valid", found: "SignatureDoesNotMatch", next: "set accessKeyId and accessKeySecret in connector.json",
	}.diagnose(t, doctor.Run(w.Context(), w.withoutAccount()))
}

// A dry run sends no probe, and says so.
func TestRun_dryProbe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	env := w.environment()
	env.Settings.DryRun = true
	target, err := env.DoctorTarget(nil, "")
	w.must(err)
	target.ProbeSend, target.Transport = true, w.transport
	got := resultOf(t, doctor.Run(w.Context(), target), "access-key.may-send")
	if got.Status != doctor.Skipped || got.Found != "not in a dry run" || !strings.HasSuffix(got.Next, " --probe-send") {
		t.Errorf("%+v", got)
	}
}

// A domain that the file asks for is made by applying the file.
func TestRun_domainOfFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withFile = true
	wanted := strings.ReplaceAll(setUp, "mail.example.com", "new.example.com") + "directMail:\n  domain: new.example.com\n"
	w.must(os.WriteFile(w.file(), []byte(wanted), 0o600))
	got := resultOf(t, w.results(), "domain.exists")
	if got.Status != doctor.Failed || got.Next != "logtoctl apply -f logtoctl.yaml" {
		t.Errorf("%+v", got)
	}
}
