package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestDecodeManifest_overlays(t *testing.T) {
	t.Parallel()
	base := `version: 1
logto: {endpoint: https://one.example.com}
applications:
  shop: {name: Shop, redirectUris: [https://a.example.com, https://b.example.com], refreshToken: {rotate: true, ttlInDays: 7}, envFile: .env}
  blog: {name: Blog}
  wiki: {name: Wiki}
verify: {testEmail: you@example.com, roundTrip: true}
`
	over := `version: 1
applications:
  shop: {redirectUris: [https://c.example.com], refreshToken: {ttlInDays: 14}, envFile: null}
  blog: null
  news: {name: News}
`
	last := `{"verify": null, "logto": {"endpoint": "https://two.example.com"}}`
	m, findings := decodeManifest(t, manifestOptions(), base, over, last)
	want := manifest.Manifest{
		Endpoint: "https://two.example.com",
		Applications: []manifest.Application{
			{
				Key: "shop", Name: "Shop", Type: "Traditional", RedirectURIs: []string{"https://c.example.com"},
				RefreshToken: manifest.RefreshToken{Rotate: pointer(true), TTLInDays: pointer(14)},
			},
			{Key: "wiki", Name: "Wiki", Type: "Traditional"},
			{Key: "news", Name: "News", Type: "Traditional"},
		},
	}
	if diff := cmp.Diff(want, m); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

// A list of applications is a list: an overlay replaces it.
func TestDecodeManifest_overlayReplacesLists(t *testing.T) {
	t.Parallel()
	m, findings := decodeManifest(t, manifestOptions(),
		"version: 1\napplications: [{name: One}, {name: Two}]\n", "applications: [{name: Three}]\n")
	want := []manifest.Application{{Key: "three", Name: "Three", Type: "Traditional"}}
	if diff := cmp.Diff(want, m.Applications); findings != "" || diff != "" {
		t.Error(findings, diff)
	}
}

// Findings name the file that they are in, the files in their order.
func TestDecodeManifest_overlayFindings(t *testing.T) {
	t.Parallel()
	base := "version: 1\nverify: {testEmail: nobody}\nlogto: {endpont: x}\napplications:\n  shop: {type: SPA}\n"
	over := "verifi: null\nverify:\n  testMail: a@example.com\n  roundTrip: 1\nsignInExperience: {email: null}\n"
	_, findings := decodeManifest(t, manifestOptions(), base, over)
	want := strings.Join([]string{
		`dir/file.yaml:2:21: verify.testEmail "nobody" is not an email address (it is a bare address, such as you@example.com)`,
		`dir/file.yaml:3:9: unknown key "endpont" (did you mean "endpoint"?)`,
		`dir/file.yaml:5:9: applications.shop.name is missing`,
		`over.yaml:3:3: unknown key "testMail" (did you mean "testEmail"?)`,
		`over.yaml:4:14: verify.roundTrip must be a boolean, not a number`,
		`over.yaml:5:27: signInExperience.email must be an object, not null (leave it out; null removes a key only in a file that comes after the one that has it)`,
		`over.yaml:1:1: warning: there is no "verifi" to remove (no file before this one has it)`,
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

// Every file is looked at, also when another one cannot be read.
func TestDecodeManifest_unreadableFiles(t *testing.T) {
	t.Parallel()
	_, findings := decodeManifest(t, manifestOptions(), "a: [", "- x\n", "# nothing\n")
	for _, want := range []string{"dir/file.yaml:1:4: the file is not YAML", "over.yaml:1:1: the file must be an object, not an array", "last.yaml:1:1: the file is empty"} {
		if !strings.Contains(findings, want) {
			t.Errorf("%s is not in\n%s", want, findings)
		}
	}
}

// A folder that an overlay names counts from the folder of the first file.
func TestDecodeManifest_overlayFolder(t *testing.T) {
	t.Parallel()
	_, findings := decodeManifest(t, manifestOptions(), "version: 1", "emailTemplates: {ja: ./mails}")
	want := `over.yaml:1:22: cannot open the folder of templates "./mails": file does not exist (the path counts from the folder of dir/file.yaml)`
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}
