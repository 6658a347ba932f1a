package cli

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// The variables in which Alibaba Cloud's tools expect an AccessKey.
const (
	accessKeyIDVariable     = "ALIBABA_CLOUD_ACCESS_KEY_ID"
	accessKeySecretVariable = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
	securityTokenVariable   = "ALIBABA_CLOUD_SECURITY_TOKEN"
	// ecsRoleVariable names the RAM role of the ECS instance that a process runs
	// on: whoever sets it wants the instance's metadata service to be asked.
	ecsRoleVariable = "ALIBABA_CLOUD_ECS_METADATA"
)

// DirectMail returns a Direct Mail client with the credentials and the region
// of a connector, which is what Logto itself would send with. An empty region
// is the default one.
func (e *Env) DirectMail(region string, credentials aliyundm.Credentials) (*aliyundm.Client, error) {
	e.Secrets.Add(credentials.AccessKeySecret, credentials.SecurityToken)
	return e.newDirectMail(region, aliyundm.WithCredentials(credentials))
}

// DirectMailAccount returns a Direct Mail client of the user's own account in a
// region; empty is that of the settings, else the default one. The AccessKey
// comes from the environment, else from where Alibaba Cloud's tools keep it. If
// there is none, the error is [aliyundm.ErrNoCredentials] and says what to set.
func (e *Env) DirectMailAccount(ctx context.Context, region string) (*aliyundm.Client, error) {
	provider, err := e.aliyun()
	if err != nil {
		return nil, noAccessKey(err)
	}
	if _, err := provider.Credentials(ctx); err != nil { // before the work begins, and kept for it
		return nil, noAccessKey(err)
	}
	if region == "" {
		region = e.Settings.Region
	}
	return e.newDirectMail(region, aliyundm.WithCredentialsProvider(provider))
}

func (e *Env) newDirectMail(region string, own ...aliyundm.Option) (*aliyundm.Client, error) {
	options := []aliyundm.Option{
		aliyundm.WithHTTPClient(e.shared.directMail),
		aliyundm.WithTimeout(e.Settings.Timeout),
		aliyundm.WithLogger(e.logger()),
		aliyundm.WithRegion(region),
	}
	if endpoint := e.Settings.DirectMailEndpoint; endpoint != "" {
		options = append(options, aliyundm.WithEndpoint(endpoint))
		if IsLoopback(endpoint) { // a sandbox, which stands in for all regions
			options = append(options, aliyundm.WithRegionHost())
		}
	}
	if e.Settings.DryRun {
		options = append(options, aliyundm.WithReadOnly())
	}
	client, err := aliyundm.New(append(options, own...)...)
	if err != nil {
		return nil, Usage(err)
	}
	return client, nil
}

// OtherRegion returns the region that a next command must name to work in the given
// one, where an empty one is the default, or nothing if it gets there by itself: by
// what the settings say without the flag of this run.
func (e *Env) OtherRegion(region string) string {
	first := aliyundm.Regions()[0].ID
	region = cmp.Or(region, first)
	if region == cmp.Or(e.Settings.Region, first) && !e.flags.Changed("region") {
		return ""
	}
	return region
}

// OneRegion tells whether the settings name an endpoint that stands for one region,
// whatever region a client is made for: any but a sandbox on this machine.
func (e *Env) OneRegion() bool {
	return e.Settings.DirectMailEndpoint != "" && !IsLoopback(e.Settings.DirectMailEndpoint)
}

// IsLoopback tells an endpoint on this machine, written as host:port or as a
// URL.
func IsLoopback(endpoint string) bool {
	host := endpoint
	if parsed, err := url.Parse(endpoint); err == nil && parsed.Host != "" {
		host = parsed.Host
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	address, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && address.IsLoopback())
}

// newAliyunCredentials finds out where the account's AccessKey comes from. The
// environment is asked here, because it is that of the run and not always that
// of the process; the rest is Alibaba Cloud's own search.
func (e *Env) newAliyunCredentials() (aliyundm.CredentialsProvider, error) {
	id, _ := e.Lookup(accessKeyIDVariable)
	key, _ := e.Lookup(accessKeySecretVariable)
	if id != "" && key != "" {
		token, _ := e.Lookup(securityTokenVariable)
		credentials := aliyundm.Credentials{AccessKeyID: id, AccessKeySecret: secret.Text(key), SecurityToken: secret.Text(token)}
		return e.guarded(aliyundm.CredentialsFunc(func(context.Context) (aliyundm.Credentials, error) { return credentials, nil })), nil
	}
	role, _ := e.Lookup(ecsRoleVariable)
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{InstanceMetadata: role != ""})
	if err != nil {
		return nil, err
	}
	return e.guarded(chain), nil
}

// guarded keeps whatever a provider hands out from being printed.
func (e *Env) guarded(provider aliyundm.CredentialsProvider) aliyundm.CredentialsProvider {
	return aliyundm.CredentialsFunc(func(ctx context.Context) (aliyundm.Credentials, error) {
		credentials, err := provider.Credentials(ctx)
		e.Secrets.Add(credentials.AccessKeySecret, credentials.SecurityToken)
		return credentials, err
	})
}

// noAccessKeyError says what to set, which the search itself cannot know.
type noAccessKeyError struct{ err error }

func noAccessKey(err error) error {
	if !errors.Is(err, aliyundm.ErrNoCredentials) {
		return err
	}
	return exitcode.With(exitcode.Denied, &noAccessKeyError{err})
}

// Error keeps where was looked.
func (e *noAccessKeyError) Error() string { return e.err.Error() }

// Unwrap returns the error of the search.
func (e *noAccessKeyError) Unwrap() error { return e.err }

// Code is the code of the error document.
func (e *noAccessKeyError) Code() string { return "no_access_key" }

// Hint names the variables.
func (e *noAccessKeyError) Hint() string {
	return "set " + accessKeyIDVariable + " and " + accessKeySecretVariable + " (RAM console > Users > Create AccessKey), or run: aliyun configure"
}

// Resolver returns what looks DNS records up: the server of the settings, else
// those of the system. An address that cannot be one is wrong usage.
func (e *Env) Resolver() (*dnscheck.Resolver, error) {
	resolver, err := dnscheck.NewResolver(e.Settings.Resolver)
	return resolver, Usage(err)
}
