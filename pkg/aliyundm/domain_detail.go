package aliyundm

import (
	"context"
	"fmt"
	"strings"
	"time"

	dm "github.com/alibabacloud-go/dm-20151123/v2/client"
	"github.com/alibabacloud-go/tea/dara"
)

// DomainDetail is a sending domain with everything that its DNS needs. The names
// of hosts are relative to TopLevelDomain, as DNS consoles ask for them;
// [DomainDetail.Records] puts the records together.
type DomainDetail struct {
	// ID is Direct Mail's id of the domain, a number.
	ID string
	// Name is the domain itself, such as "mail.example.com".
	Name string
	// Status says whether the domain can send.
	Status DomainStatus
	// ICPStatus is the filing in mainland China.
	ICPStatus ICPStatus
	// CreateTime is when the domain was added, to the minute; zero if unknown. It may
	// be eight hours late; that of [Domain] is exact.
	CreateTime time.Time
	// TopLevelDomain is the registered domain, such as "example.com", which Direct
	// Mail calls TlDomainName.
	TopLevelDomain string
	// HostRecord is the part before it, such as "mail"; "" or "@" if there is none.
	HostRecord string

	// OwnershipRecord, which Direct Mail calls DomainType, is 20 hexadecimal digits.
	OwnershipRecord string
	// SPFRecord is the whole record, SPFInclude the one term that it is about.
	SPFRecord, SPFInclude string
	// DKIMHost is such as "aliyun-cn-hangzhou._domainkey.mail"; DKIMRecord holds the
	// public key, which has so many bits as DKIMLength says, or 0 if unknown.
	DKIMHost, DKIMRecord string
	DKIMLength           int
	// MXRecord is a host name.
	MXRecord string
	// DMARCHost is such as "_dmarc.mail".
	DMARCHost, DMARCRecord string
	// TrackingHost is the first label of the host, such as "dmtrace", and
	// TrackingRecord what it is an alias of.
	TrackingHost, TrackingRecord string

	// What Direct Mail thinks of each record. For the ownership it has no field of
	// its own; the result follows from Status and SeenTXT.
	OwnershipAuthStatus, SPFAuthStatus, DKIMAuthStatus, MXAuthStatus, DMARCAuthStatus, CNAMEAuthStatus AuthStatus
	// What Direct Mail saw in the DNS; empty for nothing.
	SeenTXT, SeenSPF, SeenMX, SeenDMARC string

	// RequestID identifies the request in Alibaba Cloud's logs and tickets.
	RequestID string
}

// DescDomain reads a sending domain, its DNS records and what Direct Mail sees of
// them in the DNS at this moment (action DescDomain). An unknown id is
// [ErrNotFound].
func (c *Client) DescDomain(ctx context.Context, id string) (DomainDetail, error) {
	op := operation{action: "DescDomain"}
	var detail DomainDetail
	err := c.callByID(ctx, op, objectDomain, id, func(ctx context.Context, sdk *dm.Client, number *int32) error {
		request := &dm.DescDomainRequest{DomainId: number, RequireRealTimeDnsRecords: dara.Bool(true)}
		response, err := sdk.DescDomainWithContext(ctx, request, &dara.RuntimeOptions{})
		if err != nil {
			return err
		}
		if dara.StringValue(response.Body.DomainName) == "" {
			return unexpected("the answer has no DomainName")
		}
		detail = domainDetail(id, response.Body)
		return nil
	})
	if err != nil {
		return DomainDetail{}, fmt.Errorf("read the domain %q: %w", id, err)
	}
	return detail, nil
}

func domainDetail(id string, body *dm.DescDomainResponseBody) DomainDetail {
	detail := DomainDetail{
		ID:              id, // asked for, and missing in some answers
		Name:            dara.StringValue(body.DomainName),
		Status:          state[DomainStatus](body.DomainStatus),
		ICPStatus:       state[ICPStatus](body.IcpStatus),
		CreateTime:      createTime(dara.StringValue(body.CreateTime)),
		TopLevelDomain:  dara.StringValue(body.TlDomainName),
		HostRecord:      dara.StringValue(body.HostRecord),
		OwnershipRecord: dara.StringValue(body.DomainType),
		SPFRecord:       dara.StringValue(body.SpfRecordV2),
		SPFInclude:      dara.StringValue(body.SpfRecord),
		DKIMHost:        dara.StringValue(body.DkimRR),
		DKIMRecord:      dara.StringValue(body.DkimPublicKey),
		DKIMLength:      int(dara.Int32Value(body.DkimRsaLength)),
		MXRecord:        dara.StringValue(body.MxRecord),
		DMARCHost:       dara.StringValue(body.DmarcHostRecord),
		DMARCRecord:     dara.StringValue(body.DmarcRecord),
		TrackingHost:    dara.StringValue(body.CnameRecord),
		TrackingRecord:  dara.StringValue(body.TracefRecord),
		SPFAuthStatus:   state[AuthStatus](body.SpfAuthStatus),
		DKIMAuthStatus:  state[AuthStatus](body.DkimAuthStatus),
		MXAuthStatus:    state[AuthStatus](body.MxAuthStatus),
		DMARCAuthStatus: AuthUnknown,
		CNAMEAuthStatus: state[AuthStatus](body.CnameAuthStatus),
		SeenTXT:         dara.StringValue(body.DnsTxt),
		SeenSPF:         dara.StringValue(body.DnsSpf),
		SeenMX:          dara.StringValue(body.DnsMx),
		SeenDMARC:       dara.StringValue(body.DnsDmarc),
		RequestID:       dara.StringValue(body.RequestId),
	}
	if body.DmarcAuthStatus != nil {
		detail.DMARCAuthStatus = AuthStatus(*body.DmarcAuthStatus)
	}
	detail.OwnershipAuthStatus = ownership(detail, body.DnsTxt != nil)
	return detail
}

// ownership tells whether the ownership is proved. A domain that can send has
// proved it; otherwise what was seen in the DNS decides, if anybody looked.
func ownership(detail DomainDetail, looked bool) AuthStatus {
	switch {
	case detail.Status.CanSend():
		return AuthPassed
	case !looked || detail.OwnershipRecord == "":
		return AuthUnknown
	case strings.Contains(detail.SeenTXT, detail.OwnershipRecord):
		return AuthPassed
	}
	return AuthFailed
}
