package sandbox_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	sandboxcmd "github.com/logtoctl/logtoctl/cmd/sandbox"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
)

// composeFile is as much of examples/compose.yaml as there is: a key beyond it is
// an error.
type composeFile struct {
	Name     string
	Services map[string]composeService
	Volumes  map[string]any
}

type composeService struct {
	Image       string
	PullPolicy  string `yaml:"pull_policy"`
	Build       *struct{ Context, Dockerfile string }
	Init        bool
	NetworkMode string                                `yaml:"network_mode"`
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Entrypoint  []string
	Command     []string
	Environment map[string]string
	ExtraHosts  []string `yaml:"extra_hosts"`
	Ports       []string
	Volumes     []string
	Healthcheck *struct {
		Test              []string
		Interval, Timeout string
		Retries           int
	}
}

// examples is the folder of the examples from here.
var examples = filepath.Join("..", "..", "examples")

func readCompose(t *testing.T) composeFile {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file composeFile
	if err := yaml.UnmarshalWithOptions(content, &file, yaml.DisallowUnknownField()); err != nil {
		t.Fatal(err)
	}
	return file
}

// None of the four listens where anybody else could come in: they share one
// loopback, and what is published is published to this machine.
func TestCompose_loopbackOnly(t *testing.T) {
	t.Parallel()
	file := readCompose(t)
	var names []string
	for name, service := range file.Services {
		names = append(names, name)
		if name == "sandbox" {
			continue
		}
		if service.NetworkMode != "service:sandbox" || len(service.Ports) != 0 || len(service.ExtraHosts) != 0 {
			t.Errorf("%s is not in the network namespace of the sandbox alone: %+v", name, service)
		}
		if service.DependsOn["sandbox"].Condition != "service_healthy" {
			t.Errorf("%s does not wait for the sandbox", name)
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"inbox", "logto", "postgres", "sandbox"}, names); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	sandbox := file.Services["sandbox"]
	if sandbox.NetworkMode != "" {
		t.Errorf("the sandbox is in the network %s", sandbox.NetworkMode)
	}
	if diff := cmp.Diff([]string{"127.0.0.1:3001:3001", "127.0.0.1:3002:3002", "127.0.0.1:3004:8004"}, sandbox.Ports); diff != "" {
		t.Errorf("ports (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"socat", "TCP4-LISTEN:8004,fork,reuseaddr", "TCP4:127.0.0.1:3004"}, file.Services["inbox"].Command); diff != "" {
		t.Errorf("the way to the inbox (-want +got):\n%s", diff)
	}
}

func TestCompose_hosts(t *testing.T) {
	t.Parallel()
	var want []string
	for _, host := range directmail.Hosts() {
		want = append(want, host+":127.0.0.1")
	}
	if diff := cmp.Diff(want, readCompose(t).Services["sandbox"].ExtraHosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}

// The sandbox starts with flags that there are, on the ports that the others count
// on, and writes its variables where run.sh looks for them.
func TestCompose_command(t *testing.T) {
	t.Parallel()
	sandbox := readCompose(t).Services["sandbox"]
	if len(sandbox.Command) != 3 || sandbox.Command[0] != "sh" || sandbox.Command[1] != "-c" {
		t.Fatalf("the command is %q", sandbox.Command)
	}
	line, file, _ := strings.Cut(sandbox.Command[2], " >")
	arguments, found := strings.CutPrefix(line, "umask 077 && exec logtoctl sandbox start ")
	if !found {
		t.Fatalf("the command is %s", line)
	}
	cmd := sandboxcmd.NewStart(cli.New(cli.Streams{}, os.LookupEnv, "test"))
	if err := cmd.ParseFlags(strings.Fields(arguments)); err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]string{"tls": "true", "tls-port": "443", "logto-port": "4001", "dm-port": "3003", "inbox-port": "3004"} {
		if got := cmd.Flag(flag).Value.String(); got != want {
			t.Errorf("--%s is %s, want %s", flag, got, want)
		}
	}
	script, err := os.ReadFile(filepath.Join(examples, "real", "run.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), ". "+file+" ") || !strings.Contains(sandbox.Healthcheck.Test[1], "test -s "+file+" ") {
		t.Errorf("the variables are in %s, and looked for elsewhere", file)
	}
}

// Logto trusts the file that the sandbox makes, in the volume that both have.
func TestCompose_authority(t *testing.T) {
	t.Parallel()
	file := readCompose(t)
	base := file.Services["sandbox"].Environment["XDG_STATE_HOME"]
	state := config.StateDir(func(string) (string, bool) { return base, true })
	made, err := authority.Open(t.TempDir(), directmail.Hosts(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	name := made.CertificateFile()
	below := path.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name))
	logto := file.Services["logto"]
	if got, want := logto.Environment["NODE_EXTRA_CA_CERTS"], path.Join(filepath.ToSlash(state), below); got != want {
		t.Errorf("Logto trusts %s, want %s", got, want)
	}
	if !slices.Contains(file.Services["sandbox"].Volumes, "authority:"+state) || !slices.Contains(logto.Volumes, "authority:"+state+":ro") {
		t.Errorf("the volumes are %q and %q", file.Services["sandbox"].Volumes, logto.Volumes)
	}
}

// Nothing changes under the feet of a run: images have a version, named volumes
// are declared, and files that are mounted or built from are there.
func TestCompose_pinned(t *testing.T) {
	t.Parallel()
	file := readCompose(t)
	version := regexp.MustCompile(`^[a-z0-9/._-]+:\d+(\.\d+)*(-[a-z0-9.]+)?$`)
	for name, service := range file.Services {
		if service.Image != "logtoctl-real" && !version.MatchString(service.Image) {
			t.Errorf("%s has the image %s", name, service.Image)
		}
		for _, volume := range service.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			if _, declared := file.Volumes[source]; !declared && source != "." {
				t.Errorf("%s mounts %s", name, volume)
			}
		}
	}
	build := file.Services["sandbox"].Build
	if build == nil || build.Context != ".." {
		t.Fatalf("the sandbox is built from %+v", build)
	}
	content, err := os.ReadFile(filepath.Join(examples, build.Context, build.Dockerfile))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if image, found := strings.CutPrefix(line, "FROM "); found && !version.MatchString(strings.Fields(image)[0]) {
			t.Errorf("the Dockerfile starts from %s", image)
		}
	}
	if _, err := os.Stat(filepath.Join(examples, build.Context, build.Dockerfile+".dockerignore")); err != nil {
		t.Error(err)
	}
	if got, want := file.Services["logto"].Healthcheck.Test, []string{"CMD", "node", "/examples/real/ready.mjs"}; !slices.Equal(got, want) {
		t.Errorf("Logto is healthy by %q, want %q", got, want)
	}
}

// Every service that others wait for can become healthy.
func TestCompose_waits(t *testing.T) {
	t.Parallel()
	file := readCompose(t)
	for name, service := range file.Services {
		for other, wait := range service.DependsOn {
			health := file.Services[other].Healthcheck
			if wait.Condition != "service_healthy" || health == nil || len(health.Test) < 2 || health.Retries == 0 {
				t.Errorf("%s waits for %s to be %s, which has %+v", name, other, wait.Condition, health)
			}
		}
	}
	if !strings.Contains(file.Services["logto"].Environment["DB_URL"], "@127.0.0.1:5432/") {
		t.Error("Logto looks for its database elsewhere")
	}
}
