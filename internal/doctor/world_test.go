package doctor_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/logtoctl/logtoctl/cmd"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/doctor"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// setUp is the file of a set-up in which nothing is wrong.
const setUp = `version: 1
applications:
  - key: bookstore
    name: Bookstore
    type: Traditional
    redirectUris: [http://localhost:3000/callback]
    postSignOutRedirectUris: [http://localhost:3000]
connector:
  accountName: noreply@mail.example.com
  fromAlias: Bookstore
signInExperience:
  email:
    forgotPassword: true
`

// localised is one more part of that file.
const localised = `emailTemplates:
  de:
    - {usageType: SignIn, subject: Ihr Code, content: "<p>{{code}}</p>"}
`

// world is a sandbox with a set-up in which nothing is wrong, for a test to
// break one thing of it.
type world struct {
	testing.TB
	sandbox   *sandbox.Sandbox
	env       map[string]string
	folder    string
	withFile  bool // the doctor is given the file
	probeSend bool
	transport http.RoundTripper
}

func newWorld(t testing.TB) *world {
	t.Helper()
	running, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close(t.Context()) }) // which is over by then, so that nothing is waited for
	w := &world{TB: t, sandbox: running, env: map[string]string{}, folder: t.TempDir(), transport: &http.Transport{}}
	for _, pair := range running.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		w.env[name] = value
	}
	if err := os.WriteFile(w.file(), []byte(setUp), 0o600); err != nil {
		t.Fatal(err)
	}
	w.run("apply", "--yes", "-f", w.file())
	running.Requests.Reset()
	return w
}

func (w *world) file() string { return filepath.Join(w.folder, "logtoctl.yaml") }

// write replaces the file.
func (w *world) write(file string) {
	w.Helper()
	w.withFile = true
	w.must(os.WriteFile(w.file(), []byte(file), 0o600))
}

// apply replaces the file and brings the tenant to it.
func (w *world) apply(file string) {
	w.Helper()
	w.write(file)
	w.run("apply", "--yes", "-f", w.file())
}

// localise puts a localised template into the file and the tenant.
func (w *world) localise() {
	w.Helper()
	w.apply(setUp + localised)
}

func (w *world) lookup(name string) (string, bool) {
	switch name {
	case "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME":
		return filepath.Join(w.folder, name), true
	}
	value, found := w.env[name]
	return value, found
}

// run runs logtoctl and demands that it succeeds.
func (w *world) run(args ...string) {
	w.Helper()
	var out bytes.Buffer
	streams := cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out}
	if code := cmd.Run(w.Context(), args, streams, w.lookup); code != 0 {
		w.Fatalf("logtoctl %s exited with %d: %s", strings.Join(args, " "), code, out.String())
	}
}

// environment loads the settings as the command does.
func (w *world) environment() *cli.Env {
	w.Helper()
	env := cli.New(cli.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}, w.lookup, "test")
	flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
	config.AddFlags(flags)
	if err := env.Load(w.Context(), flags); err != nil {
		w.Fatal(err)
	}
	return env
}

func (w *world) target() doctor.Target {
	w.Helper()
	env := w.environment()
	var file *manifest.Manifest
	if w.withFile {
		read, err := env.ReadSetUp(w.Context(), []string{w.file()}, nil)
		if err != nil {
			w.Fatal(err)
		}
		file = &read
	}
	target, err := env.DoctorTarget(file, "logtoctl.yaml")
	if err != nil {
		w.Fatal(err)
	}
	target.ProbeSend, target.Transport = w.probeSend, w.transport
	return target
}

// results runs the doctor.
func (w *world) results() []doctor.Result {
	w.Helper()
	return doctor.Run(w.Context(), w.target())
}

// logto is somebody at the console.
func (w *world) logto() *logtoadmin.Client {
	w.Helper()
	client, err := w.environment().Logto()
	if err != nil {
		w.Fatal(err)
	}
	return client
}

// mail is somebody at the console of Direct Mail.
func (w *world) mail(region string) *aliyundm.Client {
	w.Helper()
	client, err := w.environment().DirectMailAccount(w.Context(), region)
	if err != nil {
		w.Fatal(err)
	}
	return client
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// configure changes keys of the tenant's connector.
func (w *world) configure(changes map[string]any) {
	w.Helper()
	live := w.connector()
	maps.Copy(live.Config, changes)
	_, err := w.logto().Connectors.Update(w.Context(), live.ID, logtoadmin.UpdateConnectorRequest{Config: live.Config})
	w.must(err)
}

func (w *world) connector() logtoadmin.Connector {
	w.Helper()
	all, err := w.logto().Connectors.List(w.Context())
	w.must(err)
	live, found := plan.FindConnector(all)
	if !found {
		w.Fatal("the tenant has no connector")
	}
	return live
}

// application returns the tenant's Bookstore.
func (w *world) application() logtoadmin.Application {
	w.Helper()
	for application, err := range w.logto().Applications.List(w.Context(), logtoadmin.ListApplicationsOptions{Search: "Bookstore"}) {
		w.must(err)
		return application
	}
	w.Fatal("the tenant has no application Bookstore")
	return logtoadmin.Application{}
}

// redirects replaces the application's redirect URIs.
func (w *world) redirects(uris ...string) {
	w.Helper()
	application := w.application()
	metadata := application.OIDCClientMetadata
	metadata.RedirectURIs = uris
	_, err := w.logto().Applications.Update(w.Context(), application.ID, logtoadmin.UpdateApplicationRequest{OIDCClientMetadata: &metadata})
	w.must(err)
}

// control calls the control API of the sandbox.
func (w *world) control(method, path, body string) {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), method, w.sandbox.InboxURL()+path, strings.NewReader(body))
	w.must(err)
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusBadRequest {
		answer, _ := io.ReadAll(response.Body)
		w.Fatalf("%s %s: %s: %s", method, path, response.Status, answer)
	}
}

// accessKey makes another AccessKey, or with the id of the first one changes that.
func (w *world) accessKey(id string, value secret.Text, more string) {
	w.Helper()
	w.control(http.MethodPut, "/api/access-keys", `[{"id":"`+id+`","secret":"`+value.Reveal()+`"`+more+`}]`)
}

func (w *world) firstKey() (string, secret.Text) {
	return w.env["ALIBABA_CLOUD_ACCESS_KEY_ID"], secret.Text(w.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
}

// removeRecords removes the DNS records of a name and type.
func (w *world) removeRecords(name, kind string) {
	w.Helper()
	kept := w.sandbox.DNS.Records()[:0:0]
	for _, record := range w.sandbox.DNS.Records() {
		if strings.TrimSuffix(record.Name, ".") != name || record.Type != kind {
			kept = append(kept, record)
		}
	}
	w.must(w.sandbox.DNS.Replace(kept...))
}

// rewriter changes the answers to some requests on their way.
type rewriter struct {
	next    http.RoundTripper
	matches func(*http.Request) bool
	change  func(*http.Response) error
}

func (r rewriter) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(request)
	if err != nil || !r.matches(request) {
		return response, err
	}
	return response, r.change(response)
}

// rewrite makes the server say something else to requests for a path, or for an
// action of Direct Mail.
func (w *world) rewrite(subject string, change func(*http.Response) error) {
	action := strings.ToLower("X-Acs-Action") // the SDK does not write it canonically
	w.transport = rewriter{next: w.transport, change: change, matches: func(r *http.Request) bool {
		return r.URL.Path == subject || slices.Contains(r.Header[action], subject)
	}}
}

// replace replaces a part of the body.
func replace(old, replacement string) func(*http.Response) error {
	return func(response *http.Response) error {
		body, err := io.ReadAll(response.Body)
		changed := strings.ReplaceAll(string(body), old, replacement)
		response.Body, response.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
		response.Header.Del("Content-Length")
		return err
	}
}

// instead answers with something else altogether.
func instead(status int, contentType, body string) func(*http.Response) error {
	return func(response *http.Response) error {
		response.StatusCode, response.Status = status, http.StatusText(status)
		response.Header.Set("Content-Type", contentType)
		response.Body, response.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		return nil
	}
}
