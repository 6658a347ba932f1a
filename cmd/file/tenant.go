package file

import (
	"fmt"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/provision"
)

// tenant is a tenant that the file is for: that of the settings, or one of several.
type tenant struct {
	profile  string // "" for that of the settings
	endpoint string

	*session
}

// session is all that it takes to work at a tenant. There is one only while
// somebody does: a run over many tenants is not to hold all of it at once.
type session struct {
	env         *cli.Env
	file        manifest.Manifest
	provisioner provision.Provisioner
	planned     provision.Planned
	prepared    bool // planned says what is to change
}

// open reads the settings and the file for a tenant. Nothing is sent.
func (f *fleet) open(t *tenant) error {
	if t.session != nil {
		return nil
	}
	own := f.env
	if t.profile != "" && f.several {
		var err error
		if own, err = f.env.ForProfile(t.profile); err != nil {
			return t.named(err)
		}
	}
	s := &session{env: own}
	if err := s.open(f); err != nil {
		return f.failed(t, own, err)
	}
	t.session, t.endpoint = s, own.Settings.Endpoint
	return nil
}

func (s *session) open(f *fleet) (err error) {
	if s.file, err = s.env.DecodeManifestTexts(f.texts); err != nil {
		return err
	}
	s.env.Settings.DryRun = s.env.Settings.DryRun || f.readOnly
	if s.env.Settings.Endpoint == "" {
		s.env.Settings.Endpoint = s.file.Endpoint
	}
	s.provisioner, err = s.env.ManifestProvisioner(s.file)
	return err
}

// failed is an error of a tenant that ends the whole run. The run tells it, so it
// has to know the tenant's secrets, too.
func (f *fleet) failed(t *tenant, own *cli.Env, err error) error {
	if err != nil {
		f.env.Secrets.Learn(own.Secrets)
	}
	return t.named(err)
}

// letGo ends the work at a tenant.
func (t *tenant) letGo() { t.session = nil }

// named says which of several tenants an error is about.
func (t *tenant) named(err error) error {
	if t.profile == "" || err == nil {
		return err
	}
	return fmt.Errorf("profile %s: %w", t.profile, err)
}

// note tells something about a tenant.
func (t *tenant) note(format string, args ...any) {
	if t.profile != "" {
		format, args = "%s: "+format, append([]any{t.profile}, args...)
	}
	t.env.Note(format, args...)
}

// noteShadowed tells which templates of the connector some users will not get.
func (t *tenant) noteShadowed() {
	t.env.NoteShadowed(t.profile, t.planned.Shadow(), t.planned.Set.Pending())
}

// show tells a step as it ends: as a line, or for a script as one JSON object
// on a line.
func (t *tenant) show(step provision.StepReport) { t.env.Event(t.profile, step) }

// planView is the view of what would change.
func (t *tenant) planView() output.Plan {
	view := output.NewPlan(t.endpoint, t.planned.Set)
	view.Profile = t.profile
	view.Shadowed = append(view.Shadowed, t.planned.Shadow().UsageTypes...)
	return view
}
