package directmail

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewTagCreate returns the command direct-mail tag create.
func NewTagCreate(env *cli.Env) *cobra.Command {
	var description string
	cmd := &cobra.Command{
		Use:     "create " + tagArgument,
		Short:   "Add a tag, which mails can be counted by",
		Long:    "Add a tag, which mails can be counted by, or find the one there is.",
		Example: "  logtoctl direct-mail tag create sign_in",
		Args:    cli.Args(tagArgument),
		RunE: func(cmd *cobra.Command, args []string) error {
			return createTag(cmd.Context(), env, args[0], description)
		},
	}
	cmd.Flags().StringVar(&description, "description", "", "what the tag is for; that of a tag there is stays")
	return cmd
}

func createTag(ctx context.Context, env *cli.Env, name, description string) error {
	if err := checkTag(name); err != nil {
		return err
	}
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	find := func() (aliyundm.Tag, error) { return in.findTag(ctx, name) }
	tag, err := find()
	created := isMissing(err)
	if created {
		tag, err = aliyundm.Tag{Name: name, Description: description}, nil
		if !env.Settings.DryRun {
			if tag.ID, err = in.CreateTag(ctx, name, description); err != nil {
				tag, created, err = afterCreate(err, find)
			}
		}
	}
	if err != nil {
		return err
	}
	status := plan.Unchanged
	if created {
		status = plan.Created
	}
	return env.Print(in.tagView(tag, status, env.Settings.DryRun))
}
