package sandbox_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
)

func TestSandbox_faults(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	put := request(t, "PUT", s.InboxURL()+"/api/faults", "application/json",
		`[{"match": {"service": "logto", "path": "/api/status"}, "kind": "drop-after", "times": 1},
		  {"match": {"action": "DescAccountSummary"}, "kind": "status", "status": 503}]`)
	if status := do(t, client, put, nil); status != http.StatusOK || len(s.Faults.Rules()) != 2 {
		t.Fatalf("PUT: %d %v", status, s.Faults.Rules())
	}
	if response, err := client.Do(request(t, "POST", s.LogtoURL()+"/api/status", "", "")); err == nil {
		_ = response.Body.Close()
		t.Errorf("status = %d, want a dropped connection", response.StatusCode)
	}
	body := request(t, "POST", s.DirectMailURL(), "application/x-www-form-urlencoded", "Action=DescAccountSummary")
	if status := do(t, client, body, nil); status != http.StatusServiceUnavailable {
		t.Errorf("direct mail: %d", status)
	}
	want := []sandbox.Request{
		{Service: "logto", Method: "POST", Path: "/api/status", Write: true},
		{Service: "direct-mail", Method: "POST", Path: "/", Action: "DescAccountSummary", Status: 503},
	}
	var listed []sandbox.Request
	do(t, client, request(t, "GET", s.InboxURL()+"/api/requests", "", ""), &listed)
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	for _, step := range []struct {
		method, path string
		status       int
	}{
		{"DELETE", "/api/requests", 204},
		{"POST", "/api/requests", 405},
		{"DELETE", "/api/faults", 204},
	} {
		if status := do(t, client, request(t, step.method, s.InboxURL()+step.path, "", ""), nil); status != step.status {
			t.Errorf("%s %s: %d", step.method, step.path, status)
		}
	}
	if len(s.Requests.All()) != 0 || len(s.Faults.Rules()) != 0 {
		t.Errorf("left: %v %v", s.Requests.All(), s.Faults.Rules())
	}
}

func TestSandbox_bodyLimit(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	form := "HtmlBody=" + strings.Repeat("x", 16<<20)
	var answer struct{ Code string }
	status := do(t, client, request(t, "POST", s.DirectMailURL()+"/?Format=JSON", "application/x-www-form-urlencoded", form), &answer)
	if status != http.StatusRequestEntityTooLarge || answer.Code != "RequestEntityTooLarge" {
		t.Errorf("direct mail: %d %s", status, answer.Code)
	}
}

// TestSandbox_headerLimit: nobody can fill the memory with long requests.
func TestSandbox_headerLimit(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	for name, target := range map[string]string{
		"logto": s.LogtoURL() + "/api/status?x=", "inbox": s.InboxURL() + "/api/messages?x=",
	} {
		// Go reads some KiB more than it is told, a buffer or two.
		for length, want := range map[int]bool{15 << 10: false, 32 << 10: true} {
			status := do(t, client, request(t, "GET", target+strings.Repeat("x", length), "", ""), nil)
			if refused := status == http.StatusRequestHeaderFieldsTooLarge; refused != want {
				t.Errorf("%s: %d bytes: status %d", name, length, status)
			}
		}
	}
	mail := s.DirectMailURL() + "/?Action=SingleSendMail&HtmlBody=" + strings.Repeat("x", 80<<10)
	if status := do(t, client, request(t, "GET", mail, "", ""), nil); status == http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("direct mail: status %d", status)
	}
}

func TestSandbox_controlIsGuarded(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{})
	client := newClient(t)
	for _, path := range []string{"/", "/api/messages", "/api/faults", "/api/requests", "/api/dns", "/api/account", "/api/access-keys"} {
		r := request(t, "GET", s.InboxURL()+path, "", "")
		r.Host = "evil.example.com"
		if status := do(t, client, r, nil); status != http.StatusForbidden {
			t.Errorf("GET %s from a rebound name: %d", path, status)
		}
		r = request(t, "DELETE", s.InboxURL()+path, "", "")
		r.Header.Set("Origin", "https://evil.example.com")
		if status := do(t, client, r, nil); status != http.StatusForbidden {
			t.Errorf("DELETE %s from a page of elsewhere: %d", path, status)
		}
	}
}

// TestSandbox_Close holds that a stream of events and a waiting request do not
// hold it up, and that Wait tells nothing but failures.
func TestSandbox_Close(t *testing.T) {
	t.Parallel()
	s, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t)
	stream, err := client.Do(request(t, "GET", s.InboxURL()+"/api/events", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	if _, err := stream.Body.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	waiting, wait := make(chan int), request(t, "GET", s.InboxURL()+"/api/messages?wait=5m", "", "")
	go func() {
		response, err := client.Do(wait)
		if err != nil {
			waiting <- 0
			return
		}
		_ = response.Body.Close()
		waiting <- response.StatusCode
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("Close() = %v", err)
	}
	if status := <-waiting; status != http.StatusOK && status != 0 { // 0 when it had not arrived yet
		t.Errorf("waiting request: %d", status)
	}
	if ctx.Err() != nil {
		t.Error("Close took its time")
	}
	if _, err := io.ReadAll(stream.Body); err != nil {
		t.Errorf("stream ended with %v", err)
	}
	if err := s.Close(ctx); err != nil {
		t.Errorf("second Close() = %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.Wait(ended); err != nil {
		t.Errorf("Wait() = %v", err)
	}
}

// TestSandbox_leavesNothingRunning is not parallel, so that it sees its own
// goroutines only.
func TestSandbox_leavesNothingRunning(t *testing.T) { //nolint:paralleltest // counts goroutines of the process
	before := runtime.NumGoroutine()
	s, err := sandbox.Start(t.Context(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t)
	for _, url := range []string{s.LogtoURL() + "/api/status", s.DirectMailURL(), s.InboxURL()} {
		do(t, client, request(t, http.MethodGet, url, "", ""), nil)
	}
	stream, err := client.Do(request(t, http.MethodGet, s.InboxURL()+"/api/events", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_ = stream.Body.Close()
	client.CloseIdleConnections()
	patience := time.After(5 * time.Second)
	for runtime.NumGoroutine() > before {
		select {
		case <-patience:
			stacks := make([]byte, 1<<16)
			t.Fatalf("still running:\n%s", stacks[:runtime.Stack(stacks, true)])
		default:
			runtime.Gosched() // connections are still being taken down
		}
	}
}

// TestSandbox_closeEndsRequests: what a fault holds back for an hour does not
// outlive the sandbox, and neither does a request whose body never comes. That
// nothing is left running is checked after all tests.
func TestSandbox_closeEndsRequests(t *testing.T) {
	t.Parallel()
	var faults fault.Injector
	if err := faults.Set(fault.Rule{Kind: fault.Delay, Delay: fault.Duration(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	s, err := sandbox.Start(t.Context(), sandbox.Options{Faults: &faults})
	if err != nil {
		t.Fatal(err)
	}
	const post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
	send(t, s.LogtoURL(), post+"\r\nhello")
	half := send(t, s.LogtoURL(), post+"Expect: 100-continue\r\n\r\nhe")
	if line, err := bufio.NewReader(half).ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" {
		t.Fatalf("the server does not wait for the body: %q, %v", line, err)
	}
	for len(s.Requests.All()) == 0 {
		runtime.Gosched()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // without the time that requests are given
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

// send writes a request, or a part of one, and leaves the connection open.
func send(t *testing.T, base, text string) net.Conn {
	t.Helper()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if _, err := io.WriteString(connection, text); err != nil {
		t.Fatal(err)
	}
	return connection
}
