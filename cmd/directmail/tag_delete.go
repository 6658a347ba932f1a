package directmail

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// NewTagDelete returns the command direct-mail tag delete.
func NewTagDelete(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:     "delete " + tagArgument,
		Short:   "Delete a tag",
		Example: "  logtoctl direct-mail tag delete sign_in --yes",
		Args:    cli.Args(tagArgument),
		RunE:    func(cmd *cobra.Command, args []string) error { return deleteTag(cmd.Context(), env, args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func deleteTag(ctx context.Context, env *cli.Env, name string, yes bool) error {
	if err := checkTag(name); err != nil {
		return err
	}
	in, err := open(ctx, env)
	if err != nil {
		return err
	}
	tag, err := in.findTag(ctx, name)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("Delete the tag %s (%s) in %s: mails can be neither sent nor counted with it any more", tag.Name, tag.ID, in.region)
	if err := env.Confirm(ctx, yes, what); err != nil {
		return err
	}
	if !env.Settings.DryRun {
		err := in.DeleteTag(ctx, tag.ID)
		find := func() (aliyundm.Tag, error) { return in.findTag(ctx, name) }
		if err := afterDelete(err, find); err != nil {
			return err
		}
	}
	return env.Print(in.tagView(tag, plan.Deleted, env.Settings.DryRun))
}
