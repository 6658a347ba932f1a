package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// In each file the connector has a key pair and nothing else that is not said.
const keyPair = "accessKeyId: LTAI5tExampleKeyId, accessKeySecret: '${SECRET}', templates: [" +
	"{usageType: Register, subject: s, content: '{{code}}'}, {usageType: SignIn, subject: s, content: '{{code}}'}, " +
	"{usageType: ForgotPassword, subject: s, content: '{{code}}'}, {usageType: Generic, subject: s, content: '{{code}}'}]"

// TestDecodeManifest_directMail: sender and region are said once, in either place.
func TestDecodeManifest_directMail(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file      string
		region    string // of the environment
		want      manifest.DirectMail
		connector string // accountName and regionId
	}{
		"connector takes both": {
			"directMail: {region: us-east-1, domain: mail.example.com, sender: noreply@mail.example.com}\nconnector: {" + keyPair + "}", "",
			manifest.DirectMail{Region: "us-east-1", Domain: "mail.example.com", Sender: "noreply@mail.example.com"},
			"noreply@mail.example.com us-east-1",
		},
		"the file wins over the environment": {
			"directMail: {region: us-east-1, sender: noreply@mail.example.com}\nconnector: {" + keyPair + "}", "eu-central-1",
			manifest.DirectMail{Region: "us-east-1", Sender: "noreply@mail.example.com"},
			"noreply@mail.example.com us-east-1",
		},
		"region of the connector": {
			"directMail: {sender: noreply@mail.example.com}\nconnector: {regionId: us-east-1, " + keyPair + "}", "eu-central-1",
			manifest.DirectMail{Region: "us-east-1", Sender: "noreply@mail.example.com"},
			"noreply@mail.example.com us-east-1",
		},
		"region of the environment": {
			"directMail: {sender: noreply@mail.example.com}\nconnector: {" + keyPair + "}", "eu-central-1",
			manifest.DirectMail{Region: "eu-central-1", Sender: "noreply@mail.example.com"},
			"noreply@mail.example.com eu-central-1",
		},
		"without a connector": {"directMail: {tag: a}", "eu-central-1", manifest.DirectMail{Region: "eu-central-1", Tag: "a"}, ""},
		"the default region":  {"directMail: {domain: mail.example.com}", "", manifest.DirectMail{Domain: "mail.example.com"}, ""},
		"both say the same": {
			"directMail: {region: us-east-1, sender: NoReply@mail.example.com}\nconnector: {regionId: us-east-1, accountName: noreply@mail.example.com, " + keyPair + "}", "",
			manifest.DirectMail{Region: "us-east-1", Sender: "NoReply@mail.example.com"},
			"noreply@mail.example.com us-east-1",
		},
		"another case": {
			"directMail: {domain: Mail.Example.com, sender: noreply@mail.example.COM}", "",
			manifest.DirectMail{Domain: "Mail.Example.com", Sender: "noreply@mail.example.COM"},
			"",
		},
		"variables": {
			"directMail: {domain: '${EMPTY}mail.example.com', sender: 'noreply@${NOWHERE:-mail.example.com}'}", "",
			manifest.DirectMail{Domain: "mail.example.com", Sender: "noreply@mail.example.com"},
			"",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := manifestOptions()
			lookup := o.Lookup
			o.Lookup = func(name string) (string, bool) {
				if name == manifest.RegionIDVariable {
					return test.region, test.region != ""
				}
				return lookup(name)
			}
			m, findings := decodeManifest(t, o, "version: 1\n"+test.file)
			if findings != "" {
				t.Fatal(findings)
			}
			if diff := cmp.Diff(&test.want, m.DirectMail); diff != "" {
				t.Errorf("directMail (-want +got):\n%s", diff)
			}
			got := ""
			if m.Connector != nil {
				got = m.Connector.AccountName + " " + m.Connector.RegionID
			}
			if got != test.connector {
				t.Errorf("the connector has %q, want %q", got, test.connector)
			}
		})
	}
}

// A connector.json that leaves out what directMail has.
func TestDecodeManifest_directMailConnectorFile(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	o.ReadFile = func(string) ([]byte, error) { return []byte(`{"fromAlias": "Books"}`), nil }
	m, findings := decodeManifest(t, o,
		"version: 1\ndirectMail: {sender: noreply@mail.example.com}\nconnector: {file: connector.json, "+keyPair+"}",
		"directMail: {sender: null, tag: a}\nconnector: {accountName: other@mail.example.com}")
	if findings != "" {
		t.Fatal(findings)
	}
	if diff := cmp.Diff(&manifest.DirectMail{Tag: "a"}, m.DirectMail); diff != "" {
		t.Errorf("directMail (-want +got):\n%s", diff)
	}
	if m.Connector.AccountName != "other@mail.example.com" || m.Connector.FromAlias != "Books" {
		t.Errorf("the connector is %+v", m.Connector)
	}
}

func TestDecodeManifest_directMailFindings(t *testing.T) {
	t.Parallel()
	const leaveOut = " (put the real value there or leave the key out)"
	long := strings.Repeat("a", 45) + ".example.com"
	tests := []struct {
		name, file string
		want       []string
	}{
		{"nothing", "directMail: {}", []string{"2:13: directMail names nothing that is to be there (add domain, sender or tag, or leave directMail out)"}},
		{"only a region", "directMail: {region: us-east-1}", []string{"2:13: directMail names nothing that is to be there (add domain, sender or tag, or leave directMail out)"}},
		{"unknown key", "directMail: {regionId: us-east-1, tag: a}", []string{`2:14: unknown key "regionId" (did you mean "region"?)`}},
		{"wrong kinds", "directMail: {tag: 1, domain: [a]}", []string{
			"2:19: directMail.tag must be a string, not a number (put it in quotes)", "2:30: directMail.domain must be a string, not an array",
		}},
		{"not an object", "directMail: mail.example.com", []string{"2:13: directMail must be an object, not a string"}},
		{"region", "directMail: {region: us-east-2, tag: a}", []string{`2:22: directMail.region "us-east-2" is not a region of Direct Mail (did you mean "us-east-1"?)`}},
		{"region, once", "directMail: {region: us-east-2, sender: a@b.example}\nconnector: {" + keyPair + "}", []string{
			`2:22: directMail.region "us-east-2" is not a region of Direct Mail (did you mean "us-east-1"?)`,
		}},
		{"domain", "directMail: {domain: localhost}", []string{
			`2:22: directMail.domain "localhost" is not a domain name (it looks like mail.example.com; write letters beyond ASCII in Punycode)`,
		}},
		{"domain, an address", "directMail: {domain: a@mail.example.com, sender: a@mail.example.com}", []string{
			`2:22: directMail.domain "a@mail.example.com" is not a domain name (it looks like mail.example.com; write letters beyond ASCII in Punycode)`,
		}},
		{"domain, long", "directMail: {domain: " + long + "}", []string{"2:22: directMail.domain has 57 characters, Direct Mail takes at most 50"}},
		{"sender", "directMail: {sender: noreply}", []string{`2:22: directMail.sender "noreply" is not an email address (it is a bare address, such as noreply@mail.example.com)`}},
		{"sender, once", "directMail: {sender: noreply}\nconnector: {" + keyPair + "}", []string{
			`2:22: directMail.sender "noreply" is not an email address (it is a bare address, such as noreply@mail.example.com)`,
		}},
		{"sender with a name", "directMail: {sender: 'Shop <a@b.example>'}", []string{`2:22: directMail.sender "Shop <a@b.example>" is not an email address (it is a bare address, such as noreply@mail.example.com)`}},
		{"sender, long", "directMail: {sender: " + strings.Repeat("a", 50) + "@b.example.com}", []string{"2:22: directMail.sender has 64 characters, Direct Mail takes at most 60"}},
		{"sender of another domain", "directMail: {domain: mail.example.com, sender: a@example.com}", []string{
			`2:48: directMail.sender "a@example.com" is not under directMail.domain (its domain must be mail.example.com itself)`,
		}},
		{"sender from the environment", "directMail: {sender: '${SECRET}'}", []string{"2:22: directMail.sender is not an email address (it is a bare address, such as noreply@mail.example.com)"}},
		{"undefined variable", "directMail: {tag: '${NOWHERE}'}", []string{
			"2:20: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)",
		}},
		{"reply address", "directMail: {sender: a@b.example, replyAddress: help}", []string{
			`2:49: directMail.replyAddress "help" is not an email address (it is a bare address, such as noreply@mail.example.com)`,
		}},
		{"reply address of nobody", "directMail: {tag: a, replyAddress: help@b.example}", []string{
			"2:36: directMail.replyAddress belongs to a sender address, and there is none (add sender)",
		}},
		{"tag", "directMail: {tag: sign-in}", []string{`2:19: directMail.tag "sign-in" is not a tag (a tag has letters, digits and underscores)`}},
		{"tag, long", "directMail: {tag: " + strings.Repeat("a", 129) + "}", []string{"2:19: directMail.tag has 129 characters, Direct Mail takes at most 128"}},
		{"empty", "directMail: {tag: '', domain: ' ', sender: '<sender-name>', replyAddress: ' a@b.example'}", []string{
			"2:19: directMail.tag is empty (leave it out)", "2:31: directMail.domain is empty (leave it out)",
			"2:44: directMail.sender is a placeholder that nobody replaced" + leaveOut, "2:75: directMail.replyAddress begins or ends with white space",
		}},
		{"other than the connector", "directMail: {region: us-east-1, sender: a@b.example}\nconnector: {regionId: eu-central-1, accountName: c@b.example, " + keyPair + "}", []string{
			`2:22: directMail.region "us-east-1" is not the regionId "eu-central-1" of the connector (leave regionId out of the connector: it takes that of directMail)`,
			`2:41: directMail.sender "a@b.example" is not the accountName "c@b.example" of the connector (leave accountName out of the connector: it takes that of directMail)`,
		}},
		{"nothing for the connector", "directMail: {domain: b.example}\nconnector: {" + keyPair + "}", []string{"3:12: accountName is missing (add it to the file)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := decodeManifest(t, manifestOptions(), "version: 1\n"+test.file+"\n")
			want := "dir/file.yaml:" + strings.Join(test.want, "\ndir/file.yaml:")
			if diff := cmp.Diff(want, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}
