package sandbox_test

import (
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/logtoctl/logtoctl/internal/sandbox"
)

// TestSandbox_bothFamilies holds that localhost works whichever address a
// client makes of it.
func TestSandbox_bothFamilies(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(s.LogtoURL(), "http://"), ":")
	hosts := []string{"127.0.0.1"}
	if probe, err := net.Listen("tcp", "[::1]:0"); err == nil {
		_ = probe.Close()
		hosts = append(hosts, "[::1]")
	} else {
		t.Logf("no IPv6 here: %v", err)
	}
	for _, host := range hosts {
		if status := do(t, client, request(t, "GET", "http://"+host+":"+port+"/api/status", "", ""), nil); status != http.StatusNoContent {
			t.Errorf("%s: %d", host, status)
		}
	}
}

func TestStart_fixedPorts(t *testing.T) {
	t.Parallel()
	first := start(t, sandbox.Options{Host: "127.0.0.1"})
	_, text, _ := strings.Cut(strings.TrimPrefix(first.InboxURL(), "http://"), ":")
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sandbox.Start(t.Context(), sandbox.Options{Host: "127.0.0.1", DirectMailPort: port})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "start sandbox: listen for direct mail") {
		t.Errorf("second sandbox on the same port: %v", err)
	}
	_, dnsText, _ := strings.Cut(first.Resolver(), ":")
	dnsPort, err := strconv.Atoi(dnsText)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sandbox.Start(t.Context(), sandbox.Options{DNSPort: dnsPort})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "start sandbox: listen for dns") {
		t.Errorf("second dns on the same port: %v", err)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := start(t, sandbox.Options{Host: "127.0.0.1", DirectMailPort: port})
	if want := "http://127.0.0.1:" + text; second.DirectMailURL() != want {
		t.Errorf("direct mail at %s, want %s", second.DirectMailURL(), want)
	}
}

func TestStart_hosts(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"0.0.0.0", "192.168.1.2", "example.com", "::", "[::1]"} {
		_, err := sandbox.Start(t.Context(), sandbox.Options{Host: host})
		if refused, ok := errors.AsType[*sandbox.NotLoopbackError](err); !ok || refused.Host != host {
			t.Errorf("%s: %v", host, err)
		}
	}
}
