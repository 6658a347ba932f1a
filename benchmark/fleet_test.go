package benchmark_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox/directmail"
	"github.com/logtoctl/logtoctl/internal/sandbox/logto"
)

// fleetSizes are the numbers of tenants, and how often each is measured.
var fleetSizes = []struct{ tenants, times int }{{1, fleetTimes}, {10, fleetTimes}, {100, 1}, {1000, 1}}

// fleetTimes is how often it is where a run is short.
const fleetTimes = 7

// With this latency and so many tenants at a time an apply waits most of the time.
// The tenants are on the same machine, and would be what is measured with less.
const (
	fleetLatency  = 100 * time.Millisecond
	fleetParallel = 16
)

// fleetFile is applied to each tenant: all of them have the same address for mail.
const fleetFile = `version: 1
applications:
  - {key: bookstore, name: Bookstore, redirectUris: ["http://localhost:3000/callback"]}
connector: {file: connector.json}
signInExperience: {email: {}}
`

// newFleet makes a world with that many fresh tenants of Logto and one Direct Mail,
// all in this process, and a config file with a profile of each.
func newFleet(tenants int) (*world, error) {
	mux, mail, s := http.NewServeMux(), directmail.New(directmail.Options{}), &stage{}
	s.logto, s.directMail = s.open(delayed(mux)), s.open(delayed(mail))
	w, err := newWorld(s)
	if err != nil {
		s.close()
		return nil, err
	}
	config := "profiles:\n"
	for i := range tenants {
		name := fmt.Sprintf("t%04d", i)
		prefix := "/" + name
		tenant, err := logto.New(logto.Options{Endpoint: s.logto.URL + prefix, DirectMail: func(string) string { return s.directMail.URL }})
		if err != nil {
			w.close()
			return nil, err
		}
		mux.Handle(prefix+"/", http.StripPrefix(prefix, tenant))
		id, secret := tenant.Credentials()
		config += fmt.Sprintf("  %s: {endpoint: %q, m2m-app-id: %s, m2m-app-secret: %s, resource: https://default.logto.app/api}\n", name, s.logto.URL+prefix, id, secret)
	}
	id, secret := mail.Credentials()
	w.environ = append(w.environ,
		"LOGTOCTL_CONFIG="+w.path("work", "config.yaml"), "LOGTOCTL_DM_ENDPOINT="+s.directMail.URL,
		"ALIBABA_CLOUD_ACCESS_KEY_ID="+id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+secret)
	return w, w.write(map[string]string{"config.yaml": config, "logtoctl.yaml": fleetFile, "connector.json": files["connector.json"]})
}

// delayed answers after the latency of the fleet.
func delayed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		delay(fleetLatency, newcomer(r))
		next.ServeHTTP(w, r)
	})
}

// measureFleet applies one file to more and more tenants, and to one before each.
func measureFleet(ctx context.Context) ([]fleetRow, error) {
	var rows []fleetRow
	for _, size := range fleetSizes {
		one, err := applyToFleets(ctx, 1, fleetTimes)
		if err != nil {
			return nil, err
		}
		row, err := applyToFleets(ctx, size.tenants, size.times)
		if err != nil {
			return nil, err
		}
		row.One = one.Seconds
		rows = append(rows, row)
	}
	return rows, nil
}

// applyToFleets applies the file to that many tenants, each time to fresh ones.
func applyToFleets(ctx context.Context, tenants, times int) (fleetRow, error) {
	row := fleetRow{Tenants: tenants, Parallel: fleetParallel, Latency: fleetLatency}
	var seconds, cpu []float64
	for range times {
		c, err := applyToFleet(ctx, tenants)
		if err != nil {
			return fleetRow{}, fmt.Errorf("apply to %d tenants: %w", tenants, err)
		}
		seconds, cpu, row.Memory = append(seconds, c.Seconds), append(cpu, c.CPU), max(row.Memory, c.Memory)
	}
	row.Seconds, row.CPU = median(seconds), median(cpu)
	return row, nil
}

func applyToFleet(ctx context.Context, tenants int) (cost, error) {
	w, err := newFleet(tenants)
	if err != nil {
		return cost{}, err
	}
	defer w.close()
	return w.launched(ctx, "logtoctl", "apply", "-f", "logtoctl.yaml", "--yes",
		"--profile", "t*", "--parallel", fmt.Sprint(fleetParallel), "-o", "json")
}
