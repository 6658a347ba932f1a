package doctor

import (
	"errors"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/dnscheck"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const (
	domainExists   = "domain.exists"
	domainResolver = "domain.resolver"
	domainVerified = "domain.verified"
	domainPrefix   = "domain."
)

func domainChecks() []Check {
	checks := []Check{
		{ID: domainExists, Group: groupDomain, Title: "is in the account and region", needs: setUpNeeds(), judge: judgeDomainExists},
		{ID: domainResolver, Group: groupDomain, Title: "its DNS answers", needs: []string{domainExists}, reads: recordsRead, judge: judgeResolver},
	}
	verified := []string{domainResolver}
	for _, record := range []struct{ purpose, title string }{
		{aliyundm.PurposeOwnership, "ownership (TXT) is in the DNS"},
		{aliyundm.PurposeSPF, "SPF (TXT) is in the DNS"},
		{aliyundm.PurposeDKIM, "DKIM (TXT) is in the DNS"},
		{aliyundm.PurposeMX, "MX is in the DNS"},
		{aliyundm.PurposeDMARC, "DMARC (TXT) is in the DNS"},
	} {
		id := domainPrefix + record.purpose
		verified = append(verified, id)
		checks = append(checks, Check{
			ID: id, Group: groupDomain, Title: record.title, needs: []string{domainResolver}, reads: recordsRead,
			judge: func(f *Facts) verdict { return judgeRecord(f, record.purpose) },
		})
	}
	return append(checks, Check{
		ID: domainVerified, Group: groupDomain, Title: "Direct Mail has verified it", needs: verified, reads: recordsRead, judge: judgeVerified,
	})
}

// setUpNeeds are the checks without which neither the domain nor the sender
// address can be looked at.
func setUpNeeds() []string {
	return []string{connectorConfig, accessKeyFound, accessKeyReachable, accessKeyClock, accessKeyValid, accessKeyActivated}
}

func recordsRead(f *Facts) []error {
	return []error{f.DirectMail.Domain.Err, f.DirectMail.Records.Err}
}

func judgeDomainExists(f *Facts) verdict {
	name := domainOf(f.DirectMail.Mailer.Value.AccountName)
	switch err := f.DirectMail.Domain.Err; {
	case err == nil:
		return ok("%s", f.DirectMail.Domain.Value.Name)
	case errors.Is(err, errNoDomain):
		if others := f.DirectMail.Elsewhere.Value.Have; len(others) > 0 { // the address is, and its domain with it
			return ok("%s, in %s", name, strings.Join(others, ", "))
		}
		return fail(f.createDomain(name), "the domain %s is not in this account in %s", name, f.DirectMail.Region)
	default:
		return skip("", "cannot be looked at: %s", brief(err))
	}
}

// createDomain is the command that makes a sending domain, which is to apply the
// file if that asks for it.
func (f *Facts) createDomain(name string) string {
	if f.File != nil && f.File.DirectMail != nil && strings.EqualFold(f.File.DirectMail.Domain, name) {
		return "logtoctl apply -f " + f.FileName
	}
	return f.directMail("domain create " + name)
}

func judgeResolver(f *Facts) verdict {
	for _, finding := range f.DirectMail.Records.Value {
		if none, isNone := errors.AsType[*dnscheck.NoResolverError](finding.Err); isNone {
			return fail("ask a DNS server by its address: "+f.again("8.8.8.8", f.ProbeSend), "%v", none)
		}
		if finding.Verdict == dnscheck.Unknown {
			return fail("ask another DNS server: "+f.again("8.8.8.8", f.ProbeSend), "%s %s could not be looked up: %v", finding.Record.Type, finding.Record.FQDN, finding.Err)
		}
	}
	return ok("%d records looked up", len(f.DirectMail.Records.Value))
}

func judgeRecord(f *Facts, purpose string) verdict {
	for _, finding := range f.DirectMail.Records.Value {
		if finding.Record.Purpose != purpose {
			continue
		}
		switch {
		case finding.Verdict != dnscheck.OK:
			return fail(finding.Fix, "%s %s is %s", finding.Record.Type, finding.Record.FQDN, recordState(finding))
		case finding.Warning != "":
			return warn(f.directMail("domain check "+f.DirectMail.Domain.Value.Name), "%s", finding.Warning)
		default:
			return ok("as it should be")
		}
	}
	return ok("Direct Mail asks for none")
}

func recordState(finding dnscheck.Finding) string {
	switch finding.Verdict {
	case dnscheck.Missing:
		return "missing"
	case dnscheck.Extra:
		return fmt.Sprintf("there %d times", len(finding.Found))
	default:
		return "different: " + strings.Join(finding.Found, " and ")
	}
}

// judgeVerified comes after the DNS: with all records there, what is left is
// that Direct Mail has not looked since.
func judgeVerified(f *Facts) verdict {
	detail := f.DirectMail.Domain.Value
	next := f.directMail("domain check " + detail.Name)
	if !detail.Status.CanSend() {
		return fail(next, "the DNS has every record, but Direct Mail still says %s: %s", detail.Name, detail.Status)
	}
	var behind []string
	for _, record := range needed(detail.Records()) {
		if record.Status == aliyundm.AuthFailed {
			behind = append(behind, record.Purpose)
		}
	}
	if len(behind) > 0 {
		return warn(next, "%s can send, but Direct Mail has not seen %s yet", detail.Name, strings.Join(behind, ", "))
	}
	return ok("%s", detail.Status)
}
