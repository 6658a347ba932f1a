package sandbox_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// environ is what a client of the sandbox reads from its environment.
func environ(s *sandbox.Sandbox) map[string]string {
	values := map[string]string{}
	for _, pair := range s.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	return values
}

func TestSandbox_Environ(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{NoProxy: "intranet.example.com"})
	names := s.Environ()
	for i, pair := range names {
		names[i], _, _ = strings.Cut(pair, "=")
	}
	want := []string{
		"LOGTO_ENDPOINT", "LOGTO_M2M_APP_ID", "LOGTO_M2M_APP_SECRET", "LOGTO_RESOURCE",
		"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_REGION_ID",
		"LOGTOCTL_DM_ENDPOINT", "LOGTOCTL_RESOLVER", "LOGTOCTL_INBOX_URL", "NO_PROXY", "no_proxy",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	env := environ(s)
	host := func(name string) string { return strings.TrimPrefix(env[name], "http://") }
	for name, want := range map[string]string{
		"ALIBABA_CLOUD_SECURITY_TOKEN": "",
		"ALIBABA_CLOUD_REGION_ID":      "cn-hangzhou",
		"NO_PROXY": "intranet.example.com,localhost,127.0.0.1,::1," +
			host("LOGTO_ENDPOINT") + "," + host("LOGTOCTL_DM_ENDPOINT") + "," + host("LOGTOCTL_INBOX_URL"),
		"no_proxy": env["NO_PROXY"],
	} {
		if env[name] != want {
			t.Errorf("%s = %q, want %q", name, env[name], want)
		}
	}
	for name, prefix := range map[string]string{
		"LOGTO_ENDPOINT": "http://localhost:", "LOGTOCTL_DM_ENDPOINT": "http://127.0.0.1:", "LOGTOCTL_RESOLVER": "127.0.0.1:", "LOGTOCTL_INBOX_URL": "http://localhost:",
	} {
		if !strings.HasPrefix(env[name], prefix) {
			t.Errorf("%s = %q, want %s…", name, env[name], prefix)
		}
	}
}
