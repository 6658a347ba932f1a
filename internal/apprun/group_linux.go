package apprun

import (
	"os/exec"
	"syscall"
)

// separate puts a command into a process group of its own, so that a Ctrl-C at
// the terminal reaches logtoctl only, which then stops the command; when logtoctl
// is killed itself, the kernel ends the command.
//
// The kernel takes the thread that started the command for its parent. A thread of
// Go's ends before the process only when a goroutine returns while it is locked to
// it, and nothing here locks one.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
