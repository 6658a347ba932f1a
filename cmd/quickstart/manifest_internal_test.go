package quickstart

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// decode reads the text of a new file as apply would.
func decode(t *testing.T, text []byte, overlays ...manifest.Source) manifest.Manifest {
	t.Helper()
	variables := map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}
	var said strings.Builder
	env := cli.New(cli.Streams{Err: &said}, func(name string) (string, bool) {
		value, found := variables[name]
		return value, found
	}, "1.2.3")
	file, err := env.DecodeManifest("logtoctl.yaml", text, overlays...)
	if err != nil || said.Len() > 0 {
		t.Fatalf("the file cannot be used: %v\n%s\n%s", err, said.String(), text)
	}
	return file
}

func TestOptions_manifestText(t *testing.T) {
	t.Parallel()
	o := options{name: "Corner Shop", port: 3005, sender: "noreply@mail.example.com", region: "ap-southeast-1"}
	file := decode(t, o.manifestText())
	want := []manifest.Application{{
		Key: "corner-shop", Name: "Corner Shop", Type: "Traditional", EnvFile: ".env",
		RedirectURIs:            []string{"http://localhost:3005/callback"},
		PostSignOutRedirectURIs: []string{"http://localhost:3005"},
	}}
	if diff := cmp.Diff(want, file.Applications); diff != "" {
		t.Errorf("the applications (-want +got):\n%s", diff)
	}
	connector := file.Connector
	if connector.AccountName != o.sender || connector.RegionID != o.region || connector.FromAlias != o.name {
		t.Errorf("the connector is of %s in %s, named %s", connector.AccountName, connector.RegionID, connector.FromAlias)
	}
	if file.SignIn == nil || file.SignIn.SignUp != string(plan.SignUpEmail) {
		t.Errorf("the sign-in is %+v", file.SignIn)
	}
}

// A name that is too long for a sender is in the mails all the same.
func TestOptions_manifestText_longName(t *testing.T) {
	t.Parallel()
	o := options{name: "The Old Corner Bookshop", port: 3000, sender: "noreply@mail.example.com"}
	connector := decode(t, o.manifestText()).Connector
	if connector.FromAlias != "" || !strings.Contains(connector.Templates[1].Subject, o.name) {
		t.Errorf("the from alias is %q, the subject %q", connector.FromAlias, connector.Templates[1].Subject)
	}
}

// Whatever an application is called, the file says just that.
func FuzzOptions_manifestText(f *testing.F) {
	for _, name := range []string{"Bookstore", "true", "12", "a: b # c", `The "Old" Shop`, "${HOME}", "$${x}", "本屋", "a\\nb", "{{code}}", "é\u2028x", "- a"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if name != strings.TrimSpace(name) || len([]rune(name)) > 256 || plan.Slug(name) == "" || strings.ToValidUTF8(name, "") != name || hasControl(name) {
			t.Skip("Logto would not take it")
		}
		o := options{name: name, port: 3000, sender: "noreply@mail.example.com"}
		if got := decode(t, o.manifestText()).Applications[0]; got.Name != name || got.Key != plan.Slug(name) {
			t.Errorf("%q became %q with the key %q", name, got.Name, got.Key)
		}
	})
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 })
}

func TestAppAt(t *testing.T) {
	t.Parallel()
	of := func(envFile string, uris ...string) manifest.Manifest {
		return manifest.Manifest{Applications: []manifest.Application{
			{Key: "other", RedirectURIs: []string{"http://localhost:1/callback"}},
			{Key: "shop", EnvFile: envFile, RedirectURIs: uris},
		}}
	}
	tests := map[string]struct {
		file manifest.Manifest
		want string // "" for an error
	}{
		"of this machine": {of(".env", "http://localhost:3005/callback"), "localhost:3005"},
		"by number":       {of("./.env", "http://127.0.0.1:3005/callback", "https://shop.example.com/callback"), "127.0.0.1:3005"},
		"elsewhere":       {of(".env", "https://shop.example.com/callback"), ""},
		"https":           {of(".env", "https://localhost:3005/callback"), ""},
		"no redirect":     {of(".env"), ""},
		"another .env":    {of("config/.env", "http://localhost:3005/callback"), ""},
		"no application":  {manifest.Manifest{}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			at, err := appAt(test.file)
			if err == nil {
				got = at.Host
			}
			if got != test.want {
				t.Errorf("the app is at %q, want %q; error is %v", got, test.want, err)
			}
		})
	}
}

// What was written counts as done before a failure.
func TestPartly(t *testing.T) {
	t.Parallel()
	if err := partly(false, "shop", context.Canceled); err != context.Canceled {
		t.Errorf("without files the error is %v", err)
	}
	if err := partly(true, "shop", context.Canceled); !strings.HasSuffix(err.Error(), "(done before: wrote the app to shop)") {
		t.Errorf("with files the error is %v", err)
	}
}
