package scaffold_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/partial"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// small is an app of one file.
func small() fstest.MapFS {
	return fstest.MapFS{"common/main.go": {Data: []byte("webapp")}, "gin/go.mod.txt": {Data: []byte("module webapp")}}
}

func TestProject(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "bookstore")
	variables := []dotenv.Variable{{Name: "LOGTO_APP_ID", Value: "id"}}
	project := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin})
	if project.Name() != "bookstore" || project.Module != "bookstore" {
		t.Errorf("it is %s, %s", project.Name(), project.Module)
	}
	preview, err := project.Preview(variables)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dir); err == nil {
		t.Error("looking made the folder")
	}
	want := scaffold.Result{Dir: dir, Framework: scaffold.Gin, Module: "bookstore", Status: plan.Created, Files: []folder.File{
		{Name: ".env", Status: plan.Created}, {Name: "go.mod", Status: plan.Created}, {Name: "main.go", Status: plan.Created},
	}}
	result, err := project.Write(t.Context(), variables)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]scaffold.Result{want, want}, []scaffold.Result{preview, result}); diff != "" {
		t.Errorf("preview and result (-want +got):\n%s", diff)
	}
	if got := text(t, dir, "main.go"); got != "bookstore" {
		t.Errorf("main.go is %q", got)
	}

	again, err := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin}).Write(t.Context(), variables)
	if err != nil || again.Status != plan.Unchanged {
		t.Errorf("once more: %+v, %v", again, err)
	}
	if configured, err := project.IsConfigured(); err != nil || !configured {
		t.Errorf("it has an application: %t, %v", configured, err)
	}
}

// A folder whose name is no module path gives one all the same where it can.
func TestPrepare_module(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"my shop": "my-shop", "ümlaut": "umlaut", "-dash": "dash", "Ada's Café!": "Ada-s-Cafe", "v1.2_x~y": "v1.2_x~y",
	} {
		project, err := scaffold.Prepare(small(), filepath.Join(t.TempDir(), name), scaffold.Options{Framework: scaffold.Gin})
		if err != nil || project.Module != want {
			t.Errorf("%q: %+v, %v, want %s", name, project, err, want)
		}
	}
}

func TestPrepare_refusals(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "bookstore")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := scaffold.Prepare(small(), dir, scaffold.Options{Framework: scaffold.Gin})
	if _, conflict := errors.AsType[*folder.ConflictError](err); !conflict {
		t.Errorf("somebody's file: %v", err)
	}
	result, err := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin, Force: true}).Write(t.Context(), nil)
	if err != nil || result.Status != plan.Updated || text(t, dir, "main.go") != "bookstore" {
		t.Errorf("by force: %+v, %v", result, err)
	}
	for _, name := range []string{"net", "本屋", "con", "-- --"} {
		if _, err := scaffold.Prepare(small(), filepath.Join(dir, name), scaffold.Options{Framework: scaffold.Gin}); err == nil || !strings.Contains(err.Error(), "--module") {
			t.Errorf("a folder whose name is no path, %q: %v", name, err)
		}
	}
	if _, err := scaffold.Prepare(small(), dir, scaffold.Options{Framework: scaffold.Gin, Module: "a b"}); err == nil {
		t.Error("it took a wrong module path")
	}
	if _, err := scaffold.Prepare(small(), dir, scaffold.Options{Framework: "echo"}); err == nil {
		t.Error("it knows another framework")
	}
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "sub", ".env"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := scaffold.Prepare(small(), filepath.Join(dir, "sub"), scaffold.Options{Framework: scaffold.Gin}); err == nil || !strings.Contains(err.Error(), "not a plain file") {
		t.Errorf(".env is a folder: %v", err)
	}
}

var secretLine = regexp.MustCompile(`(?m)^SESSION_SECRET=(.+)$`)

func TestProject_env(t *testing.T) {
	t.Parallel()
	redirect := func(uri string) []dotenv.Variable { return []dotenv.Variable{{Name: "LOGTO_REDIRECT_URI", Value: uri}} }
	for name, test := range map[string]struct {
		before    string
		variables []dotenv.Variable
		title     string
		want      string // SECRET stands for a new one
		status    plan.Status
	}{
		"nothing yet":               {"", nil, "", "SESSION_SECRET=SECRET\n", plan.Created},
		"a secret stays":            {"SESSION_SECRET=mine\n", nil, "", "SESSION_SECRET=mine\n", plan.Unchanged},
		"an empty one is no secret": {"SESSION_SECRET=\n", nil, "", "SESSION_SECRET=SECRET\n", plan.Updated},
		"other lines stay":          {"# mine\nX=1\n", nil, "", "# mine\nX=1\nSESSION_SECRET=SECRET\n", plan.Updated},
		"the port is in there":      {"SESSION_SECRET=s\n", redirect("http://localhost:8080/callback"), "", "SESSION_SECRET=s\nLOGTO_REDIRECT_URI=http://localhost:8080/callback\n", plan.Updated},
		"a name":                    {"SESSION_SECRET=s\n", nil, "Ada's Books", "SESSION_SECRET=s\nAPP_NAME=\"Ada's Books\"\n", plan.Updated},
		"the name that it has":      {"SESSION_SECRET=s\n", nil, "Bookstore", "SESSION_SECRET=s\n", plan.Unchanged},
		"back to that":              {"SESSION_SECRET=s\nAPP_NAME=Books\n", nil, "Bookstore", "SESSION_SECRET=s\nAPP_NAME=Bookstore\n", plan.Updated},
		"no name":                   {"SESSION_SECRET=s\nAPP_NAME=Books\n", nil, "", "SESSION_SECRET=s\nAPP_NAME=Books\n", plan.Unchanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "bookstore")
			if test.before != "" {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, scaffold.EnvFile), []byte(test.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			result, err := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin, Title: test.title}).Write(t.Context(), test.variables)
			if err != nil || result.Files[0].Status != test.status {
				t.Errorf("result %+v, %v", result, err)
			}
			got := text(t, dir, scaffold.EnvFile)
			if secret := secretLine.FindStringSubmatch(got); strings.Contains(test.want, "SECRET=SECRET") && secret != nil {
				if key, err := base64.StdEncoding.DecodeString(secret[1]); err != nil || len(key) != 32 {
					t.Errorf("the secret is %q", secret[1])
				}
				got = secretLine.ReplaceAllString(got, "SESSION_SECRET=SECRET")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf(".env (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProject_Write_interrupted(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "bookstore")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin}).Write(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, scaffold.EnvFile)); err == nil {
		t.Error(".env was written all the same")
	}
}

// When .env cannot be written after the other files, they are in the account.
func TestProject_Write_partial(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "bookstore")
	project := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin})
	if _, err := project.Write(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, "main.go")), os.Truncate(project.EnvPath(), 1<<20+1)); err != nil {
		t.Fatal(err)
	}
	_, err := prepare(t, dir, scaffold.Options{Framework: scaffold.Gin}).Write(t.Context(), nil) // .env is too big by now
	failure, found := errors.AsType[*partial.Error](err)
	if !found || !cmp.Equal(failure.Done, []string{"created " + filepath.Join(dir, "main.go")}) {
		t.Errorf("error %v", err)
	}
}

func prepare(t *testing.T, dir string, options scaffold.Options) *scaffold.Project {
	t.Helper()
	project, err := scaffold.Prepare(small(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func text(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
