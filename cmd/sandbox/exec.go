package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// stopTimeout is how long a command may take to end when it is asked to.
const stopTimeout = 5 * time.Second

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
	defer running.Stop(ctx)
	if env.OutTerminal {
		env.Note("sandbox: Logto %s, Direct Mail %s, inbox %s", running.LogtoURL(), running.DirectMailURL(), running.InboxURL())
	}
	command := newCommand(ctx, env, args)
	command.Env = append(os.Environ(), running.Environ()...)
	command.Env = append(command.Env, "PATH="+searchPath(env))
	if env.InTerminal {
		defer leaveInterrupts()()
	}
	return outcome(args[0], command.Run())
}

// newCommand ends with the context, asked to first. On a terminal Ctrl-C reaches
// the command by itself, and what it means is the command's own affair: in a
// shell it drops a line and not the sandbox.
func newCommand(ctx context.Context, env *cli.Env, args []string) *exec.Cmd {
	if env.InTerminal {
		ctx = context.WithoutCancel(ctx)
	}
	command := exec.CommandContext(ctx, args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = env.In, env.Out, env.Err
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = stopTimeout
	return command
}

// leaveInterrupts keeps Ctrl-C from ending logtoctl before the command has
// ended. It does not ignore the signal, because the command would inherit that.
func leaveInterrupts() (restore func()) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	return func() { signal.Stop(interrupts) }
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
