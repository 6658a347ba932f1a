package cli_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// hosts serves the account summary and remembers under which host it was asked.
func hosts(t *testing.T) (address string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Host)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"DailyQuota":2000,"UserStatus":0,"RequestId":"R-1"}`)
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func accessKey() map[string]string {
	return map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI1", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "account-secret", "ALIBABA_CLOUD_SECURITY_TOKEN": "account-token"}
}

func TestEnv_DirectMailAccount(t *testing.T) {
	t.Parallel()
	endpoint, asked := hosts(t)
	r := surroundings{env: accessKey(), args: []string{"--dm-endpoint", endpoint, "--region", "us-east-1"}}.start(t)
	for _, region := range []string{"", "cn-hangzhou", "ap-southeast-1"} {
		client, err := r.DirectMailAccount(t.Context(), region)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.DescAccountSummary(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(*asked, " "); got != "dm.us-east-1.aliyuncs.com dm.aliyuncs.com dm.ap-southeast-1.aliyuncs.com" {
		t.Errorf("asked as %s", got)
	}
	if r.Note("account-secret account-token"); r.err.String() != "[redacted] [redacted]\n" {
		t.Errorf("the AccessKey is told: %s", r.err)
	}
}

// An endpoint that is not on this machine is a real one: its own name counts.
func TestEnv_DirectMailAccount_foreignEndpoint(t *testing.T) {
	t.Parallel()
	for endpoint, loopback := range map[string]bool{
		"127.0.0.1:1": true, "http://127.0.0.1:1": true, "http://localhost": true, "http://[::1]:1": true, "[::1]:1": true, "localhost:1": true,
		"dm-vpc.cn-hangzhou.aliyuncs.com": false, "https://10.0.0.1": false,
	} {
		r := surroundings{env: accessKey(), args: []string{"--dm-endpoint", endpoint, "--region", "mars-1"}}.start(t)
		// A region that does not exist shows whether the region counts.
		if _, err := r.DirectMailAccount(t.Context(), ""); (exitcode.Of(err) == exitcode.Usage) != loopback {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

// A next command names its region unless it goes there by itself.
func TestEnv_OtherRegion(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ variable, flag, region, want string }{
		{"", "", "", ""},
		{"", "", "cn-hangzhou", ""},
		{"", "", "us-east-1", "us-east-1"},
		{"us-east-1", "", "us-east-1", ""},
		{"us-east-1", "", "", "cn-hangzhou"},
		{"", "us-east-1", "us-east-1", "us-east-1"},
		{"us-east-1", "cn-hangzhou", "cn-hangzhou", "cn-hangzhou"},
	} {
		own := surroundings{env: map[string]string{"ALIBABA_CLOUD_REGION_ID": test.variable}}
		if test.flag != "" {
			own.args = []string{"--region", test.flag}
		}
		if got := own.start(t).OtherRegion(test.region); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}

// Any endpoint but a sandbox stands for one region.
func TestEnv_OneRegion(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]bool{"": false, "http://127.0.0.1:1": false, "https://dm.example.net": true} {
		r := surroundings{}.start(t)
		if r.Settings.DirectMailEndpoint = endpoint; r.OneRegion() != want {
			t.Errorf("%q: %t", endpoint, !want)
		}
	}
}

func TestEnv_DirectMailAccount_noAccessKey(t *testing.T) {
	t.Setenv("HOME", t.TempDir()) // the search of Alibaba Cloud's tools reads the process
	for _, name := range []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_URI"} {
		t.Setenv(name, "")
	}
	half := accessKey()
	delete(half, "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
	for name, env := range map[string]map[string]string{"none": nil, "half": half} {
		_, err := surroundings{env: env}.start(t).DirectMailAccount(t.Context(), "")
		failure := cli.Describe(err)
		if exitcode.Of(err) != exitcode.Denied || !errors.Is(err, aliyundm.ErrNoCredentials) || failure.Code != "no_access_key" ||
			!strings.HasPrefix(failure.Hint, "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET") {
			t.Errorf("%s: exit code %d, %+v", name, exitcode.Of(err), failure)
		}
	}
}

// The AccessKey of Alibaba Cloud's own command line is good enough.
func TestEnv_DirectMailAccount_chain(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_PROFILE"} {
		t.Setenv(name, "")
	}
	if err := os.Mkdir(filepath.Join(home, ".aliyun"), 0o700); err != nil {
		t.Fatal(err)
	}
	profile := `{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAI2","access_key_secret":"stored-secret","region_id":"cn-hangzhou"}]}`
	if err := os.WriteFile(filepath.Join(home, ".aliyun", "config.json"), []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	endpoint, asked := hosts(t)
	r := surroundings{args: []string{"--dm-endpoint", endpoint}}.start(t)
	client, err := r.DirectMailAccount(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.DescAccountSummary(t.Context()); err != nil || len(*asked) != 1 {
		t.Errorf("asked %d times: %v", len(*asked), err)
	}
	if r.Note("stored-secret"); r.err.String() != "[redacted]\n" {
		t.Errorf("the stored secret is told: %s", r.err)
	}
}

func TestEnv_Resolver(t *testing.T) {
	t.Parallel()
	if _, err := (surroundings{env: map[string]string{"LOGTOCTL_RESOLVER": "127.0.0.1:53"}}).start(t).Resolver(); err != nil {
		t.Error(err)
	}
	_, err := surroundings{args: []string{"--resolver", "udp://x"}}.start(t).Resolver()
	if failure := cli.Describe(err); exitcode.Of(err) != exitcode.Usage || !strings.Contains(failure.Message, `"udp://x"`) {
		t.Errorf("exit code %d, %+v", exitcode.Of(err), failure)
	}
}

// zoned is a result with a zone form.
type zoned struct{ output.Code }

// Zone returns its lines.
func (zoned) Zone() string { return "; a zone\n" }

func TestZoneOutput(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-o zone":            "; a zone\n",
		"-o json":            "{\n  \"code\": \"1\"\n}\n",
		"":                   "1\n",
		"-o zone --jq .code": "1\n",
	} {
		r := surroundings{}.unloaded(t)
		root := &cobra.Command{Use: "logtoctl", SilenceErrors: true, SilenceUsage: true}
		root.PersistentFlags().StringP("jq", "q", "", "")
		root.PersistentFlags().String("profile", "", "")
		root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return r.Load(cmd.Context(), cmd.Flags()) }
		root.AddCommand(cli.ZoneOutput(&cobra.Command{Use: "get", RunE: func(*cobra.Command, []string) error {
			return r.Print(zoned{output.Code{Code: "1"}})
		}}))
		root.SetArgs(append([]string{"get"}, strings.Fields(args)...))
		if err := root.ExecuteContext(t.Context()); err != nil || r.out.String() != want {
			t.Errorf("%q: printed %q, %v", args, r.out, err)
		}
	}
	if err := load(surroundings{}.unloaded(t).Env, []string{"-ozone"}); exitcode.Of(err) != exitcode.Usage {
		t.Errorf("a command without records takes -o zone: %v", err)
	}
}

func TestEnv_Progress(t *testing.T) {
	t.Parallel()
	r := surroundings{}.start(t)
	r.Progress("waiting %d", 1)
	r.Progress("waiting %d", 2)
	if got := r.err.String(); got != "waiting 1\nwaiting 2\n" {
		t.Errorf("in a log: %q", got)
	}
	r = surroundings{}.start(t)
	r.ErrTerminal = true
	r.Progress("waiting 1")
	r.Progress("waiting 2")
	_ = r.Print(output.Code{Code: "1"})
	if got := r.err.String(); got != "… waiting 1\r\x1b[K… waiting 2\r\x1b[K" {
		t.Errorf("on a terminal: %q", got)
	}
}
