package cmd_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// fleetShares is how many shares both examples have.
const fleetShares = 16

// TestFleet_examples runs every share of examples/fleet as Kubernetes and GitHub
// would, by the real binary on a tenant for each profile: each tenant is applied to
// exactly once. A share in which a tenant fails does the others, and run again it
// does what is left.
func TestFleet_examples(t *testing.T) {
	t.Parallel()
	for name, shares := range map[string]func(*testing.T) []share{"job.yaml": jobShares, "github-actions.yaml": workflowShares} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := shares(t)
			if len(all) != fleetShares {
				t.Fatalf("%d shares, want %d", len(all), fleetShares)
			}
			f := newFleet(t)
			broken := f.profiles[2] // which shares its share with another
			f.refuse(broken, true)
			applied, again := map[string]int{}, -1
			for i, one := range all {
				code, reports := f.run(one)
				for _, report := range reports {
					if report.Status == "updated" {
						applied[report.Profile]++
					}
					if report.Profile == broken {
						again = i
					}
				}
				if want := map[bool]int{true: 5}[again == i]; code != want {
					t.Errorf("share %d exited with %d, want %d: %+v", i+1, code, want, reports)
				}
			}
			if applied[broken] != 0 || len(applied) != len(f.profiles)-1 {
				t.Fatalf("%d of %d tenants were applied to, with %s failing", len(applied), len(f.profiles), broken)
			}
			f.refuse(broken, false)
			code, reports := f.run(all[again])
			if code != 0 || len(reports) < 2 {
				t.Fatalf("the share of %s exited with %d: %+v", broken, code, reports)
			}
			for _, report := range reports {
				if report.Status == "updated" {
					applied[report.Profile]++
				}
			}
			for _, profile := range f.profiles {
				if applied[profile] != 1 || f.created(profile) != 1 {
					t.Errorf("%s: applied to %d times, %d applications created", profile, applied[profile], f.created(profile))
				}
			}
		})
	}
}

// share is how one share is run.
type share struct {
	shell   []string // with the command as the last argument
	environ map[string]string
}

func readExample(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "examples", "fleet", name))
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// job is what may stand in the example, by the names of the API of Kubernetes.
type job struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		CompletionMode        string `yaml:"completionMode"`
		Completions           int
		Parallelism           int
		BackoffLimitPerIndex  int `yaml:"backoffLimitPerIndex"`
		ActiveDeadlineSeconds int `yaml:"activeDeadlineSeconds"`
		Template              struct{ Spec pod }
	}
}

type pod struct {
	RestartPolicy                string `yaml:"restartPolicy"`
	AutomountServiceAccountToken bool   `yaml:"automountServiceAccountToken"`
	Containers                   []struct {
		Name, Image     string
		WorkingDir      string `yaml:"workingDir"`
		Command, Args   []string
		Env             []struct{ Name, Value string }
		EnvFrom         []map[string]struct{ Name string } `yaml:"envFrom"`
		Resources       map[string]map[string]string
		SecurityContext map[string]any   `yaml:"securityContext"`
		VolumeMounts    []map[string]any `yaml:"volumeMounts"`
	}
	Volumes []map[string]any
}

func jobShares(t *testing.T) []share {
	t.Helper()
	var j job
	readExample(t, "job.yaml", &j)
	spec, pod := j.Spec, j.Spec.Template.Spec
	if j.APIVersion != "batch/v1" || j.Kind != "Job" || spec.CompletionMode != "Indexed" || pod.RestartPolicy != "Never" || spec.BackoffLimitPerIndex < 1 || spec.Parallelism < 2 || len(pod.Containers) != 1 {
		t.Fatalf("this is no indexed Job whose shares are tried again: %+v", j)
	}
	container := pod.Containers[0]
	var all []share
	for index := range spec.Completions {
		environ := map[string]string{"JOB_COMPLETION_INDEX": strconv.Itoa(index)}
		for _, variable := range container.Env {
			environ[variable.Name] = strings.TrimPrefix(variable.Value, container.WorkingDir+"/")
		}
		all = append(all, share{slices.Concat(container.Command, container.Args), environ})
	}
	return all
}

// workflow is what may stand in the example, by the names of GitHub Actions.
type workflow struct {
	Name        string
	On          map[string]map[string][]string
	Permissions map[string]string
	Concurrency struct{ Group string }
	Jobs        map[string]struct {
		RunsOn         string `yaml:"runs-on"`
		TimeoutMinutes int    `yaml:"timeout-minutes"`
		Strategy       struct {
			FailFast    *bool `yaml:"fail-fast"`
			MaxParallel int   `yaml:"max-parallel"`
			Matrix      struct{ Shard []int }
		}
		Steps []struct {
			Name, Uses, Run  string
			With             map[string]string
			WorkingDirectory string `yaml:"working-directory"`
			Env              map[string]string
		}
	}
}

func workflowShares(t *testing.T) []share {
	t.Helper()
	var w workflow
	readExample(t, "github-actions.yaml", &w)
	job := w.Jobs["apply"]
	if job.Strategy.FailFast == nil || *job.Strategy.FailFast {
		t.Error("a share that fails stops the others")
	}
	step := job.Steps[len(job.Steps)-1]
	if !strings.HasSuffix(step.WorkingDirectory, "examples/fleet") {
		t.Errorf("the files are in %q", step.WorkingDirectory)
	}
	var all []share
	for _, number := range job.Strategy.Matrix.Shard {
		script := strings.NewReplacer("${{ matrix.shard }}", strconv.Itoa(number), "${{ strategy.job-total }}", strconv.Itoa(len(job.Strategy.Matrix.Shard))).Replace(step.Run)
		if strings.Contains(script, "${{") {
			t.Fatalf("an expression is not understood: %s", script)
		}
		environ := maps.Clone(step.Env)
		environ["FLEET_SECRETS"] = ""
		maps.DeleteFunc(environ, func(_, value string) bool { return strings.HasPrefix(value, "${{") })
		all = append(all, share{[]string{"bash", "-e", "-c", script}, environ}) // as GitHub runs a script
	}
	return all
}

// tenantReport is what the tests read in a list.
type tenantReport struct{ Profile, Status string }

// run runs a share in the folder of the fleet.
func (f *fleet) run(one share) (int, []tenantReport) {
	f.t.Helper()
	cmd := exec.CommandContext(f.t.Context(), one.shell[0], one.shell[1:]...)
	cmd.Dir = f.folder
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	secrets := ""
	for name, value := range f.secrets {
		secrets += fmt.Sprintf("%s=%s\n", name, value)
		if _, inOne := one.environ["FLEET_SECRETS"]; !inOne {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	for name, value := range one.environ {
		if name == "FLEET_SECRETS" {
			value = secrets
		}
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Env = append(cmd.Env, f.environ...)
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		f.t.Fatal(err)
	}
	var reports []tenantReport
	if err := json.Unmarshal(stdout.Bytes(), &reports); err != nil {
		f.t.Fatalf("%v: %v\n%s%s", one.shell, err, stdout.String(), stderr.String())
	}
	return cmd.ProcessState.ExitCode(), reports
}
