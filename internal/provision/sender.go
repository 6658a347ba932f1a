package provision

import (
	"context"
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// knownSenders reads the sender addresses that the AccessKey can see in the
// region. It helps to explain an error, so its own errors do not count.
func knownSenders(ctx context.Context, client *aliyundm.Client) []string {
	var known []string
	for address, err := range client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}) {
		if err != nil {
			return nil
		}
		known = append(known, address.AccountName)
	}
	return known
}

// SenderError says that Direct Mail does not know the sender address in the
// region of the connector.
type SenderError struct {
	AccountName string
	Known       []string // the addresses there are, empty when they cannot be read
	Err         error
}

// Error names the address and keeps Direct Mail's own words.
func (e *SenderError) Error() string {
	return fmt.Sprintf("the sender address %s does not exist in this account and region: %v", e.AccountName, e.Err)
}

// Unwrap returns Direct Mail's error.
func (e *SenderError) Unwrap() error { return e.Err }

// Hint lists the addresses there are, or says where to look.
func (e *SenderError) Hint() string {
	if len(e.Known) > 0 {
		return "set accountName to one of the addresses there are: " + strings.Join(e.Known, ", ")
	}
	return "check accountName and regionId: sender addresses are per region (Direct Mail console > Sender addresses)"
}
