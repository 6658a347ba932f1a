package quickstart

import (
	"net/url"
	"slices"
	"testing"

	"github.com/logtoctl/logtoctl/internal/cli"
)

func TestPort(t *testing.T) {
	t.Parallel()
	var value port
	for text, want := range map[string]int{"1": 1, "3000": 3000, "65535": 65535, "0": 0, "65536": 0, "-1": 0, "abc": 0, "": 0, "0x10": 0} {
		value = 0
		if err := value.Set(text); (err == nil) != (want != 0) || int(value) != want {
			t.Errorf("%q is %d, %v, want %d", text, value, err, want)
		}
	}
	if value = 3005; value.String() != "3005" {
		t.Errorf("it is shown as %s", value.String())
	}
}

func TestOnPort(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{
		"http://localhost:3000/callback": "http://localhost:3005/callback",
		"http://localhost/callback":      "http://localhost:3005/callback",
		"http://[::1]:3000/callback":     "http://[::1]:3005/callback",
		"http://[::1]/callback":          "http://[::1]:3005/callback",
	} {
		at, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := onPort(at, 3005).String(); got != want || at.String() != from {
			t.Errorf("%s becomes %s, want %s", from, got, want)
		}
	}
}

// Only the addresses of the app move, and those of the file stay.
func TestMoved(t *testing.T) {
	t.Parallel()
	uris := []string{"http://localhost:3000/callback", "http://localhost:3001/callback", "https://shop.example.com/callback", "http://localhost:3000", "%zz"}
	before := slices.Clone(uris)
	got := moved(uris, &url.URL{Scheme: "http", Host: "localhost:3000"}, &url.URL{Scheme: "http", Host: "localhost:3005"})
	want := []string{"http://localhost:3005/callback", "http://localhost:3001/callback", "https://shop.example.com/callback", "http://localhost:3005", "%zz"}
	if !slices.Equal(got, want) || !slices.Equal(uris, before) {
		t.Errorf("%q became %q", uris, got)
	}
}

// What is laid over a file in a sandbox is a connector that can be used.
func TestSandboxConnector(t *testing.T) {
	t.Parallel()
	o := options{name: "Shop", port: 3000, standing: "codes@shop.example.com"}
	if file := decode(t, o.manifestText()); file.Connector != nil {
		t.Errorf("the file is about the connector: %+v", file.Connector)
	}
	if file := decode(t, o.manifestText(), sandboxConnector()); file.Connector == nil || file.Connector.AccountName != sandboxSender {
		t.Errorf("the connector is %+v", file.Connector)
	}
}

func TestOptions_checkName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "", " Shop ": "Shop", "本屋": "本屋", "a\x00b": "-", "a\u0085b": "-", "a\xffb": "-", "!?": "-",
	} {
		o := options{name: name}
		if err := o.checkName(); (err != nil) != (want == "-") || err == nil && o.name != want {
			t.Errorf("%q becomes %q, %v", name, o.name, err)
		} else if err != nil && cli.Describe(err).Code != "usage" {
			t.Errorf("%q: %v", name, err)
		}
	}
}
