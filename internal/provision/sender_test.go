package provision_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// mailClients makes clients for all regions of a sandbox and counts them.
type mailClients struct {
	*world

	own, oneRegion bool // whether the user has an AccessKey of his own
	made           atomic.Int64
}

func (m *mailClients) DirectMail(region string, credentials aliyundm.Credentials) (*aliyundm.Client, error) {
	m.made.Add(1)
	return m.directMail(region, credentials)
}

func (m *mailClients) DirectMailAccount(ctx context.Context, region string) (*aliyundm.Client, error) {
	if !m.own {
		return nil, aliyundm.ErrNoCredentials
	}
	return m.account(ctx, region)
}

func (m *mailClients) OneRegion() bool { return m.oneRegion }

func (w *world) connector(accountName, region string) manifest.Connector {
	return manifest.Connector{
		AccessKeyID: w.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], AccessKeySecret: secret.Text(w.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
		AccountName: accountName, RegionID: region,
	}
}

// The sandbox has noreply@mail.example.com in cn-hangzhou.
func TestExplainSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unknown := &aliyundm.Error{Action: "SingleSendMail", StatusCode: 404, Code: "InvalidMailAddress.NotFound", RequestID: "R-1"}
	byLogto := &logtoadmin.Error{StatusCode: 400, Code: "connector.general", Provider: &logtoadmin.ProviderError{Code: "InvalidMailAddress.NotFound"}}
	tests := map[string]struct {
		err       error
		connector manifest.Connector
		elsewhere []string
		known     []string
		hint      string
	}{
		"another region": {unknown, w.connector("Noreply@mail.example.com", "eu-central-1"), []string{"cn-hangzhou"}, nil, "the address is in the region cn-hangzhou: set regionId to it"},
		"said by Logto":  {byLogto, w.connector("noreply@mail.example.com", "us-east-1"), []string{"cn-hangzhou"}, nil, "the address is in the region cn-hangzhou"},
		"no region":      {unknown, w.connector("nobody@mail.example.com", ""), nil, []string{"noreply@mail.example.com"}, "set accountName to one of the addresses there are: noreply@mail.example.com"},
		"only new":       {unknown, w.connector("noreply@mail.example.com", "cn-hangzhou"), nil, []string{"noreply@mail.example.com"}, "try again in a minute"},
		"a wrong key":    {unknown, manifest.Connector{AccessKeyID: "x", AccessKeySecret: "y", AccountName: "noreply@mail.example.com"}, nil, nil, "sender list --all-regions"},
	}
	for name, test := range tests {
		err := provision.ExplainSender(t.Context(), test.err, &mailClients{world: w}, test.connector)
		sender, ok := errors.AsType[*provision.SenderError](err)
		if !ok || !errors.Is(err, test.err) || sender.Code() != "InvalidMailAddress.NotFound" {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff([2][]string{test.elsewhere, test.known}, [2][]string{sender.Elsewhere, sender.Known}); diff != "" {
			t.Errorf("%s: elsewhere and known (-want +got):\n%s", name, diff)
		}
		if !strings.Contains(sender.Hint(), test.hint) || !strings.Contains(err.Error(), test.connector.AccountName) {
			t.Errorf("%s: %v, hint %s", name, err, sender.Hint())
		}
	}
}

// What has nothing to do with the sender address costs no request.
func TestExplainSender_otherErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, err := range []error{nil, errors.New("x"), &aliyundm.Error{Code: "InvalidToAddress"}, &logtoadmin.Error{Code: "connector.general"}} {
		clients := &mailClients{world: w}
		if got := provision.ExplainSender(t.Context(), err, clients, w.connector("a@b.example", "")); got != err || clients.made.Load() > 0 {
			t.Errorf("%v became %v with %d clients", err, got, clients.made.Load())
		}
	}
}

func TestOwnsSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, test := range []struct {
		region, address string
		want            bool
	}{
		{"cn-hangzhou", "NoReply@mail.example.com", true},
		{"cn-hangzhou", "nobody@mail.example.com", false},
		{"us-east-1", "noreply@mail.example.com", false},
	} {
		client, err := w.account(t.Context(), test.region)
		if err != nil {
			t.Fatal(err)
		}
		if provision.OwnsSender(t.Context(), client, test.address) != test.want {
			t.Errorf("%+v is not so", test)
		}
	}
}

// The key of a connector is often good for sending only: the user's own reads.
func TestExplainSender_ownKey(t *testing.T) {
	t.Parallel()
	clients := &mailClients{world: newWorld(t), own: true}
	connector := manifest.Connector{AccessKeyID: "x", AccessKeySecret: "y", AccountName: "noreply@mail.example.com", RegionID: "eu-central-1"}
	err := provision.ExplainSender(t.Context(), &aliyundm.Error{Code: "InvalidMailAddress.NotFound"}, clients, connector)
	if sender, ok := errors.AsType[*provision.SenderError](err); !ok || !slices.Equal(sender.Elsewhere, []string{"cn-hangzhou"}) {
		t.Errorf("explained as %+v", err)
	}
}

// An endpoint that is one region cannot know the others.
func TestExplainSender_oneRegion(t *testing.T) {
	t.Parallel()
	clients := &mailClients{world: newWorld(t), oneRegion: true}
	err := provision.ExplainSender(t.Context(), &aliyundm.Error{Code: "InvalidMailAddress.NotFound"}, clients, clients.connector("noreply@mail.example.com", "eu-central-1"))
	if sender, ok := errors.AsType[*provision.SenderError](err); !ok || sender.Elsewhere != nil || strings.Contains(sender.Hint(), "--all-regions") || clients.made.Load() != 1 {
		t.Errorf("explained as %+v with %d clients", err, clients.made.Load())
	}
}

// A region that fails is passed over: the error to explain is there already.
func TestExplainSender_regionDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	forbidden := `{"Code": "Forbidden.RAM", "Message": "No.", "RequestId": "1", "HostId": "dm"}`
	if err := w.Faults.Set(fault.Rule{Match: fault.Match{Service: "direct-mail", Action: "QueryMailAddressByParam"}, Kind: "status", Status: 403, Body: forbidden, Times: 3}); err != nil {
		t.Fatal(err)
	}
	unknown := &aliyundm.Error{Code: "InvalidMailAddress.NotFound"}
	err := provision.ExplainSender(t.Context(), unknown, &mailClients{world: w}, w.connector("noreply@mail.example.com", "eu-central-1"))
	if sender, ok := errors.AsType[*provision.SenderError](err); !ok || sender.Known != nil || !errors.Is(err, unknown) {
		t.Errorf("explained as %+v", err)
	}
}
