package file

import (
	"context"
	"slices"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// targets are the flags that say which tenants the file is for, besides --profile,
// and how many of them at a time.
type targets struct {
	files

	parallel int
	shard    string
}

func (o *targets) bind(cmd *cobra.Command) {
	o.files.bind(cmd)
	cmd.Flags().IntVar(&o.parallel, "parallel", 16, "how many tenants at a time, with several profiles")
	cmd.Flags().StringVar(&o.shard, "shard", "", "only a share of the tenants, such as 3/16 for the third of sixteen")
}

// maxParallel bounds the files that are open at a time: a tenant takes a handful of
// connections.
const maxParallel = 256

// fleet is the tenants that a run is for.
type fleet struct {
	env      *cli.Env
	texts    *cli.ManifestTexts
	tenants  []*tenant
	several  bool // the result is a list, were it of one tenant or none
	parallel int
	shard    shard
	readOnly bool // whatever is done with them writes nothing
	leaves   bool // there is something in the file that is not for several tenants
}

// opening is how the tenants are opened.
type opening struct {
	readOnly bool // whatever is done with them writes nothing
	keep     bool // all at once, because somebody is asked about all of them
}

// open finds the tenants and checks the file for each of them, before anything is
// sent.
func (o *targets) open(ctx context.Context, env *cli.Env, how opening) (*fleet, error) {
	if o.parallel < 1 || o.parallel > maxParallel {
		return nil, cli.Usagef("--parallel %d: it is 1 to %d tenants at a time", o.parallel, maxParallel)
	}
	share, err := parseShard(o.shard)
	if err != nil {
		return nil, err
	}
	f := &fleet{env: env, several: env.Several || o.shard != "", parallel: o.parallel, shard: share, readOnly: how.readOnly}
	profiles := []string{""} // the tenant of the settings
	if f.several && len(env.Profiles) > 0 {
		profiles = env.Profiles
	}
	if f.texts, err = env.ReadManifestTexts(ctx, o.paths, o.variables); err != nil {
		return nil, err
	}
	for _, profile := range share.of(profiles) {
		f.tenants = append(f.tenants, &tenant{profile: profile})
	}
	return f, f.check(ctx, how.keep || !f.several)
}

// check makes sure that every tenant has its settings and a file without a mistake,
// and that no two are the same.
func (f *fleet) check(ctx context.Context, keep bool) error {
	seen := map[string]string{}
	for _, t := range f.tenants {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.open(t); err != nil {
			return err
		}
		place := t.endpoint + " " + t.env.Settings.Resource
		if other, taken := seen[place]; taken {
			return cli.Usagef("the profiles %s and %s are the same tenant, %s: give each an endpoint, and take LOGTO_ENDPOINT and --endpoint away, which are stronger", other, t.profile, t.endpoint)
		}
		seen[place] = t.profile
		f.leaves = f.leaves || leaves(t.file)
		if !keep {
			t.letGo()
		}
	}
	return nil
}

// leaves tells whether the file wants something that is not done at several tenants:
// their .env files would be the same ones, and the mails of their round trips could
// not be told apart.
func leaves(file manifest.Manifest) bool {
	return file.Verify.RoundTrip || slices.ContainsFunc(file.Applications, func(a manifest.Application) bool { return a.EnvFile != "" })
}

// all does something at every tenant, at most so many at a time, and lets it go
// then. What became of it is handed on in the order of the tenants. One that fails
// does not stop the others; once the run is interrupted, none is begun any more.
func (f *fleet) all(ctx context.Context, do task, handOn func(outcome) error) error {
	var group errgroup.Group
	group.SetLimit(f.parallel)
	line := queue{handOn: handOn, waiting: map[int]outcome{}}
	for i, t := range f.tenants {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return line.put(i, do.skip(t, err))
			}
			came := do.work(ctx, t)
			t.letGo()
			return line.put(i, came)
		})
	}
	return group.Wait()
}

// task is what a command does at each of several tenants.
type task struct {
	work func(context.Context, *tenant) outcome
	skip func(t *tenant, why error) outcome // for one that is not begun
}

// queue puts outcomes back into order.
type queue struct {
	handOn func(outcome) error

	mu      sync.Mutex
	next    int
	waiting map[int]outcome
}

// put hands on what is next by now. An error is that of handing on.
func (q *queue) put(i int, came outcome) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting[i] = came
	var failed error
	for {
		came, ready := q.waiting[q.next]
		if !ready {
			return failed
		}
		delete(q.waiting, q.next)
		q.next++
		if err := q.handOn(came); err != nil && failed == nil {
			failed = err
		}
	}
}

// pending tells whether anything has to change at any of the tenants.
func (f *fleet) pending() bool {
	return slices.ContainsFunc(f.tenants, func(t *tenant) bool { return t.planned.Set.Pending() })
}

// widths returns the widths of the columns in which the tenants are listed.
func (f *fleet) widths() []int {
	widest := len("PROFILE")
	for _, t := range f.tenants {
		widest = max(widest, len([]rune(t.profile)))
	}
	return []int{widest, len("not tried")}
}
