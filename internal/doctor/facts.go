package doctor

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// Fact is what one question was answered, or why it was not.
type Fact[T any] struct {
	Value T
	Err   error
}

// errNotAsked is the error of a question that nobody asked, because what it
// needs is not there. The checks before it say what that is.
var errNotAsked = errors.New("not asked")

// Facts is everything that the checks are made from.
type Facts struct {
	// Endpoint and AppID are the settings for Logto; Endpoint is empty without.
	Endpoint, AppID string
	// NoLogto says which setting for Logto is missing; nil when none is.
	NoLogto error
	// File is what -f names, nil without it. FileName is for the commands to type.
	File     *manifest.Manifest
	FileName string
	// Resolver and ProbeSend are the other flags, for the commands to type.
	Resolver  string
	ProbeSend bool

	Logto      LogtoFacts
	DirectMail DirectMailFacts
}

// LogtoFacts is what the Logto says.
type LogtoFacts struct {
	// Status is whether it is ready.
	Status error
	// Issuer is the issuer of its discovery document.
	Issuer Fact[string]
	// Core is the core endpoint that an admin endpoint names, empty from any other.
	Core Fact[string]
	// Token is why there is no access token with the scope of the Management API.
	Token error
	// Clock is by how much the server's clock is ahead of this machine's.
	Clock Fact[time.Duration]

	Factory      Fact[logtoadmin.ConnectorFactory]
	Connectors   Fact[[]logtoadmin.Connector]
	Experience   Fact[logtoadmin.SignInExperience]
	Templates    Fact[[]logtoadmin.EmailTemplate]
	Applications Fact[[]logtoadmin.Application]
}

// DirectMailFacts is what Direct Mail and the DNS say.
type DirectMailFacts struct {
	// Mailer is the connector that is looked into: that of the file, else that of
	// the tenant. Its Err is errNotAsked when there is neither.
	Mailer Fact[manifest.Connector]
	// NoAccount is why there is no AccessKey of the account; nil when there is one.
	NoAccount error
	// AccessKeyID is what the account was asked with. Borrowed tells that it is the
	// connector's own, for want of another one.
	AccessKeyID string
	Borrowed    bool
	// Endpoint is the address that stands in for Direct Mail's own, else empty.
	Endpoint string
	// Region is where everything was asked, and DefaultRegion where a command asks
	// that is not told where.
	Region, DefaultRegion string
	// Clock is by how much Direct Mail's clock is ahead of this machine's.
	Clock Fact[time.Duration]

	Account Fact[aliyundm.AccountSummary]
	Senders Fact[[]aliyundm.MailAddress]
	// Elsewhere is where else the sender address may be when Region lacks it.
	Elsewhere Fact[OtherRegions]
	Domains   Fact[[]aliyundm.Domain]
	// Domain is the domain of the sender address; its Err is errNoDomain when the
	// account does not have it.
	Domain Fact[aliyundm.DomainDetail]
	// Records holds the domain's records against the DNS.
	Records Fact[[]dnscheck.Finding]
	Tags    Fact[[]aliyundm.Tag]
	// Statistics and Deliveries are why these cannot be read.
	Statistics, Deliveries error
	// ConnectorKey is why the connector's own AccessKey is refused.
	ConnectorKey error
	// MaySend is the answer to a mail that cannot be sent, see [Target.ProbeSend].
	MaySend error
}

// OtherRegions are the regions that have the sender address, and those that could
// not be asked for it.
type OtherRegions struct{ Have, Silent []string }

// again is the command that looks once more, with the flags of this time but
// for the ones that are given.
func (f *Facts) again(resolver string, probeSend bool) string {
	command := "logtoctl doctor"
	if f.File != nil {
		command += " -f " + f.FileName
	}
	if resolver != "" {
		command += " --resolver " + resolver
	}
	if probeSend {
		command += " --probe-send"
	}
	return command
}

// errNoDomain says that the domain of the sender address is none of the account's.
var errNoDomain = errors.New("the domain is not in this account and region")

// brief is an error in the few words that fit into a line of the list.
func brief(err error) string {
	var (
		refusal *logtoadmin.Error
		mail    *aliyundm.Error
	)
	switch {
	case errors.As(err, &refusal):
		return refusal.Method + " " + refusal.Path + " answered " + cmp.Or(refusal.Code, http.StatusText(refusal.StatusCode))
	case errors.As(err, &mail) && mail.Code != "":
		return mail.Action + " answered " + mail.Code
	default:
		return err.Error()
	}
}
