package apprun

import "os/exec"

// separate does nothing: on Windows a Ctrl-C at the console reaches both.
func separate(*exec.Cmd) {}
