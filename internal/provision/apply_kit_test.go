package provision_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
	"github.com/logtoctl/logtoctl/templates"
)

const customer = "you@example.com"

// world is a sandbox with a fresh client on it, as a run of logtoctl has.
type world struct {
	*sandbox.Sandbox
	environ     map[string]string
	provisioner provision.Provisioner
	client      *http.Client // that requests go through
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w, err := startWorld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close(context.WithoutCancel(t.Context())) })
	return w
}

func startWorld(ctx context.Context) (*world, error) {
	running, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return nil, err
	}
	w := &world{Sandbox: running, environ: map[string]string{}, client: &http.Client{}}
	for _, pair := range running.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		w.environ[name] = value
	}
	return w, w.reconnect()
}

// reconnect forgets the token, as the next run without a store would.
func (w *world) reconnect() error {
	client, err := logtoadmin.New(w.LogtoURL(),
		logtoadmin.WithCredentials(w.environ["LOGTO_M2M_APP_ID"], secret.Text(w.environ["LOGTO_M2M_APP_SECRET"])),
		logtoadmin.WithResource(w.environ["LOGTO_RESOURCE"]), logtoadmin.WithHTTPClient(w.client))
	w.provisioner = provision.Provisioner{Logto: client, Self: w.environ["LOGTO_M2M_APP_ID"], Account: w.account, DirectMail: &mailClients{world: w}, Senders: &provision.Senders{}}
	return err
}

// account is the Direct Mail account of the user, who has the one AccessKey that
// the connector has.
func (w *world) account(_ context.Context, region string) (*aliyundm.Client, error) {
	return w.directMail(region, aliyundm.Credentials{
		AccessKeyID: w.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], AccessKeySecret: secret.Text(w.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
	})
}

func (w *world) directMail(region string, credentials aliyundm.Credentials) (*aliyundm.Client, error) {
	return aliyundm.New(aliyundm.WithCredentials(credentials), aliyundm.WithRegion(region), aliyundm.WithEndpoint(w.DirectMailURL()), aliyundm.WithRegionHost(),
		aliyundm.WithHTTPClient(w.client))
}

// wanted is a file with everything in it: two applications, the connector with
// the built-in templates, a localised template and the sign-in experience.
func (w *world) wanted() (plan.Desired, error) {
	folder, err := templates.Email("en")
	if err != nil {
		return plan.Desired{}, err
	}
	files, err := email.Read(folder)
	if err != nil {
		return plan.Desired{}, err
	}
	var builtin []email.Template
	for _, file := range files {
		builtin = append(builtin, file.Template)
	}
	return provision.Desired(manifest.Manifest{
		Applications: []manifest.Application{
			{Key: "bookstore", Name: "Bookstore", Type: "Traditional", RedirectURIs: []string{"http://localhost:3000/callback"}},
			{Key: "admin", Name: "Admin", Type: "SPA", RedirectURIs: []string{"http://localhost:3001/callback"}},
		},
		Connector: &manifest.Connector{
			AccessKeyID:     w.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
			AccessKeySecret: secret.Text(w.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
			AccountName:     "noreply@mail.example.com", FromAlias: "Bookstore", RegionID: "cn-hangzhou", Templates: builtin,
		},
		EmailTemplates: []email.LocalisedTemplate{{LanguageTag: "ja", UsageType: email.SignIn, Subject: "{{code}}", Content: "<p>{{code}}</p>"}},
		SignIn:         &manifest.SignIn{SignUp: "email", ForgotPassword: true},
	}), nil
}

// hooks are those of a run that tests, verifies and writes one .env file.
func (w *world) hooks() provision.Hooks {
	return provision.Hooks{
		Event: func(provision.StepReport) {},
		Note:  func(string, ...any) {},
		Save:  func(logtoadmin.Connector) (string, error) { return "backup.json", nil },
		EnvFiles: []provision.EnvFile{{Key: "bookstore", Path: ".env", Prepare: func(ctx context.Context, a logtoadmin.Application, status plan.Status) (provision.EnvWriter, error) {
			if status == plan.Unchanged {
				return func() (bool, error) { return false, nil }, nil
			}
			_, err := w.provisioner.Secrets(ctx, a)
			return func() (bool, error) { return true, nil }, err
		}}},
		TestEmail: customer,
		Codes:     &reader{inbox: w.Inbox},
	}
}

// apply plans and applies, as one run does.
func (w *world) apply(ctx context.Context, want plan.Desired, consent plan.Consent, hooks provision.Hooks) (provision.Report, error) {
	planned, err := w.provisioner.Plan(ctx, want, consent)
	if err != nil {
		return provision.Report{}, err
	}
	return w.provisioner.Apply(ctx, planned, hooks)
}

// reader takes the code out of the sandbox's own store.
type reader struct {
	inbox *inbox.Store
	seen  int
}

func (r *reader) Before(context.Context) error {
	r.seen = len(r.inbox.List(inbox.Filter{To: customer}))
	return nil
}

func (r *reader) Read(context.Context, string) (inbox.Message, error) {
	messages := r.inbox.List(inbox.Filter{To: customer})
	if len(messages) == r.seen {
		return inbox.Message{}, inbox.ErrEmpty
	}
	return messages[0], nil
}

// fingerprint is what the tenant is like, without what differs from run to run:
// ids, dates and the order of creation.
func (w *world) fingerprint(ctx context.Context) (string, error) {
	state, err := w.provisioner.ReadState(ctx, plan.Desired{})
	if err != nil {
		return "", err
	}
	var parts []string
	for _, a := range state.Applications {
		parts = append(parts, fmt.Sprintf("application %s %s %s %v", plan.Key(a), a.Name, a.Type, a.OIDCClientMetadata.RedirectURIs))
	}
	for _, c := range state.Connectors {
		config := map[string]any{}
		for key, value := range c.Config {
			if key != "accessKeyId" && key != "accessKeySecret" { // another pair in every sandbox
				config[key] = value
			}
		}
		parts = append(parts, "connector "+c.ConnectorID+" "+plan.Fingerprint(config))
	}
	for _, row := range state.Templates {
		parts = append(parts, fmt.Sprintf("template %s %s %v", row.LanguageTag, row.TemplateType, row.Details))
	}
	slices.Sort(parts)
	return strings.Join(append(parts, "sign-in "+plan.Fingerprint(state.Experience)), "\n"), nil
}
