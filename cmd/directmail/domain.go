package directmail

import (
	"context"
	"regexp"
	"strings"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const domainArgument = "NAME"

// maxDomain is how long a sending domain may be, in characters.
const maxDomain = 50

// domainPattern is a host name of at least two labels.
var domainPattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// domainName checks the name of a sending domain and brings it into the form in
// which Direct Mail keeps it.
func domainName(name string) (string, error) {
	clean := strings.ToLower(strings.TrimSuffix(name, "."))
	if len(clean) > maxDomain || !domainPattern.MatchString(clean) {
		return "", cli.Usagef("%q is not a domain such as mail.example.com, of at most %d letters, digits, dots and hyphens (write letters beyond ASCII in Punycode)", name, maxDomain)
	}
	return clean, nil
}

// findDomain returns the domain of that name, or of that id.
func (a account) findDomain(ctx context.Context, named string) (aliyundm.Domain, error) {
	query := aliyundm.DomainQuery{KeyWord: named}
	if isID(named) {
		query.KeyWord = ""
	} else if name, err := domainName(named); err != nil {
		return aliyundm.Domain{}, err
	} else {
		query.KeyWord = name
	}
	for domain, err := range a.QueryDomainByParam(ctx, query) {
		if err != nil {
			return domain, err
		}
		if domain.ID == named || strings.EqualFold(domain.Name, query.KeyWord) {
			return domain, nil
		}
	}
	return aliyundm.Domain{}, &notFoundError{kind: "sending domain", name: named, region: a.region, list: "direct-mail domain list" + a.others}
}

// isID tells an id from a name: no name of an object consists of digits alone.
func isID(named string) bool {
	return named != "" && strings.Trim(named, "0123456789") == ""
}

// ensureDomain finds the domain or makes it, and tells whether it was made.
func (a account) ensureDomain(ctx context.Context, name string, dryRun bool) (_ aliyundm.Domain, created bool, _ error) {
	find := func() (aliyundm.Domain, error) { return a.findDomain(ctx, name) }
	domain, err := find()
	if !isMissing(err) {
		return domain, false, err
	}
	domain = aliyundm.Domain{Name: name, Status: aliyundm.DomainUnverified}
	if dryRun {
		return domain, true, nil
	}
	if domain.ID, err = a.CreateDomain(ctx, name); err != nil {
		return afterCreate(err, find)
	}
	return domain, true, nil
}
