package provision

import (
	"context"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

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

// knownSenders reads them to explain an error, so that its own errors do not
// count.
func knownSenders(ctx context.Context, client *aliyundm.Client) []string {
	known, err := senders(ctx, client)
	if err != nil {
		return nil
	}
	return known
}

// SenderError says that Direct Mail does not know the sender address in the
// region of the connector.
type SenderError struct {
	AccountName string
	Known       []string // the addresses there are, empty when they cannot be read
	Err         error    // Direct Mail's answer to a mail, nil when none was sent
}

// Error names the address and keeps Direct Mail's own words.
func (e *SenderError) Error() string {
	text := fmt.Sprintf("the sender address %s does not exist in this account and region", e.AccountName)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Direct Mail's error.
func (e *SenderError) Unwrap() error { return e.Err }

// Code is the code of the error document: Direct Mail's own.
func (e *SenderError) Code() string { return "InvalidMailAddress.NotFound" }

// Hint lists the addresses there are, or says where to look.
func (e *SenderError) Hint() string {
	if len(e.Known) > 0 {
		return "set accountName to one of the addresses there are: " + strings.Join(e.Known, ", ")
	}
	return "check accountName and regionId: sender addresses are per region (Direct Mail console > Sender addresses)"
}
