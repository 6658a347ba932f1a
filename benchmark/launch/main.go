//go:build unix

// Launch runs a command, and writes what it cost as one line of JSON to file
// descriptor 3. A process that did more could not do that: a child begins with the
// peak memory of the one that it was started from.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// cost is what a run of the command came to.
type cost struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`    // seconds of it
	Memory  int64   `json:"memory"` // at its peak, in bytes
	Code    int     `json:"code"`
}

func main() {
	path, err := exec.LookPath(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	begin := time.Now()
	pid, err := syscall.ForkExec(path, os.Args[1:], &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}}) //nolint:gosec // running what it is given is its job
	if err != nil {
		log.Fatal(err)
	}
	var status syscall.WaitStatus
	var usage syscall.Rusage
	for {
		if _, err = syscall.Wait4(pid, &status, 0, &usage); err != syscall.EINTR { //nolint:errorlint // a system call returns it as it is
			break
		}
	}
	if err != nil {
		log.Fatal(err)
	}
	report := cost{Seconds: time.Since(begin).Seconds(), Memory: usage.Maxrss, Code: status.ExitStatus()}
	report.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
	if runtime.GOOS != "darwin" { // elsewhere it is in kilobytes
		report.Memory <<= 10
	}
	if err := json.NewEncoder(os.NewFile(3, "report")).Encode(report); err != nil {
		log.Fatal(err)
	}
}
