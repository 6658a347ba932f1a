package aliyundm_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// asked is what a client asks of its transport.
type asked struct{ scheme, host string }

// whereTo returns where a client of these options sends its requests.
func whereTo(t *testing.T, options ...aliyundm.Option) asked {
	t.Helper()
	var got asked
	transport := newScript(func(request *http.Request) (*http.Response, error) {
		got = asked{request.URL.Scheme, request.URL.Host}
		return answer(200, jsonType, summaryBody)(request)
	})
	options = append(options, aliyundm.WithCredentials(exampleCredentials()), transport.option())
	client, err := aliyundm.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.DescAccountSummary(t.Context()); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNew_region(t *testing.T) {
	t.Parallel()
	for region, host := range map[string]string{
		"":               "dm.aliyuncs.com",
		"cn-hangzhou":    "dm.aliyuncs.com",
		"ap-southeast-1": "dm.ap-southeast-1.aliyuncs.com",
		"us-east-1":      "dm.us-east-1.aliyuncs.com",
		"eu-central-1":   "dm.eu-central-1.aliyuncs.com",
		"ap-southeast-2": "dm.ap-southeast-2.aliyuncs.com",
	} {
		if got, want := whereTo(t, aliyundm.WithRegion(region)), (asked{"https", host}); got != want {
			t.Errorf("region %q goes to %v, want %v", region, got, want)
		}
	}
	if got, want := whereTo(t), (asked{"https", "dm.aliyuncs.com"}); got != want {
		t.Errorf("no region goes to %v, want %v", got, want)
	}
}

func TestNew_unknownRegion(t *testing.T) {
	t.Parallel()
	_, err := aliyundm.New(aliyundm.WithRegion("cn-beijing"))
	unknown, ok := errors.AsType[*aliyundm.UnknownRegionError](err)
	if !ok || unknown.ID != "cn-beijing" {
		t.Fatalf("error is %v, want an unknown region", err)
	}
	for _, region := range aliyundm.Regions() {
		if !strings.Contains(err.Error(), region.ID) {
			t.Errorf("error is %q, want it to name %s", err, region.ID)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	regions := aliyundm.Regions()
	if len(regions) != 5 || regions[0].ID != "cn-hangzhou" {
		t.Errorf("regions are %v, want five with cn-hangzhou first", regions)
	}
	for _, region := range regions {
		if got, ok := aliyundm.RegionByID(region.ID); !ok || got != region || region.Title == "" {
			t.Errorf("RegionByID(%q) is %v, %v", region.ID, got, ok)
		}
		if region.Closed != (region.ID == "ap-southeast-2") {
			t.Errorf("%s is closed: %v", region.ID, region.Closed)
		}
	}
	if got, ok := aliyundm.RegionByID("mars"); ok {
		t.Errorf("there is a region %v", got)
	}
}

func TestWithEndpoint(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]asked{
		"dm.aliyuncs.com":                   {"https", "dm.aliyuncs.com"},
		"dm.aliyuncs.com:8443":              {"https", "dm.aliyuncs.com:8443"},
		"localhost:18080":                   {"https", "localhost:18080"},
		"127.0.0.1:18080":                   {"https", "127.0.0.1:18080"},
		"http://127.0.0.1:18080":            {"http", "127.0.0.1:18080"},
		"http://localhost:18080/":           {"http", "localhost:18080"},
		"HTTP://localhost:18080":            {"http", "localhost:18080"},
		"https://dm.us-east-1.aliyuncs.com": {"https", "dm.us-east-1.aliyuncs.com"},
		"http://[::1]:18080":                {"http", "[::1]:18080"},
	} {
		// The region does not count, not even one that does not exist.
		if got := whereTo(t, aliyundm.WithRegion("mars"), aliyundm.WithEndpoint(text)); got != want {
			t.Errorf("endpoint %q goes to %v, want %v", text, got, want)
		}
	}
}

func TestWithEndpoint_invalid(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "http://", "ftp://dm.aliyuncs.com", "//dm.aliyuncs.com", "https://dm.aliyuncs.com/api", "dm.aliyuncs.com/api",
		"https://dm.aliyuncs.com?a=b", "https://dm.aliyuncs.com?", "https://dm.aliyuncs.com#a", "https://:443", "dm aliyuncs com", "http://[fe80::1%25eth0]:80",
		"https://dm.aliyuncs.com:port", "https://user:hunter2secret@dm.aliyuncs.com", "user:hunter2secret@dm.aliyuncs.com",
	} {
		_, err := aliyundm.New(aliyundm.WithEndpoint(text))
		if _, ok := errors.AsType[*aliyundm.InvalidEndpointError](err); !ok {
			t.Errorf("endpoint %q: error is %v, want an invalid endpoint", text, err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2secret") {
			t.Errorf("endpoint %q: the error shows the password: %v", text, err)
		}
	}
}

func TestNew_badOptions(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]aliyundm.Option{
		"no timeout":       aliyundm.WithTimeout(0),
		"negative timeout": aliyundm.WithTimeout(-time.Second),
		"no HTTP client":   aliyundm.WithHTTPClient(nil),
		"no provider":      aliyundm.WithCredentialsProvider(nil),
		"no logger":        aliyundm.WithLogger(nil),
	} {
		if client, err := aliyundm.New(option); err == nil || client != nil {
			t.Errorf("%s: New returned %v, %v; want an error", name, client, err)
		}
	}
}

func TestWithHTTPClient_isCopied(t *testing.T) {
	t.Parallel()
	mine := &http.Client{Transport: newScript(answer(200, jsonType, summaryBody))}
	newClient(t, "dm.example.com", aliyundm.WithHTTPClient(mine))
	if mine.CheckRedirect != nil {
		t.Error("the caller's HTTP client was changed")
	}
}

func TestClient_printsNoSecret(t *testing.T) {
	t.Parallel()
	client := newClient(t, "dm.example.com")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if text := fmt.Sprintf(verb, client); strings.Contains(text, accessKeySecret) ||
			strings.Contains(text, fmt.Sprintf("%x", accessKeySecret)) {
			t.Errorf("%s of a client shows the AccessKey secret: %s", verb, text)
		}
	}
}

func TestWithLogger(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	server := newServer(t, respond(404, jsonType, errorBody("InvalidMailAddress.NotFound")))
	client := newClient(t, server.URL, aliyundm.WithLogger(logger))
	if _, err := client.SingleSendMail(t.Context(), exampleMail()); err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"level=DEBUG", "action=SingleSendMail", "endpoint=" + strings.TrimPrefix(server.URL, "http://"), "attempt=1",
		"status=404", "code=InvalidMailAddress.NotFound", "requestId=A-1", "ms=",
	} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, &log)
		}
	}
	mail := exampleMail()
	for _, parameter := range []string{mail.AccountName, mail.ToAddress, mail.Subject, "123456", accessKeySecret, accessKeyID} {
		if strings.Contains(log.String(), parameter) {
			t.Errorf("the log shows %q:\n%s", parameter, &log)
		}
	}
	if lines := strings.Count(log.String(), "\n"); lines != 1 {
		t.Errorf("%d lines for one attempt:\n%s", lines, &log)
	}
}

func TestWithLogger_cause(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := newClient(t, "dm.example.com", newScript(reset).option(), aliyundm.WithLogger(logger))
	if _, err := client.SingleSendMail(t.Context(), exampleMail()); err == nil {
		t.Fatal("no error")
	}
	if !strings.Contains(log.String(), "connection reset by peer") || !strings.Contains(log.String(), "status=0") {
		t.Errorf("the log lacks the cause:\n%s", &log)
	}
}

// Not parallel: it changes the environment.
func TestProxy_notForLoopback(t *testing.T) {
	for _, key := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
		t.Setenv(key, "http://user:hunter2secret@127.0.0.1:1")
	}
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	server := newServer(t, respond(200, jsonType, summaryBody))
	if _, err := newClient(t, server.URL).DescAccountSummary(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := server.seen()[0].header.Get("Proxy-Authorization"); got != "" {
		t.Errorf("the proxy's password was sent to the server: %q", got)
	}
}
