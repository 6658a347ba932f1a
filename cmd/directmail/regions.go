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
		if all && env.OneRegion() {
			return cli.Usagef("--all-regions: the endpoint %s stands for one region only; leave it out (--dm-endpoint, LOGTOCTL_DM_ENDPOINT)", env.Settings.DirectMailEndpoint)
		}
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
	views := make([][]V, len(regions))
	failures := inEach(ctx, env, regions, func(ctx context.Context, i int, in account) (err error) {
		views[i], err = l.collect(ctx, in)
		return err
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return slices.Concat(views...), tell(env, regions, failures)
}

// elsewhere returns the regions, but for one, in which something is found. A
// region that cannot be asked has it not.
func elsewhere(ctx context.Context, env *cli.Env, but string, find func(context.Context, account) error) []string {
	if env.OneRegion() {
		return nil
	}
	regions := slices.DeleteFunc(aliyundm.Regions(), func(region aliyundm.Region) bool { return region.ID == but })
	failures := inEach(ctx, env, regions, func(ctx context.Context, _ int, in account) error { return find(ctx, in) })
	var found []string
	for i, err := range failures {
		if err == nil {
			found = append(found, regions[i].ID)
		}
	}
	return found
}

// inEach does something in all regions at the same time and returns what failed
// in each.
func inEach(ctx context.Context, env *cli.Env, regions []aliyundm.Region, do func(ctx context.Context, i int, in account) error) []error {
	failures := make([]error, len(regions))
	var asking sync.WaitGroup
	for i, region := range regions {
		asking.Go(func() {
			// The client repeats a request that fails; a region that is down must not
			// hold the others up for as long as that can take.
			ctx, stop := context.WithTimeout(ctx, env.Settings.Timeout)
			defer stop()
			client, err := env.DirectMailAccount(ctx, region.ID)
			if err == nil {
				err = do(ctx, i, account{Client: client, region: region.ID})
			}
			failures[i] = err
		})
	}
	asking.Wait()
	return failures
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
			env.Note("note: the region %s could not be read, so what it has is not listed: %v", regions[i].ID, err)
		}
	}
	return nil
}
