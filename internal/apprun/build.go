package apprun

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// buildTimeout bounds a build that fetches all modules over a slow line.
const buildTimeout = 10 * time.Minute

// Program is an app that was built. Remove it when it has run.
type Program struct {
	dir  string // the folder of the app
	path string // the program, in a folder of its own
}

// Build compiles the app in the folder with the go command at the path. What go
// says is in the [*BuildError].
func Build(ctx context.Context, goCommand, dir string) (*Program, error) {
	folder, err := os.MkdirTemp("", "logtoctl-app-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the app's program: %w", err)
	}
	program := &Program{dir: dir, path: filepath.Join(folder, "app")}
	if runtime.GOOS == "windows" {
		program.path += ".exe"
	}
	if err := program.build(ctx, goCommand); err != nil {
		program.Remove()
		return nil, err
	}
	return program, nil
}

func (p *Program) build(ctx context.Context, goCommand string) error {
	ctx, cancel := context.WithTimeout(ctx, buildTimeout)
	defer cancel()
	var said lines
	command := exec.CommandContext(ctx, goCommand, "build", "-o", p.path, ".")
	command.Dir, command.Env = p.dir, environ()
	command.Stdout, command.Stderr = &said, &said
	settle(command)
	err := command.Run()
	said.end()
	if ctx.Err() != nil {
		return Interrupted("building the app in "+p.dir, fmt.Errorf("build the app in %s: %w", p.dir, ctx.Err()))
	}
	if err != nil {
		return &BuildError{Dir: p.dir, Output: said.last(), Err: err}
	}
	return nil
}

// Remove deletes the program.
func (p *Program) Remove() { _ = os.RemoveAll(filepath.Dir(p.path)) }
