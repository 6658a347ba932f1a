package directmail

import (
	"context"
	"errors"
	"strings"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// checkDomain is an error if the region does not have the domain of a new sender
// address. An AccessKey that may not read domains leaves it to Direct Mail to say.
func (o *createSenderOptions) checkDomain(ctx context.Context, in account, address string) error {
	name := address[strings.LastIndex(address, "@")+1:]
	find := func(ctx context.Context, in account) error {
		_, err := in.findDomain(ctx, name)
		return err
	}
	err := find(ctx, in)
	switch {
	case errors.Is(err, aliyundm.ErrForbidden):
		return nil
	case !isMissing(err):
		return err
	}
	return &noDomainError{
		NoDomainError: plan.NoDomainError{Sender: address, Domain: name, Region: in.region},
		elsewhere:     elsewhere(ctx, o.env, in.region, find), flag: in.flag,
	}
}

// noDomainError says in which regions the missing domain is instead.
type noDomainError struct {
	plan.NoDomainError

	elsewhere []string
	flag      string // of the region without it
}

// Hint names the right region, or the command that adds the domain.
func (e *noDomainError) Hint() string {
	if len(e.elsewhere) > 0 {
		return "the domain is in the region " + strings.Join(e.elsewhere, " and ") + ": say so with --region " + e.elsewhere[0]
	}
	return "add the domain first: logtoctl direct-mail domain create " + e.Domain + e.flag
}
