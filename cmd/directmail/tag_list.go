package directmail

import (
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewTagList returns the command direct-mail tag list.
func NewTagList(env *cli.Env) *cobra.Command {
	return newList[output.MailTags](env, &cobra.Command{
		Short:   "List the tags",
		Example: "  logtoctl direct-mail tag list --all-regions",
	}, lister[aliyundm.TagQuery, aliyundm.Tag, output.MailTag]{
		query: (*aliyundm.Client).QueryTagByParam,
		view:  output.NewMailTag,
	})
}
