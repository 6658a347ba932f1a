package provision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// unknownSender is Direct Mail's code for a sender address that the account
// does not have in the region.
const unknownSender = "InvalidMailAddress.NotFound"

// probeTimeout bounds the search through the other regions: the error that it
// explains is known already, and must not wait for a region that is down.
const probeTimeout = 10 * time.Second

// DirectMail makes clients of the account that a connector sends from.
type DirectMail interface {
	// DirectMail makes a client of an AccessKey in a region.
	DirectMail(region string, credentials aliyundm.Credentials) (*aliyundm.Client, error)
	// DirectMailAccount makes one of the user's own AccessKey, if there is one.
	DirectMailAccount(ctx context.Context, region string) (*aliyundm.Client, error)
	// OneRegion tells that all clients ask the same endpoint, whatever region they
	// are made for.
	OneRegion() bool
}

// senders reads the sender addresses that the AccessKey can see in the region.
func senders(ctx context.Context, client *aliyundm.Client) ([]string, error) {
	var known []string
	for address, err := range client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}) {
		if err != nil {
			return nil, err
		}
		known = append(known, address.AccountName)
	}
	return known, nil
}

// OwnsSender tells whether the account that a client reads is seen to have a sender
// address. The user's own AccessKey can be of another account than a connector's.
func OwnsSender(ctx context.Context, client *aliyundm.Client, accountName string) bool {
	ctx, stop := context.WithTimeout(ctx, probeTimeout)
	defer stop()
	known, err := senders(ctx, client)
	return err == nil && containsFold(known, accountName)
}

// readSenders reads them with the user's own AccessKey, because that of a
// connector is often good for sending only; where that fails, with the latter.
func readSenders(ctx context.Context, directMail DirectMail, connector manifest.Connector, region string) ([]string, error) {
	if own, err := directMail.DirectMailAccount(ctx, region); err == nil {
		if known, err := senders(ctx, own); err == nil {
			return known, nil
		}
	}
	client, err := directMail.DirectMail(region, credentials(connector))
	if err != nil {
		return nil, err
	}
	return senders(ctx, client)
}

// ExplainSender finds out more about a failure for which Direct Mail said,
// itself or through Logto, that the connector's sender address does not exist:
// which addresses there are, and which other region has this one. It only
// reads, and its own failures do not count. Any other error stays as it is.
func ExplainSender(ctx context.Context, err error, directMail DirectMail, connector manifest.Connector) error {
	if !isUnknownSender(err) {
		return err
	}
	unknown := &SenderError{AccountName: connector.AccountName, Region: connector.RegionID, OneRegion: directMail.OneRegion(), Err: err}
	probing, stop := context.WithTimeout(ctx, probeTimeout)
	defer stop()
	unknown.Known, _ = readSenders(probing, directMail, connector, cmp.Or(connector.RegionID, aliyundm.Regions()[0].ID))
	if !containsFold(unknown.Known, connector.AccountName) { // else it is only new
		unknown.Elsewhere = otherRegions(ctx, directMail, connector)
	}
	return unknown
}

// explainSender does so for what Logto sent with a configuration.
func (r *run) explainSender(ctx context.Context, err error, config logtoadmin.ConnectorConfig) error {
	connector, decodeErr := manifest.ConnectorFromConfig(config)
	if decodeErr != nil {
		return err
	}
	return ExplainSender(ctx, err, r.DirectMail, connector)
}

// isUnknownSender tells the one failure that another region may explain.
func isUnknownSender(err error) bool {
	var (
		refusal *logtoadmin.Error
		answer  *aliyundm.Error
	)
	switch {
	case errors.As(err, &answer):
		return strings.EqualFold(answer.Code, unknownSender)
	case errors.As(err, &refusal):
		return refusal.Provider != nil && strings.EqualFold(refusal.Provider.Code, unknownSender)
	}
	return false
}

// otherRegions asks every region but the connector's own for the sender address,
// all at the same time, and returns those that have it in the usual order. An
// endpoint that is one region knows nothing of the others.
func otherRegions(ctx context.Context, directMail DirectMail, connector manifest.Connector) []string {
	if directMail.OneRegion() {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, probeTimeout)
	defer stop()
	regions := aliyundm.Regions()
	own, _ := aliyundm.RegionByID(connector.RegionID)
	if connector.RegionID == "" {
		own = regions[0]
	}
	has := make([]bool, len(regions))
	var asking sync.WaitGroup
	for i, region := range regions {
		if region.ID == own.ID {
			continue
		}
		asking.Go(func() {
			known, err := readSenders(ctx, directMail, connector, region.ID)
			has[i] = err == nil && containsFold(known, connector.AccountName)
		})
	}
	asking.Wait()
	var found []string
	for i, region := range regions {
		if has[i] {
			found = append(found, region.ID)
		}
	}
	return found
}

func credentials(connector manifest.Connector) aliyundm.Credentials {
	return aliyundm.Credentials{AccessKeyID: connector.AccessKeyID, AccessKeySecret: connector.AccessKeySecret}
}

func containsFold(list []string, wanted string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, wanted) })
}

// SenderError says that Direct Mail does not know the sender address in the
// region of the connector.
type SenderError struct {
	AccountName string
	Region      string   // of the connector, empty for the default one
	Known       []string // the addresses there are, empty when they cannot be read
	Elsewhere   []string // the regions that have the address
	OneRegion   bool     // whether the endpoint knows no other region
	Err         error    // Direct Mail's answer to a mail, nil when none was sent
}

// Error names the address and keeps Direct Mail's own words.
func (e *SenderError) Error() string {
	text := fmt.Sprintf("the sender address %s does not exist in this account and region", e.AccountName)
	if e.Region != "" {
		text = fmt.Sprintf("the sender address %s does not exist in this account in the region %s", e.AccountName, e.Region)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Direct Mail's error.
func (e *SenderError) Unwrap() error { return e.Err }

// Code is the code of the error document: Direct Mail's own.
func (e *SenderError) Code() string { return unknownSender }

// Hint names the right region, else lists the addresses there are, or says
// where to look.
func (e *SenderError) Hint() string {
	switch {
	case len(e.Elsewhere) > 0:
		return fmt.Sprintf("the address is in the region %s: set regionId to it in connector.json, then: logtoctl connector aliyun-dm apply -f connector.json", strings.Join(e.Elsewhere, " and "))
	case containsFold(e.Known, e.AccountName):
		return "the address exists, and is not known everywhere yet: try again in a minute"
	case len(e.Known) > 0:
		return "set accountName to one of the addresses there are: " + strings.Join(e.Known, ", ")
	case e.OneRegion:
		return "check accountName; the endpoint is that of one region: see what it has: logtoctl direct-mail sender list"
	}
	return "check accountName and regionId: sender addresses are per region; see them all: logtoctl direct-mail sender list --all-regions"
}
