package directmail

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewSenderList returns the command direct-mail sender list.
func NewSenderList(env *cli.Env) *cobra.Command {
	return newList[output.MailSenders](env, &cobra.Command{
		Short:   "List the sender addresses",
		Example: "  logtoctl direct-mail sender list --all-regions",
	}, lister[aliyundm.MailAddressQuery, aliyundm.MailAddress, output.MailSender]{
		query: (*aliyundm.Client).QueryMailAddressByParam,
		view:  output.NewMailSender,
	})
}
