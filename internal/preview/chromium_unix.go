//go:build unix && !linux

package preview

import (
	"os/exec"
	"syscall"
)

// killTogether has the end of the command's context end all that it started. A
// Ctrl-C at the terminal reaches logtoctl only, which then ends the context.
func killTogether(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
