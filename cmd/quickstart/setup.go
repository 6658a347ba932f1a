package quickstart

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// setup is what is to be done, in DIR and at the tenant.
type setup struct {
	*options
	env         *cli.Env // that of the user, or of a sandbox
	files       *draft
	manifest    manifest.Manifest
	at          *url.URL // of the app, in a sandbox
	provisioner provision.Provisioner
	planned     provision.Planned
}

// open reads the tenant and plans. It writes nothing.
func (o *options) open(ctx context.Context, env *cli.Env, files *draft) (*setup, error) {
	s := &setup{options: o, env: env, files: files}
	var err error
	if s.manifest, err = s.decode(ctx); err != nil {
		return nil, err
	}
	if o.sandbox {
		if err = s.settlePort(ctx); err != nil {
			return nil, err
		}
	}
	if env.Settings.Endpoint == "" {
		env.Settings.Endpoint = s.manifest.Endpoint
	}
	if s.provisioner, err = env.ManifestProvisioner(s.manifest); err != nil {
		return nil, err
	}
	if s.planned, err = s.provisioner.Plan(ctx, provision.Desired(s.manifest), o.consent); err == nil {
		err = s.checkSender(ctx)
	}
	return s, apprun.Interrupted("reading what Logto has", err)
}

// decode reads the file, which need not be written yet. What is wrong with the
// user's own connector.json is told about that.
func (s *setup) decode(ctx context.Context) (manifest.Manifest, error) {
	text := s.files.manifest.Text
	file, err := s.env.DecodeManifest(s.manifestPath(), text)
	if err == nil && s.sandbox && file.Connector == nil {
		file, err = s.env.DecodeManifest(s.manifestPath(), text, sandboxConnector())
	}
	if err != nil && s.connectorFile != "" {
		if _, wrong := s.env.ReadConnectorFile(ctx, s.connectorFile); wrong != nil {
			err = wrong
		}
	}
	return file, err
}

// carryOut writes the files and applies the plan, or in a dry run finds out what
// that would do. There is a view also of a failure, unless nothing was changed.
func (s *setup) carryOut(ctx context.Context) (*output.Quickstart, error) {
	s.env.NoteShadowed("", s.planned.Shadow(), s.planned.Set.Pending())
	view := &output.Quickstart{Dir: s.dir, Endpoint: s.env.Settings.Endpoint, Objects: []provision.StepReport{}}
	var err error
	if s.env.Settings.DryRun {
		plans := output.NewPlan(view.Endpoint, s.planned.Set)
		view.Plan = &plans
		view.Files, err = s.files.preview()
		view.Status = statusOf(view.Files, plans.Pending)
		return view, err
	}
	if view.Files, err = s.write(ctx); err != nil {
		return nil, err
	}
	wrote := changed(view.Files)
	report, err := s.apply(ctx)
	view.Objects, view.Status = append(view.Objects, report.Steps...), statusOf(view.Files, report.Changed())
	if err == nil {
		return view, nil
	}
	s.env.Note("what is to be set up is in %s: correct it there if need be, and go on with: %s", s.manifestPath(), s.again())
	if !wrote && !report.Changed() {
		return nil, err
	}
	view.Status = output.NewReport(view.Endpoint, report, plan.Updated, err).Status
	return view, partly(wrote, s.dir, err)
}

// write writes the files. Those of an earlier quickstart stay, but for an .env
// that lacks something: nobody shares that one.
func (s *setup) write(ctx context.Context) ([]output.ScaffoldFile, error) {
	if !s.files.kept {
		files, err := s.files.write(ctx)
		if err == nil && changed(files) {
			s.env.Note("wrote the app and %s", s.manifestPath())
		}
		return files, err
	}
	application, err := appOf(s.manifest)
	if err != nil {
		return nil, err
	}
	_, err = scaffold.CompleteEnv(s.dir, application.Name, []dotenv.Variable{{Name: cli.RedirectURIVariable, Value: application.RedirectURIs[0]}})
	return []output.ScaffoldFile{}, err
}

// print prints the view, if there is one, and returns the error of what it tells.
func (s *setup) print(view *output.Quickstart, err error) error {
	if view == nil {
		return err
	}
	return errors.Join(s.env.Print(view), err)
}

// apply brings the tenant to what the file says.
func (s *setup) apply(ctx context.Context) (provision.Report, error) {
	hooks := provision.Hooks{
		Begin: s.env.Begin, Event: func(step provision.StepReport) { s.env.Event("", step) }, Note: s.env.Note,
		Save: s.env.SaveConnector, TestEmail: s.manifest.Verify.TestEmail,
		Fresh: s.yes || !s.changesWhatIsUsed(), // nobody is asked
	}
	var err error
	if hooks.EnvFiles, err = s.env.EnvFiles(s.provisioner, s.manifest, s.dir); err != nil {
		return provision.Report{}, err
	}
	if s.manifest.Verify.RoundTrip && s.planned.Set.Pending() {
		if hooks.Codes, err = s.env.CodeReader(); err != nil {
			return provision.Report{}, err
		}
	}
	return s.provisioner.Apply(ctx, s.planned, hooks)
}

// partly adds the files to what a failed apply has done.
func partly(wrote bool, dir string, err error) error {
	if !wrote {
		return err
	}
	done := "wrote the app to " + dir
	if applied, ok := errors.AsType[*partial.Error](err); ok {
		applied.Done = slices.Insert(applied.Done, 0, done)
		return err
	}
	return &partial.Error{Done: []string{done}, Err: err}
}

func changed(files []output.ScaffoldFile) bool {
	return slices.ContainsFunc(files, func(file output.ScaffoldFile) bool { return file.Status != plan.Unchanged })
}

// statusOf is the status of all together: created is what has a new logtoctl.yaml.
func statusOf(files []output.ScaffoldFile, applied bool) plan.Status {
	switch {
	case slices.ContainsFunc(files, func(file output.ScaffoldFile) bool {
		return file.Path == manifestName && file.Status == plan.Created
	}):
		return plan.Created
	case applied || changed(files):
		return plan.Updated
	default:
		return plan.Unchanged
	}
}
