package preview

import (
	"os/exec"
	"syscall"
)

// killTogether has the end of the command's context end all that it started. A
// Ctrl-C at the terminal reaches logtoctl only, which then ends the context; when
// logtoctl is killed itself, the kernel ends the command.
func killTogether(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
