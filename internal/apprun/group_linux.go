package apprun

import (
	"os/exec"
	"syscall"
)

// separate puts a command into a process group of its own, so that a Ctrl-C at
// the terminal reaches logtoctl only, which then stops the command; when logtoctl
// is killed itself, the kernel ends the command.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
