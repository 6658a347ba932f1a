package backup

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// NewRestore returns the command backup restore.
func NewRestore(env *cli.Env) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "restore ID",
		Short: "Bring a saved connector back",
		Long: `Bring a saved connector back, with its old id and configuration. Logto keeps one
email connector: the one that is there now is saved first, so that this can be
undone in the same way.

ID is as backup list shows it.`,
		Example: "  logtoctl backup restore 20261122T120000.000Z-simple-mail-transfer-protocol-k2bzjpon2vz2 --yes",
		Args:    cli.Args("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return restore(cmd.Context(), env, args[0], yes)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func restore(ctx context.Context, env *cli.Env, name string, yes bool) error {
	entry, err := backup.Load(config.StateDir(env.Lookup), name)
	if err != nil {
		return err
	}
	provisioner, err := env.Provisioner()
	if err != nil {
		return err
	}
	if entry.Endpoint != env.Settings.Endpoint {
		return cli.Usagef("the backup is of %s and not of %s: set LOGTO_ENDPOINT or --endpoint", entry.Endpoint, env.Settings.Endpoint)
	}
	question := fmt.Sprintf("Bring back the connector %s (%s): the email connector that is there now is saved and displaced", entry.ConnectorID, entry.ID)
	if err := env.Confirm(ctx, yes, question); err != nil {
		return err
	}
	saved := logtoadmin.Connector{ID: entry.ID, ConnectorID: entry.ConnectorID, Config: entry.Config}
	kept := ""
	result, err := provisioner.RestoreConnector(ctx, saved, func(displaced logtoadmin.Connector) (err error) {
		kept, err = env.SaveConnector(displaced)
		return err
	})
	if err != nil {
		return err
	}
	return env.Print(view(env, result, kept))
}

func view(env *cli.Env, result provision.ConnectorResult, kept string) output.Restored {
	return output.Restored{
		ID: result.Connector.ID, ConnectorID: result.Connector.ConnectorID,
		Status: result.Status, Backup: kept, DryRun: env.Settings.DryRun,
	}
}
