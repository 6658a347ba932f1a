//go:build unix

package apprun

import "os"

// askToStop sends what a Ctrl-C sends.
func askToStop(process *os.Process) error { return process.Signal(os.Interrupt) }
