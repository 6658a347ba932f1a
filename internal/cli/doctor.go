package cli

import (
	"context"
	"errors"
	"net/http"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// DoctorTarget returns the set-up of the settings for the doctor to look over,
// with a file of how it should be or nil. Both clients only read, and the one
// for Logto keeps no token, so that the credentials themselves are tried.
func (e *Env) DoctorTarget(file *manifest.Manifest, fileName string) (doctor.Target, error) {
	lookup, err := lookupOf(e.Resolver())
	if err != nil {
		return doctor.Target{}, err
	}
	if file != nil && e.Settings.Endpoint == "" {
		e.Settings.Endpoint = file.Endpoint
	}
	return doctor.Target{
		Endpoint: e.Settings.Endpoint, AppID: e.Settings.M2MAppID, NoLogto: e.requireLogtoSettings(),
		Logto: func(client *http.Client) (*logtoadmin.Client, error) {
			return e.openLogto(logtoadmin.WithHTTPClient(client), logtoadmin.WithReadOnly())
		},
		File: file, FileName: fileName,
		Account: e.accountCredentials, Region: e.Settings.Region, DirectMailEndpoint: e.Settings.DirectMailEndpoint,
		DirectMail: func(region string, credentials aliyundm.Credentials, client *http.Client, readOnly bool) (*aliyundm.Client, error) {
			e.Secrets.Add(credentials.AccessKeySecret, credentials.SecurityToken)
			options := []aliyundm.Option{aliyundm.WithCredentials(credentials), aliyundm.WithHTTPClient(client)}
			if readOnly {
				options = append(options, aliyundm.WithReadOnly())
			}
			return e.newDirectMail(region, options...)
		},
		Lookup: lookup, Resolver: e.Settings.Resolver, Now: e.Now,
	}, nil
}

// lookupOf is how the doctor asks the DNS. That the system names no server is one
// of its findings, and that the user names none that can be is wrong usage.
func lookupOf(resolver *dnscheck.Resolver, err error) (dnscheck.Lookup, error) {
	if none, isNone := errors.AsType[*dnscheck.NoResolverError](err); isNone {
		return func(context.Context, string, string) ([]string, error) { return nil, none }, nil
	}
	if err != nil {
		return nil, err
	}
	return resolver.Lookup, nil
}

// accountCredentials returns the AccessKey that [Env.DirectMailAccount] signs
// with.
func (e *Env) accountCredentials(ctx context.Context) (aliyundm.Credentials, error) {
	provider, err := e.aliyun()
	if err != nil {
		return aliyundm.Credentials{}, noAccessKey(err)
	}
	credentials, err := provider.Credentials(ctx)
	return credentials, noAccessKey(err)
}
