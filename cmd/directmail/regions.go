package directmail

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// lister reads one kind of object, T, of a region and shows each as a V. The
// query Q that chooses objects is left empty, which chooses all.
type lister[Q, T, V any] struct {
	query func(*aliyundm.Client, context.Context, Q) iter.Seq2[T, error]
	view  func(region string, object T) V
}

// newList completes a list command: of the region of the settings, or of all.
func newList[D interface {
	~[]V
	output.View
}, Q, T, V any](env *cli.Env, cmd *cobra.Command, objects lister[Q, T, V]) *cobra.Command {
	var all bool
	cmd.Use, cmd.Args = "list", cli.Args()
	cmd.Flags().BoolVar(&all, "all-regions", false, "look in all five regions, at the same time")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		read := objects.region
		if all {
			read = objects.regions
		}
		views, err := read(cmd.Context(), env)
		if err != nil {
			return err
		}
		return env.Print(append(D{}, views...))
	}
	return cmd
}

// region reads the region of the settings.
func (l lister[Q, T, V]) region(ctx context.Context, env *cli.Env) ([]V, error) {
	in, err := open(ctx, env)
	if err != nil {
		return nil, err
	}
	return l.collect(ctx, in)
}

// regions reads all regions at the same time. One that fails is told, and the
// others are shown all the same.
func (l lister[Q, T, V]) regions(ctx context.Context, env *cli.Env) ([]V, error) {
	regions := aliyundm.Regions()
	views, failures := make([][]V, len(regions)), make([]error, len(regions))
	var asking sync.WaitGroup
	for i, region := range regions {
		asking.Go(func() {
			// The client repeats a request that fails; a region that is down must not
			// hold the others up for as long as that can take.
			ctx, stop := context.WithTimeout(ctx, env.Settings.Timeout)
			defer stop()
			client, err := env.DirectMailAccount(ctx, region.ID)
			if err != nil {
				failures[i] = err
				return
			}
			views[i], failures[i] = l.collect(ctx, account{client, region.ID})
		})
	}
	asking.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return slices.Concat(views...), tell(env, regions, failures)
}

func (l lister[Q, T, V]) collect(ctx context.Context, in account) ([]V, error) {
	var (
		everything Q
		views      []V
	)
	for object, err := range l.query(in.Client, ctx, everything) {
		if err != nil {
			return nil, err
		}
		views = append(views, l.view(in.region, object))
	}
	return views, nil
}

// tell notes which regions could not be read. It is an error only if that is
// true of every region, because then there is nothing to show.
func tell(env *cli.Env, regions []aliyundm.Region, failures []error) error {
	if !slices.Contains(failures, nil) {
		return failures[0]
	}
	for i, err := range failures {
		if err != nil {
			env.Note("note: the region %s could not be read: %v", regions[i].ID, err)
		}
	}
	return nil
}
