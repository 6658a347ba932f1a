package cmd_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// fleet is a tenant for each profile of examples/fleet, all behind one address, and
// a folder with the example's files. The config file leads to these tenants, but has
// the secrets where the example has them.
type fleet struct {
	t        *testing.T
	folder   string
	profiles []string
	secrets  map[string]string
	environ  []string

	mu      sync.Mutex
	broken  map[string]bool
	held    map[string]chan struct{} // closed when the first request of the tenant waits
	creates map[string]int
}

type fleetConfig struct {
	Profiles yaml.Node
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	f := &fleet{t: t, folder: t.TempDir(), secrets: map[string]string{}, broken: map[string]bool{}, held: map[string]chan struct{}{}, creates: map[string]int{}}
	var config fleetConfig
	readExample(t, "config.yaml", &config)
	mux, mail := http.NewServeMux(), directmail.New(directmail.Options{})
	tenants, account := httptest.NewServer(mux), httptest.NewServer(mail)
	t.Cleanup(tenants.Close)
	t.Cleanup(account.Close)
	for i := 0; i < len(config.Profiles.Content); i += 2 {
		name := config.Profiles.Content[i].Value
		f.profiles = append(f.profiles, name)
		tenant, err := logto.New(logto.Options{Endpoint: tenants.URL + "/" + name, DirectMail: func(string) string { return account.URL }})
		if err != nil {
			t.Fatal(err)
		}
		mux.Handle("/"+name+"/", http.StripPrefix("/"+name, f.watched(name, tenant)))
		id, secret := tenant.Credentials()
		var settings map[string]any
		if err := config.Profiles.Content[i+1].Decode(&settings); err != nil {
			t.Fatal(err)
		}
		variable := strings.TrimSuffix(strings.TrimPrefix(settings["m2m-app-secret"].(string), "${"), "}")
		if variable == "" || variable == settings["m2m-app-secret"] || f.secrets[variable] != "" {
			t.Fatalf("the secret of %s is %s, and not a variable of its own", name, settings["m2m-app-secret"])
		}
		f.secrets[variable] = secret
		settings["endpoint"], settings["m2m-app-id"] = tenants.URL+"/"+name, id
		settings["resource"] = "https://default.logto.app/api"
		if err := config.Profiles.Content[i+1].Encode(settings); err != nil {
			t.Fatal(err)
		}
	}
	f.write(config)
	id, secret := mail.Credentials()
	home := t.TempDir()
	f.environ = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LOGTOCTL_DM_ENDPOINT=" + account.URL, "GORACE=atexit_sleep_ms=0",
		"ALIBABA_CLOUD_ACCESS_KEY_ID=" + id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + secret,
	}
	return f
}

// write puts the files into the folder.
func (f *fleet) write(config fleetConfig) {
	f.t.Helper()
	var text bytes.Buffer
	if err := yaml.NewEncoder(&text).Encode(map[string]yaml.Node{"profiles": config.Profiles}); err != nil {
		f.t.Fatal(err)
	}
	writeFile(f.t, filepath.Join(f.folder, "config.yaml"), text.String())
	file, err := os.ReadFile(filepath.Join("..", "examples", "fleet", "logtoctl.yaml"))
	if err != nil {
		f.t.Fatal(err)
	}
	writeFile(f.t, filepath.Join(f.folder, "logtoctl.yaml"), string(file))
}

// watched counts the applications that are created at a tenant, and breaks it.
func (f *fleet) watched(name string, tenant http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		broken, held := f.broken[name], f.held[name]
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			held = nil // a token is waited for on behalf of all who need it, beyond a Ctrl-C
		}
		if held != nil {
			f.held[name] = make(chan struct{})
		}
		if r.Method == http.MethodPost && r.URL.Path == "/api/applications" {
			f.creates[name]++
		}
		f.mu.Unlock()
		if held != nil {
			close(held)
			_, _ = io.Copy(io.Discard, r.Body) // the server looks for a lost client only then
			<-r.Context().Done()               // until the client gives up
			return
		}
		if broken {
			http.Error(w, `{"code": "server_error", "message": "broken"}`, http.StatusInternalServerError)
			return
		}
		tenant.ServeHTTP(w, r)
	})
}

// refuse makes a tenant answer nothing but errors, or no longer.
func (f *fleet) refuse(name string, broken bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.broken[name] = broken
}

// hang makes a tenant's Management API answer nothing any more, and returns what is closed when the
// first request waits for it.
func (f *fleet) hang(name string) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held[name] = make(chan struct{})
	return f.held[name]
}

// lookup is the environment of a run in the test's own process.
func (f *fleet) lookup(name string) (string, bool) {
	for _, pair := range append(f.environ, "LOGTOCTL_CONFIG="+filepath.Join(f.folder, "config.yaml"), "XDG_CACHE_HOME="+f.folder, "XDG_STATE_HOME="+f.folder) {
		if value, found := strings.CutPrefix(pair, name+"="); found {
			return value, true
		}
	}
	value, found := f.secrets[name]
	return value, found
}

// created is how many applications were created at a tenant.
func (f *fleet) created(name string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.creates[name]
}
