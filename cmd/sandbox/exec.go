package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// NewExec returns the command sandbox exec.
func NewExec(env *cli.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "exec -- COMMAND [ARGUMENT...]",
		Short: "Run a command with a fresh sandbox of its own",
		Long: `Start a fresh sandbox on free ports, run the command with the variables that
point logtoctl and its own programs at it, stop it, and exit with the command's
exit code. A CI script rehearses itself that way, offline.`,
		Example: "  logtoctl sandbox exec -- bash\n  logtoctl sandbox exec -- ./provision.sh",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cli.Usagef("logtoctl sandbox exec: the command to run is missing, such as: logtoctl sandbox exec -- bash")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return execute(cmd.Context(), env, args) },
	}
	// The command's own flags are its own, with or without -- before it.
	cmd.Flags().SetInterspersed(false)
	return cmd
}

func execute(ctx context.Context, env *cli.Env, args []string) error {
	var options sandbox.Options
	options.NoProxy, _ = env.Lookup("NO_PROXY")
	running, err := sandbox.Start(ctx, options)
	if err != nil {
		return err
	}
	defer stop(ctx, running)
	if env.OutTerminal {
		env.Note("sandbox: Logto %s, Direct Mail %s, inbox %s", running.LogtoURL(), running.DirectMailURL(), running.InboxURL())
	}
	command := exec.CommandContext(ctx, args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = env.In, env.Out, env.Err
	command.Env = append(os.Environ(), running.Environ()...)
	command.Env = append(command.Env, "PATH="+searchPath(env))
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = stopTimeout
	return outcome(args[0], command.Run())
}

// searchPath lets the command call this very logtoctl by its name, also when it
// was called by a path such as bin/logtoctl.
func searchPath(env *cli.Env) string {
	path, _ := env.Lookup("PATH")
	self, err := os.Executable()
	if err != nil || slices.Contains(filepath.SplitList(path), filepath.Dir(self)) {
		return path
	}
	return filepath.Dir(self) + string(os.PathListSeparator) + path
}

// outcome makes the command's exit code logtoctl's own.
func outcome(name string, err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		code := exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			code = 128 + int(status.Signal()) // as a shell has it
		}
		return exitcode.With(exitcode.Code(code), cli.ErrSilent)
	default:
		return cli.Usage(fmt.Errorf("run %s: %w", name, err))
	}
}
