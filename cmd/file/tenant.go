package file

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// tenant is a tenant that the file is for: that of the settings, or one of
// several profiles.
type tenant struct {
	env         *cli.Env
	profile     string // "" unless there are several
	file        manifest.Manifest
	provisioner provision.Provisioner
	planned     provision.Planned
}

// open reads the file for each tenant. Nothing is sent.
func (f *files) open(ctx context.Context, env *cli.Env) ([]*tenant, error) {
	if len(env.Profiles) < 2 {
		single := &tenant{env: env}
		return []*tenant{single}, single.open(ctx, f)
	}
	if slices.Contains(slices.Concat(f.paths, f.variables), "-") {
		return nil, cli.Usagef("several profiles read the file once each, which stdin does not allow: name a file")
	}
	var tenants []*tenant
	seen := map[string]string{}
	for _, name := range env.Profiles {
		own, err := env.ForProfile(name)
		if err != nil {
			return nil, err
		}
		one := &tenant{env: own, profile: name}
		if err := one.open(ctx, f); err != nil {
			return nil, one.named(err)
		}
		place := own.Settings.Endpoint + " " + own.Settings.Resource
		if other, taken := seen[place]; taken {
			return nil, cli.Usagef("the profiles %s and %s are the same tenant, %s: give each an endpoint, and take LOGTO_ENDPOINT and --endpoint away, which are stronger", other, name, own.Settings.Endpoint)
		}
		seen[place] = name
		tenants = append(tenants, one)
	}
	return tenants, nil
}

func (t *tenant) open(ctx context.Context, f *files) (err error) {
	if t.file, err = t.env.ReadManifest(ctx, f.paths, f.variables); err != nil {
		return err
	}
	t.env.Settings.DryRun = t.env.Settings.DryRun || f.readOnly
	if t.env.Settings.Endpoint == "" {
		t.env.Settings.Endpoint = t.file.Endpoint
	}
	t.provisioner, err = t.env.ManifestProvisioner(t.file)
	return err
}

// named says which of several tenants an error is about.
func (t *tenant) named(err error) error {
	if t.profile == "" || err == nil {
		return err
	}
	return fmt.Errorf("profile %s: %w", t.profile, err)
}

// each does something at every tenant, at most so many at a time. The first
// error is returned, and the rest is called off.
func each(ctx context.Context, tenants []*tenant, parallel int, do func(context.Context, *tenant) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, parallel))
	for _, t := range tenants {
		group.Go(func() error { return t.named(do(ctx, t)) })
	}
	return group.Wait()
}

// planEach plans for every tenant, and writes nothing.
func planEach(ctx context.Context, tenants []*tenant, parallel int, consent plan.Consent) error {
	return each(ctx, tenants, parallel, func(ctx context.Context, t *tenant) (err error) {
		t.planned, err = t.provisioner.Plan(ctx, provision.Desired(t.file), consent)
		return err
	})
}

// noteShadowed tells which templates of the connectors some users will not get.
func noteShadowed(tenants []*tenant) {
	for _, t := range tenants {
		t.env.NoteShadowed(t.profile, t.planned.Shadow(), t.planned.Set.Pending())
	}
}

func pending(tenants []*tenant) bool {
	return slices.ContainsFunc(tenants, func(t *tenant) bool { return t.planned.Set.Pending() })
}

// plans is the view of the plan of the one tenant, or of those of all.
func plans(tenants []*tenant) output.View {
	var views output.Plans
	for _, t := range tenants {
		view := output.NewPlan(t.env.Settings.Endpoint, t.planned.Set)
		view.Profile = t.profile
		view.Shadowed = append(view.Shadowed, t.planned.Shadow().UsageTypes...)
		views = append(views, view)
	}
	if len(views) == 1 {
		return views[0]
	}
	return views
}

// show tells a step as it ends: as a line, or for a script as one JSON object
// on a line.
func (t *tenant) show(step provision.StepReport) {
	t.env.Event(t.profile, step)
}
