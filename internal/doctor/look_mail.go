package doctor

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// mailLook asks Direct Mail and the DNS.
type mailLook struct {
	ctx         context.Context //nolint:containedctx // it lives for one look, whose questions share it
	target      Target
	mailer      Fact[manifest.Connector]
	region      string
	credentials aliyundm.Credentials
	noAccount   error
	borrowed    bool  // the credentials are the connector's own
	obstacle    error // why the account cannot be asked
	client      *aliyundm.Client
	observer    *observer

	senders func() Fact[[]aliyundm.MailAddress]
	account func() Fact[aliyundm.AccountSummary]
}

func newMailLook(ctx context.Context, target Target, mailer Fact[manifest.Connector]) *mailLook {
	l := &mailLook{ctx: ctx, target: target, mailer: mailer, region: regionOf(mailer, target), observer: newObserver(target)}
	l.credentials, l.noAccount = target.Account(ctx)
	l.obstacle = l.noAccount
	if own := l.connectorCredentials(); errors.Is(l.noAccount, aliyundm.ErrNoCredentials) && own.AccessKeyID != "" && own.AccessKeySecret != "" {
		l.credentials, l.borrowed, l.obstacle = own, true, nil
	}
	if l.obstacle == nil {
		l.client, l.obstacle = l.open(l.region, l.credentials, true)
	}
	l.senders = sync.OnceValue(func() Fact[[]aliyundm.MailAddress] {
		return ask(l.obstacle, func() ([]aliyundm.MailAddress, error) {
			return collect(l.client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}))
		})
	})
	l.account = sync.OnceValue(func() Fact[aliyundm.AccountSummary] {
		return ask(l.obstacle, func() (aliyundm.AccountSummary, error) { return l.client.DescAccountSummary(ctx) })
	})
	return l
}

func (l *mailLook) open(region string, credentials aliyundm.Credentials, readOnly bool) (*aliyundm.Client, error) {
	return l.target.DirectMail(region, credentials, &http.Client{Transport: l.observer}, readOnly)
}

// look fills the facts. The domain waits for the list of domains, its records
// for the domain, and the other regions for the one that lacks the address.
func (l *mailLook) look(facts *DirectMailFacts) {
	facts.Mailer, facts.NoAccount = l.mailer, l.noAccount
	facts.AccessKeyID, facts.Borrowed = l.credentials.AccessKeyID, l.borrowed
	facts.Endpoint, facts.Region = l.target.DirectMailEndpoint, l.region
	facts.DefaultRegion = cmp.Or(l.target.Region, aliyundm.Regions()[0].ID)
	var asking sync.WaitGroup
	asking.Go(func() { facts.Account = l.account() })
	asking.Go(func() {
		facts.Senders = l.senders()
		facts.Elsewhere = ask(facts.Senders.Err, l.elsewhere)
	})
	asking.Go(func() {
		facts.Domains = ask(l.obstacle, func() ([]aliyundm.Domain, error) {
			return collect(l.client.QueryDomainByParam(l.ctx, aliyundm.DomainQuery{}))
		})
		facts.Domain = ask(facts.Domains.Err, func() (aliyundm.DomainDetail, error) { return l.domain(facts.Domains.Value) })
		facts.Records = ask(facts.Domain.Err, func() ([]dnscheck.Finding, error) {
			return dnscheck.Check(l.ctx, l.target.Lookup, needed(facts.Domain.Value.Records())), nil
		})
	})
	asking.Go(func() {
		facts.Tags = ask(l.obstacle, func() ([]aliyundm.Tag, error) {
			return collect(l.client.QueryTagByParam(l.ctx, aliyundm.TagQuery{}))
		})
	})
	asking.Go(func() { facts.Statistics = l.try(l.statistics) })
	asking.Go(func() { facts.Deliveries = l.try(l.deliveries) })
	asking.Go(func() { facts.ConnectorKey = l.connectorKey() })
	asking.Go(func() { facts.MaySend = l.maySend() })
	asking.Wait()
	facts.Clock = l.observer.clock()
}

func (l *mailLook) try(question func() error) error {
	if l.obstacle != nil {
		return errNotAsked
	}
	return question()
}

// day is a span that every statistic accepts.
const day = 24 * time.Hour

func (l *mailLook) statistics() error {
	now := l.target.Now()
	_, err := l.client.SenderStatisticsByTagNameAndBatchID(l.ctx, aliyundm.StatisticsQuery{Start: now.Add(-day), End: now})
	return err
}

func (l *mailLook) deliveries() error {
	now := l.target.Now()
	return probe(l.client.SenderStatisticsDetailByParam(l.ctx, aliyundm.DeliveryQuery{Start: now.Add(-day), End: now}))
}

// domain reads the domain of the connector's sender address.
func (l *mailLook) domain(domains []aliyundm.Domain) (aliyundm.DomainDetail, error) {
	if l.mailer.Err != nil {
		return aliyundm.DomainDetail{}, errNotAsked
	}
	name := domainOf(l.mailer.Value.AccountName)
	i := slices.IndexFunc(domains, func(d aliyundm.Domain) bool { return strings.EqualFold(d.Name, name) })
	if i < 0 {
		return aliyundm.DomainDetail{}, errNoDomain
	}
	return l.client.DescDomain(l.ctx, domains[i].ID)
}

// needed leaves out what a domain can send without.
func needed(records []aliyundm.DNSRecord) []aliyundm.DNSRecord {
	return slices.DeleteFunc(records, func(r aliyundm.DNSRecord) bool { return r.Optional })
}

// elsewhere looks for the sender address in the other regions, if it is not in
// the connector's.
func (l *mailLook) elsewhere() (OtherRegions, error) {
	if l.mailer.Err != nil {
		return OtherRegions{}, errNotAsked
	}
	if _, found := findSender(l.senders().Value, l.mailer.Value.AccountName); found {
		return OtherRegions{}, nil
	}
	regions := aliyundm.Regions()
	answers := make([]Fact[bool], len(regions))
	var asking sync.WaitGroup
	for i, region := range regions {
		if region.ID != l.region {
			asking.Go(func() { answers[i] = ask(nil, func() (bool, error) { return l.hasSender(region.ID) }) })
		}
	}
	asking.Wait()
	var others OtherRegions
	for i, answer := range answers {
		switch {
		case answer.Err != nil:
			others.Silent = append(others.Silent, regions[i].ID)
		case answer.Value:
			others.Have = append(others.Have, regions[i].ID)
		}
	}
	return others, nil
}

func (l *mailLook) hasSender(region string) (bool, error) {
	client, err := l.open(region, l.credentials, true)
	if err != nil {
		return false, err
	}
	addresses, err := collect(client.QueryMailAddressByParam(l.ctx, aliyundm.MailAddressQuery{}))
	_, found := findSender(addresses, l.mailer.Value.AccountName)
	return found, err
}

func findSender(addresses []aliyundm.MailAddress, accountName string) (aliyundm.MailAddress, bool) {
	i := slices.IndexFunc(addresses, func(a aliyundm.MailAddress) bool { return strings.EqualFold(a.AccountName, accountName) })
	if i < 0 {
		return aliyundm.MailAddress{}, false
	}
	return addresses[i], true
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

// connectorKey tries the AccessKey that Logto sends with. When it is the one that
// the account was asked with, the account's answer is the answer.
func (l *mailLook) connectorKey() error {
	if l.mailer.Err != nil {
		return errNotAsked
	}
	own := l.connectorCredentials()
	if own.AccessKeyID == "" || own.AccessKeySecret == "" {
		return errNotAsked
	}
	if own == l.credentials {
		return l.account().Err
	}
	client, err := l.open(l.region, own, true)
	if err != nil {
		return err
	}
	_, err = client.DescAccountSummary(l.ctx)
	return err
}

func (l *mailLook) connectorCredentials() aliyundm.Credentials {
	return aliyundm.Credentials{AccessKeyID: l.mailer.Value.AccessKeyID, AccessKeySecret: l.mailer.Value.AccessKeySecret}
}

// Names below .invalid exist nowhere (RFC 2606), so that the sender address of a
// probe is nobody's, and its recipient gets nothing in any case.
const (
	probeSender    = "doctor@logtoctl.invalid"
	probeRecipient = "nobody@logtoctl.invalid"
)

// maySend asks for a mail that cannot be sent. RAM is asked before the sender
// address is looked up, so that a key without the right is told so, and a key
// with it that there is no such address.
func (l *mailLook) maySend() error {
	if l.mailer.Err != nil || !l.target.ProbeSend {
		return errNotAsked
	}
	client, err := l.open(l.region, l.connectorCredentials(), false)
	if err != nil {
		return err
	}
	_, err = client.SingleSendMail(l.ctx, aliyundm.SingleSendMailRequest{
		AccountName: probeSender, ToAddress: probeRecipient, Subject: "logtoctl doctor", TextBody: "logtoctl doctor",
	})
	return err
}
