package provision

import (
	"context"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// EnvFile is the .env file of one application.
type EnvFile struct {
	Key  string // of the application
	Path string // as the user knows it
	// Prepare reads what the file needs and returns what brings it up to date, which
	// tells whether it wrote anything.
	Prepare func(ctx context.Context, application logtoadmin.Application, status plan.Status) (write EnvWriter, err error)
}

// EnvWriter brings a .env file up to date and tells whether it wrote anything.
type EnvWriter func() (bool, error)

// envFileTasks returns what the .env files mean: what they need is read as soon
// as the application is there, and written once it is certain that it stays.
func (r *run) envFileTasks() []task {
	var tasks []task
	for _, file := range r.hooks.EnvFiles {
		var (
			application = "application/" + file.Key
			object      = "env-file/" + file.Path
			reading     = "what is in " + object
			write       EnvWriter
			err         error
		)
		tasks = append(tasks, task{
			object: reading, needs: []string{application},
			work: func(ctx context.Context) {
				write, err = file.Prepare(ctx, r.applicationNow(file.Key), r.status(application))
			},
		}, task{
			object: object, needs: []string{application}, after: []string{reading, lookForTwins},
			run: func(context.Context) (plan.Status, string, error) {
				if err != nil {
					return plan.Unchanged, "", err
				}
				wrote, err := write()
				if wrote {
					return Written, "", err
				}
				return plan.Unchanged, "", err
			},
		})
	}
	return tasks
}
