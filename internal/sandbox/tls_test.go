package sandbox_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/authority"
	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/inbox"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

func newAuthority(t *testing.T) *authority.Authority {
	t.Helper()
	a, err := authority.Open(t.TempDir(), directmail.Hosts(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// roots is what a program trusts that has been told of the authority's file alone.
func roots(t *testing.T, a *authority.Authority) *x509.CertPool {
	t.Helper()
	content, err := os.ReadFile(a.CertificateFile())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		t.Fatalf("there is no certificate in %s", a.CertificateFile())
	}
	return pool
}

// overriding returns a client for which every host name is the sandbox's https
// endpoint, as with an entry in /etc/hosts, and which trusts the roots alone.
func overriding(t *testing.T, s *sandbox.Sandbox, roots *x509.CertPool) *http.Client {
	t.Helper()
	address := strings.TrimPrefix(s.DirectMailTLSURL(), "https://")
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

// regional is the client of logtoctl for a region, with the official SDK inside;
// it is told of no endpoint.
func regional(t *testing.T, s *sandbox.Sandbox, roots *x509.CertPool, region string) *aliyundm.Client {
	t.Helper()
	client, err := aliyundm.New(
		aliyundm.WithRegion(region),
		aliyundm.WithHTTPClient(overriding(t, s, roots)),
		aliyundm.WithCredentials(aliyundm.Credentials{
			AccessKeyID:     environ(s)["ALIBABA_CLOUD_ACCESS_KEY_ID"],
			AccessKeySecret: secret.Text(environ(s)["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]),
		}))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// The sandbox has a certificate for exactly the hosts that the client knows.
func TestHosts(t *testing.T) {
	t.Parallel()
	var want []string
	for _, region := range aliyundm.Regions() {
		want = append(want, region.Endpoint)
	}
	if diff := cmp.Diff(want, directmail.Hosts()); diff != "" {
		t.Errorf("hosts (-client +sandbox):\n%s", diff)
	}
}

// The official SDK reaches each region by its own host, over https, verifies the
// certificate, and finds there what belongs to that region.
func TestSandbox_tlsRegions(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := start(t, sandbox.Options{Authority: ca})
	for _, region := range aliyundm.Regions() {
		t.Run(region.ID, func(t *testing.T) {
			t.Parallel()
			client := regional(t, s, roots(t, ca), region.ID)
			to := region.ID + "@example.com"
			sent, err := client.SingleSendMail(t.Context(), aliyundm.SingleSendMailRequest{
				AccountName: "noreply@mail.example.com", ToAddress: to, Subject: "Your code", HTMLBody: "<p>123456</p>",
			})
			arrived := s.Inbox.List(inbox.Filter{To: to})
			if region.ID == "cn-hangzhou" {
				if err != nil || len(arrived) != 1 || arrived[0].RequestID != sent.RequestID {
					t.Errorf("sent %+v, %v; arrived %+v", sent, err, arrived)
				}
				return
			}
			failure, ok := errors.AsType[*aliyundm.Error](err)
			if !ok || failure.Code != "InvalidMailAddress.NotFound" || failure.HostID != region.Endpoint || len(arrived) != 0 {
				t.Errorf("the sender of another region: %v; arrived %+v", err, arrived)
			}
		})
	}
}

func TestSandbox_tlsUntrusted(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{Authority: newAuthority(t)})
	for name, trusted := range map[string]*x509.CertPool{"none": x509.NewCertPool(), "another sandbox's": roots(t, newAuthority(t))} {
		_, err := regional(t, s, trusted, "").DescAccountSummary(t.Context())
		if !errors.As(err, &x509.UnknownAuthorityError{}) {
			t.Errorf("roots %s: %v", name, err)
		}
	}
	if requests := s.Requests.All(); len(requests) != 0 {
		t.Errorf("requests came through: %v", requests)
	}
}

func TestSandbox_tlsOtherNames(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := start(t, sandbox.Options{Authority: ca})
	_, err := overriding(t, s, roots(t, ca)).Do(request(t, "GET", "https://ecs.aliyuncs.com/", "", ""))
	if !errors.As(err, &x509.HostnameError{}) {
		t.Errorf("it answers for ecs.aliyuncs.com: %v", err)
	}
}

// Over https the service is the same one, and plain http stays as it was.
func TestSandbox_tlsIsTheSameService(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := start(t, sandbox.Options{Authority: ca})
	client := newClient(t)
	client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots(t, ca)}
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = true
	form := "application/x-www-form-urlencoded"
	for _, url := range []string{s.DirectMailTLSURL(), s.DirectMailURL()} {
		var answer struct{ Code string }
		if status := do(t, client, request(t, "POST", url+"/?Format=JSON", form, "Action=DescAccountSummary"), &answer); status != http.StatusBadRequest || answer.Code == "" {
			t.Errorf("%s: %d %s", url, status, answer.Code)
		}
	}
	response, err := client.Do(request(t, "GET", s.DirectMailTLSURL(), "", ""))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.ProtoMajor != 1 || response.TLS.Version < tls.VersionTLS12 {
		t.Errorf("HTTP %d over TLS %x", response.ProtoMajor, response.TLS.Version)
	}
	if requests := s.Requests.All(); len(requests) != 3 || requests[0] != requests[1] {
		t.Errorf("requests = %+v", requests)
	}
	var text strings.Builder
	plain := strings.Replace(s.DirectMailTLSURL(), "https:", "http:", 1)
	if response, err = client.Do(request(t, "GET", plain, "", "")); err == nil {
		_ = response.Write(&text)
		_ = response.Body.Close()
	}
	if !strings.Contains(text.String(), "400 Bad Request") {
		t.Errorf("plain http on the port of https: %s, %v", text.String(), err)
	}
}

func TestSandbox_tlsEnviron(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	s := start(t, sandbox.Options{Authority: ca, Host: "127.0.0.1"})
	env := environ(s)
	if got := env["NODE_EXTRA_CA_CERTS"]; got != ca.CertificateFile() || !filepath.IsAbs(got) {
		t.Errorf("NODE_EXTRA_CA_CERTS = %q", got)
	}
	endpoint := env["LOGTOCTL_DM_TLS_ENDPOINT"]
	if !strings.HasPrefix(endpoint, "https://127.0.0.1:") || endpoint != s.DirectMailTLSURL() || !strings.HasPrefix(env["LOGTOCTL_DM_ENDPOINT"], "http://") {
		t.Errorf("endpoints %q and %q", endpoint, env["LOGTOCTL_DM_ENDPOINT"])
	}
	if suffix := strings.TrimPrefix(endpoint, "https://") + "," + strings.Join(directmail.Hosts(), ","); !strings.HasSuffix(env["NO_PROXY"], suffix) {
		t.Errorf("NO_PROXY = %q, want …%s", env["NO_PROXY"], suffix)
	}
	without := start(t, sandbox.Options{})
	for _, name := range []string{"NODE_EXTRA_CA_CERTS", "LOGTOCTL_DM_TLS_ENDPOINT"} {
		if value, found := environ(without)[name]; found {
			t.Errorf("without an authority %s is %q", name, value)
		}
	}
	if url := without.DirectMailTLSURL(); url != "" {
		t.Errorf("without an authority there is %s", url)
	}
}

func TestStart_tlsPort(t *testing.T) {
	t.Parallel()
	first := start(t, sandbox.Options{})
	_, text, _ := strings.Cut(strings.TrimPrefix(first.DirectMailURL(), "http://"), ":")
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sandbox.Start(t.Context(), sandbox.Options{Authority: newAuthority(t), TLSPort: port})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "start sandbox: listen for direct mail over https") {
		t.Errorf("a port that is taken: %v", err)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := start(t, sandbox.Options{Authority: newAuthority(t), TLSPort: port})
	if want := "https://127.0.0.1:" + text; second.DirectMailTLSURL() != want {
		t.Errorf("https at %s, want %s", second.DirectMailTLSURL(), want)
	}
}
