//go:build unix && !linux

package apprun

import (
	"os/exec"
	"syscall"
)

// separate puts a command into a process group of its own, so that a Ctrl-C at
// the terminal reaches logtoctl only, which then stops the command.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
