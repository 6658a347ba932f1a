package doctor

import (
	"context"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Target is the set-up to look over and how to reach it. The clients are made
// by functions because the doctor brings its own HTTP client, whose answers it
// reads the servers' clocks from.
type Target struct {
	// Endpoint and AppID are the settings for Logto. NoLogto says which one is
	// missing; Logto is not asked then.
	Endpoint, AppID string
	NoLogto         error
	// Logto makes a Management API client that cannot write and keeps no token
	// from earlier runs, so that the credentials are tried.
	Logto func(*http.Client) (*logtoadmin.Client, error)

	// File is the set-up as it should be, nil when there is no file. FileName is
	// its path, for the commands that are suggested.
	File     *manifest.Manifest
	FileName string

	// Account finds the AccessKey of the Direct Mail account.
	Account func(context.Context) (aliyundm.Credentials, error)
	// Region is where to look when no connector names a region; empty is the
	// default one.
	Region string
	// DirectMailEndpoint is the address that stands in for Direct Mail's own, for
	// the commands that are suggested; empty when none does.
	DirectMailEndpoint string
	// DirectMail makes a client for a region; readOnly is false for the one
	// request of ProbeSend.
	DirectMail func(region string, credentials aliyundm.Credentials, client *http.Client, readOnly bool) (*aliyundm.Client, error)
	// ProbeSend lets the connector's AccessKey ask for a mail that cannot be sent,
	// because its sender address cannot exist: the refusal shows whether the key
	// may send at all. There is no way to see that by reading.
	ProbeSend bool

	// Lookup asks the DNS. Resolver is the server that the user chose, for the
	// commands that are suggested; empty when it is the system's.
	Lookup   dnscheck.Lookup
	Resolver string
	// Transport carries the requests to both services; nil is the default one.
	Transport http.RoundTripper
	// Now is this machine's clock.
	Now func() time.Time
}

// Run looks and judges.
func Run(ctx context.Context, target Target) []Result { return Judge(Look(ctx, target)) }
