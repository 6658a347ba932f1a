package directmail

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewDomainList returns the command direct-mail domain list.
func NewDomainList(env *cli.Env) *cobra.Command {
	return newList[output.MailDomains](env, &cobra.Command{
		Short:   "List the sending domains",
		Example: "  logtoctl direct-mail domain list --all-regions",
	}, lister[aliyundm.DomainQuery, aliyundm.Domain, output.MailDomainSummary]{
		query: (*aliyundm.Client).QueryDomainByParam,
		view:  output.NewMailDomainSummary,
	})
}
