package cli

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/spf13/pflag"
	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/config"
)

// counter is a Logto that counts its connections, over TLS and with HTTP/2.
type counter struct {
	*httptest.Server

	opened   atomic.Int64
	newer    atomic.Int64 // requests in HTTP/2
	together *sync.WaitGroup
}

// newCounter has the reads wait for each other, so many of them.
func newCounter(t *testing.T, reads int) *counter {
	t.Helper()
	c := &counter{together: new(sync.WaitGroup)}
	c.together.Add(reads)
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			c.newer.Add(1)
		}
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/oidc/token" {
			_, _ = io.WriteString(w, `{"access_token":"access-token","expires_in":3600,"token_type":"Bearer","scope":"all"}`)
			return
		}
		c.together.Done()
		c.together.Wait()
		_, _ = io.WriteString(w, "[]")
	}))
	c.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			c.opened.Add(1)
		}
	}
	c.EnableHTTP2 = true
	c.StartTLS()
	t.Cleanup(c.Close)
	return c
}

// tenants returns the surroundings of several profiles in one run.
func (c *counter) tenants(t *testing.T, profiles ...string) []*Env {
	t.Helper()
	file := "profiles:\n"
	for _, name := range profiles {
		file += fmt.Sprintf("  %s: {endpoint: %q, m2m-app-id: %s, m2m-app-secret: %s-secret}\n", name, c.URL, name, name)
	}
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		if name == "LOGTOCTL_CONFIG" {
			return path, true
		}
		return "", false
	}
	env := New(Streams{In: strings.NewReader(""), Err: io.Discard}, lookup, "test")
	t.Cleanup(env.Close)
	flags := pflag.NewFlagSet("logtoctl", pflag.ContinueOnError)
	config.AddFlags(flags)
	if err := errors.Join(flags.Parse(nil), env.Load(t.Context(), flags)); err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(c.Certificate())
	env.shared.logto.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: trusted} //nolint:forcetypeassert // newShared makes it
	tenants := make([]*Env, len(profiles))
	for i, name := range profiles {
		var err error
		if tenants[i], err = env.ForProfile(name); err != nil {
			t.Fatal(err)
		}
	}
	return tenants
}

// TestShared_connections has several tenants of a run, whose reads go out
// together once their token is there: one connection does for all of them.
func TestShared_connections(t *testing.T) {
	t.Parallel()
	const reads = 5
	server := newCounter(t, reads)
	tenants := server.tenants(t, "a", "b", "c")
	for i, env := range tenants {
		client, err := env.openLogto()
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			server.together.Add(reads)
		}
		var group errgroup.Group
		if err := client.Authenticate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range reads {
			group.Go(func() error {
				_, err := client.Connectors.List(t.Context())
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if opened := server.opened.Load(); opened != 1 {
		t.Errorf("%d connections were opened", opened)
	}
	if newer := server.newer.Load(); newer != int64(len(tenants)*(1+reads)) {
		t.Errorf("%d requests came in HTTP/2", newer)
	}
}
