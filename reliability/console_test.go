package reliability_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// console is somebody at the console of Logto, who changes each kind of object in
// a part that the file does not mention.
type console struct{ tenant *tenant }

// What is theirs, of each object.
const (
	theirURI      = "http://theirs.example.com"
	theirTemplate = "BindMfa"
	theirColor    = "#123456"
)

// change adds a post sign-out redirect URI to the application, a template to the
// connector, and another colour.
func (c console) change() error {
	application, err := c.find("/api/applications", "name", "Bookstore", "Books")
	if err != nil {
		return err
	}
	metadata, _ := application["oidcClientMetadata"].(map[string]any)
	metadata["postLogoutRedirectUris"] = []string{theirURI}
	connector, err := c.find("/api/connectors", "connectorId", "aliyun-direct-mail")
	if err != nil {
		return err
	}
	config, _ := connector["config"].(map[string]any)
	templates, _ := config["templates"].([]any)
	config["templates"] = append(templates, object{"usageType": theirTemplate, "subject": "s", "content": "{{code}}"})
	return errors.Join(
		c.tenant.call(http.MethodPatch, "/api/applications/"+application.text("id"), object{"oidcClientMetadata": metadata}, nil),
		c.tenant.call(http.MethodPatch, "/api/connectors/"+connector.text("id"), object{"config": config}, nil),
		c.tenant.call(http.MethodPatch, "/api/sign-in-exp", object{"color": object{"primaryColor": theirColor, "isDarkModeEnabled": false, "darkPrimaryColor": theirColor}}, nil),
	)
}

func (c console) find(path, field string, values ...string) (object, error) {
	var all []object
	if err := c.tenant.call(http.MethodGet, path, nil, &all); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(o object) bool { return slices.Contains(values, o.text(field)) })
	if i < 0 {
		return nil, errors.New("nothing in " + path + " has the " + field + " " + strings.Join(values, " or "))
	}
	return all[i], nil
}

// TestConsoleUser has somebody change the tenant at the console right before each
// request of an apply. Nothing of it is lost: the apply leaves it alone, or it
// stops with a conflict. There is one gap, which Logto has no means to close:
// between the last look at an object, right before the write, and the write.
func TestConsoleUser(t *testing.T) {
	t.Parallel()
	s := named("apply, changing")[0]
	want, err := s.undisturbed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range want.points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			w, err := s.prepare(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer w.close()
			consoleUser(t, w, s, point)
		})
	}
}

func consoleUser(t *testing.T, w *world, s scenario, point string) {
	t.Helper()
	theirs := map[string]string{"/api/applications": theirURI, "/api/connectors": theirTemplate, "/api/sign-in-exp": theirColor}
	var (
		looked  []string // the requests that came before the change was complete
		changed = errNotReached
	)
	ended, err := w.runDisturbed(t.Context(), once(func(x *exchange) {
		changed = console{w.tenant}.change()
		looked = w.proxy.arrived()
		x.through()
	}), place{point: point}, s.args...)
	if err := errors.Join(err, changed, w.watch.err()); err != nil {
		t.Fatal(err)
	}
	if ended.code != 0 {
		told, err := ended.failure()
		if err != nil || told.Error.Code != "conflict" || told.Error.Hint == "" || ended.code != 5 && ended.code != 1 {
			t.Errorf("exit code %d, %v\n%s", ended.code, err, ended.stderr)
		}
	}
	state, err := w.state()
	if err != nil {
		t.Fatal(err)
	}
	for path, their := range theirs {
		// The first look is the plan's, the second the one before the write.
		if !strings.Contains(state, their) && !slices.Contains(looked, "GET "+path+" (2)") {
			t.Errorf("%s of %s is lost, and was there at the last look\n%s", their, path, ended.stderr)
		}
	}
}
