package file

import (
	"errors"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
)

// TestFleet_failed has a tenant end the run with an error in which its secret is. The
// run tells it, and knows the secrets of the tenant by then.
func TestFleet_failed(t *testing.T) {
	t.Parallel()
	lookup := func(string) (string, bool) { return "", false }
	run, own := cli.New(cli.Streams{}, lookup, "test"), cli.New(cli.Streams{}, lookup, "test")
	own.Secrets.Add("the secret of shop-017")
	f := &fleet{env: run}
	err := f.failed(&tenant{profile: "shop-017"}, own, errors.New("refused: the secret of shop-017"))
	if told := run.Describe(err).Message; told != "profile shop-017: refused: [redacted]" {
		t.Errorf("it tells %q", told)
	}
	if err := f.failed(&tenant{}, own, nil); err != nil {
		t.Error(err)
	}
}
