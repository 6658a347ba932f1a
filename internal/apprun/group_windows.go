package apprun

import (
	"os"
	"os/exec"
)

// separate does nothing: on Windows a Ctrl-C at the console reaches both.
func separate(*exec.Cmd) {}

// askToStop kills the process at once: Go cannot send an interrupt on Windows, and
// waiting without having asked would only take time.
func askToStop(process *os.Process) error { return process.Kill() }
