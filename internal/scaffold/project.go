package scaffold

import (
	"context"
	"io/fs"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// Options are what is to be decided about an app.
type Options struct {
	Framework Framework
	Module    string // the path of its Go module; "" is the name of the folder
	Title     string // what its pages call it; "" leaves that as it is
	Force     bool   // overwrite files that say something else
}

// Project is an app that can be written to a folder.
type Project struct {
	Dir       string
	Framework Framework
	Module    string

	title string
	files []folder.File
}

// Result is what became of an app's files, .env included, in the order of their
// names; or what would become of them.
type Result struct {
	Dir       string
	Framework Framework
	Module    string
	Files     []folder.File // without their texts
	Status    plan.Status   // of all together
}

// Prepare finds out what would become of each file in the folder, which need not
// be there yet. It writes nothing. The error is a [*folder.ConflictError] when
// files would lose what they say and options do not force it.
func Prepare(source fs.FS, dir string, options Options) (*Project, error) {
	project := &Project{Dir: dir, Framework: options.Framework, Module: options.Module, title: options.Title}
	var err error
	if project.Module == "" {
		project.Module, err = moduleOf(dir)
	} else {
		err = CheckModule(project.Module)
	}
	if err != nil {
		return nil, err
	}
	if project.files, err = Files(source, options.Framework, project.Module); err != nil {
		return nil, err
	}
	if err := folder.Compare(dir, project.files); err != nil {
		return nil, err
	}
	if _, _, err := folder.Read(dir, EnvFile); err != nil {
		return nil, err
	}
	if options.Force {
		return project, nil
	}
	return project, folder.Conflict(dir, project.files)
}

// Name returns what the app is called.
func (p *Project) Name() string { return Name(p.Module) }

// Preview tells what [Project.Write] would do.
func (p *Project) Preview(variables []dotenv.Variable) (Result, error) {
	env, _, err := p.env(variables)
	return p.result(env), err
}

// Write writes the files, and merges the variables into the .env of the folder,
// which becomes private. A failure in the middle is a [*partial.Error].
func (p *Project) Write(ctx context.Context, variables []dotenv.Variable) (Result, error) {
	env, complete, err := p.env(variables)
	if err != nil {
		return Result{}, err
	}
	done, err := folder.Write(ctx, p.Dir, p.files)
	if err != nil {
		return Result{}, err
	}
	if _, err := dotenv.Write(p.EnvPath(), complete); err != nil {
		return Result{}, partial.After(done, err)
	}
	return p.result(env), nil
}

// result puts .env where its name belongs, which is before all others.
func (p *Project) result(env folder.File) Result {
	result := Result{Dir: p.Dir, Framework: p.Framework, Module: p.Module, Status: env.Status}
	for _, file := range append([]folder.File{env}, p.files...) {
		result.Files = append(result.Files, folder.File{Name: file.Name, Status: file.Status})
		if file.Status != result.Status {
			result.Status = plan.Updated
		}
	}
	return result
}
