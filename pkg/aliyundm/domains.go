package aliyundm

import (
	"context"
	"fmt"
	"iter"
	"time"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// domainsPerPage lists all domains of an account with one request: it may have
// five. Direct Mail allows pages of up to 1000.
const domainsPerPage = 100

// DomainQuery chooses domains; the zero value chooses all.
type DomainQuery struct {
	// KeyWord is contained in the name; 1 to 50 letters, digits, dots and hyphens.
	KeyWord string
	// Status is [DomainVerified] or [DomainUnverified]; nil is both.
	Status *DomainStatus
}

// Domain is a sending domain as lists show it.
type Domain struct {
	// ID is Direct Mail's id of the domain, a number.
	ID string
	// Name is the domain itself, such as "mail.example.com".
	Name string
	// Status says whether the domain can send.
	Status DomainStatus
	// OwnershipRecord is the value of the TXT record that proves the ownership.
	OwnershipRecord string
	// SPFAuthStatus, MXAuthStatus and CNAMEAuthStatus are the results for single
	// records. [Client.DescDomain] has them all.
	SPFAuthStatus, MXAuthStatus, CNAMEAuthStatus AuthStatus
	// ICPStatus is the filing in mainland China.
	ICPStatus ICPStatus
	// CreateTime is when the domain was added; zero if unknown.
	CreateTime time.Time
}

// CreateDomain adds a sending domain of 1 to 50 characters and returns its id
// (action CreateDomain). The domain can send once its DNS records are set and
// verified: see [Client.DescDomain] and [Client.CheckDomain]. One that the account
// has already is [ErrExists].
func (c *Client) CreateDomain(ctx context.Context, name string) (id string, err error) {
	request := &dm.CreateDomainRequest{DomainName: optional(name)}
	id, err = c.create(ctx, "CreateDomain", func(ctx context.Context, sdk *dm.Client) (*string, error) {
		response, err := sdk.CreateDomainWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.DomainId, nil
	})
	if err != nil {
		return "", fmt.Errorf("create the domain %q: %w", name, err)
	}
	return id, nil
}

// QueryDomainByParam lists the sending domains of the account in the client's
// region, page by page as they are asked for (action QueryDomainByParam). An
// error is the last thing that the sequence yields.
func (c *Client) QueryDomainByParam(ctx context.Context, query DomainQuery) iter.Seq2[Domain, error] { //nolint:dupl // the SDK has types of their own for each list
	return pages("sending domains", func(number int32) (listed page[Domain], err error) {
		request := &dm.QueryDomainByParamRequest{
			KeyWord:  optional(query.KeyWord),
			PageNo:   dara.Int32(number),
			PageSize: dara.Int32(domainsPerPage),
			Status:   wireStatus(query.Status),
		}
		op := operation{action: "QueryDomainByParam"}
		err = c.call(ctx, op, func(ctx context.Context, sdk *dm.Client) error {
			response, err := sdk.QueryDomainByParamWithContext(ctx, request, &dara.RuntimeOptions{})
			if err != nil {
				return err
			}
			var rows []*dm.QueryDomainByParamResponseBodyDataDomain
			if data := response.Body.Data; data != nil {
				rows = data.Domain
			}
			listed, err = newPage(response.Body.TotalCount, rows, domain)
			return err
		})
		return listed, err
	})
}

// CheckDomain makes Direct Mail look the DNS records of a domain up now and
// returns the state that follows (action CheckDomain). Looking again does no
// harm, so the request is repeated like a read; a read-only client refuses it all
// the same, for it can change the state. An unknown id is [ErrNotFound].
func (c *Client) CheckDomain(ctx context.Context, id string) (DomainStatus, error) {
	op := operation{action: "CheckDomain", writes: true, idempotent: true}
	var status DomainStatus
	err := c.callByID(ctx, op, objectDomain, id, func(ctx context.Context, sdk *dm.Client, number *int32) error {
		request := &dm.CheckDomainRequest{DomainId: number}
		response, err := sdk.CheckDomainWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		if response.Body.DomainStatus == nil {
			return unexpected("the answer has no DomainStatus")
		}
		status = DomainStatus(*response.Body.DomainStatus)
		return nil
	})
	if err != nil {
		return DomainUnknown, fmt.Errorf("check the domain %q: %w", id, err)
	}
	return status, nil
}

// DeleteDomain removes a sending domain (action DeleteDomain). One that still has
// sender addresses cannot be deleted. An unknown id is [ErrNotFound]. A request
// whose answer was lost is not repeated, for the second answer, not found, would
// hide that it was this call which deleted; the error is [ErrUncertain].
func (c *Client) DeleteDomain(ctx context.Context, id string) error {
	op := operation{action: "DeleteDomain", writes: true}
	err := c.command(ctx, op, objectDomain, id, func(ctx context.Context, sdk *dm.Client, number *int32) (*string, error) {
		request := &dm.DeleteDomainRequest{DomainId: number}
		response, err := sdk.DeleteDomainWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return nil, err
		}
		return response.Body.RequestId, nil
	})
	if err != nil {
		return fmt.Errorf("delete the domain %q: %w", id, err)
	}
	return nil
}

func domain(row *dm.QueryDomainByParamResponseBodyDataDomain) Domain {
	return Domain{
		ID:              dara.StringValue(row.DomainId),
		Name:            dara.StringValue(row.DomainName),
		Status:          state[DomainStatus](row.DomainStatus),
		OwnershipRecord: dara.StringValue(row.DomainRecord),
		SPFAuthStatus:   state[AuthStatus](row.SpfAuthStatus),
		MXAuthStatus:    state[AuthStatus](row.MxAuthStatus),
		CNAMEAuthStatus: state[AuthStatus](row.CnameAuthStatus),
		ICPStatus:       state[ICPStatus](row.IcpStatus),
		CreateTime:      epoch(dara.Int64Value(row.UtcCreateTime), dara.StringValue(row.CreateTime)),
	}
}
