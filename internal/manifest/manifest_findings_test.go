package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// TestDecodeManifest_findings has one fault, or a few that belong together, in
// each file. All files begin with version: 1 in a line of its own, and the
// findings are without the name of the file.
func TestDecodeManifest_findings(t *testing.T) {
	t.Parallel()
	const leaveOut = "(leave it out; null removes a key only in a file that comes after the one that has it)"
	notURI := func(place, name string) string {
		return place + " " + name + " is not an absolute URI (begin it with https://, or with http://localhost on your own machine)"
	}
	tests := []struct {
		name, file string
		want       []string
	}{
		{"unknown key", "aplications: []", []string{`2:1: unknown key "aplications" (did you mean "applications"?)`}},
		{"unknown key without a near one", "x-extra: 1", []string{`2:1: unknown key "x-extra"`}},
		{"duplicate key", "logto: {}\nlogto: {}", []string{`3:1: the key "logto" is there twice (it is in line 2, column 1 already)`}},
		{"wrong kinds", "logto: x\nverify: [a]\napplications: y\nsignInExperience: {email: 1}\nconnector: []\nemailTemplates: 1.5", []string{
			"2:8: logto must be an object, not a string",
			"3:9: verify must be an object, not an array",
			"4:15: applications must be an array or an object, not a string",
			"5:27: signInExperience.email must be an object, not a number",
			"6:12: connector must be an object, not an array",
			"7:17: emailTemplates must be an object or a string, not a number",
		}},
		{"null", "applications:\nlogto: ~", []string{
			"2:14: applications must be an array or an object, not null " + leaveOut, "3:8: logto must be an object, not null " + leaveOut,
		}},
		{"numbers and booleans for texts", "applications: [{name: 1984, description: true}]", []string{
			"2:23: applications[0].name must be a string, not a number (put it in quotes)",
			"2:42: applications[0].description must be a string, not a boolean (put it in quotes)",
		}},

		{"endpoint", "logto: {endpoint: auth.example.com}", []string{
			`2:19: logto.endpoint "auth.example.com" is not the address of a Logto (it looks like https://TENANT.logto.app or http://localhost:3001)`,
		}},
		{"endpoint in clear", "logto: {endpoint: http://auth.example.com}", []string{
			"2:19: warning: logto.endpoint is not https: the machine-to-machine secret would travel in clear",
		}},
		{"endpoint on this machine", "logto: {endpoint: 'http://localhost:3001'}", nil},
		{"endpoint from the environment", "logto: {endpoint: '${SECRET}'}", []string{
			`2:19: logto.endpoint is not the address of a Logto (it looks like https://TENANT.logto.app or http://localhost:3001)`,
		}},
		{"undefined variable", "logto: {endpoint: '${NOWHERE}'}", []string{
			"2:20: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)",
		}},

		{"application without a name", "applications: [{key: a}, {name: ' '}, {name: ' x'}]", []string{
			"2:16: applications[0].name is missing", "2:33: applications[1].name is empty", "2:46: applications[2].name begins or ends with white space",
		}},
		{"long name", "applications: [{name: " + strings.Repeat("n", 257) + "}]", []string{
			"2:23: applications[0].name has 257 characters, Logto takes at most 256",
		}},
		{"no application", "applications: [x, [y]]", []string{
			"2:16: applications[0] must be an object, not a string", "2:19: applications[1] must be an object, not an array",
		}},
		{"key in an object by key", "applications: {a: {key: b, name: A}}", []string{`2:20: unknown key "key"`}},
		{"unknown type", "applications: [{name: A, type: Tradtional}, {name: B, type: Web}]", []string{
			`2:32: applications[0].type "Tradtional" is not known (did you mean "Traditional"?)`,
			`2:61: applications[1].type "Web" is not known (use one of Traditional, SPA, Native, MachineToMachine)`,
		}},
		{"awkward keys", "applications: [{key: My Shop, name: A}, {key: '--', name: B}, {key: 書店, name: C}]", []string{
			`2:47: the key "--" of an application has neither letters nor digits (make it of lower-case words and hyphens, such as my-shop)`,
			`2:22: warning: the key "My Shop" of an application is awkward to type (make it of lower-case words and hyphens, such as my-shop)`,
		}},
		{"no variables in keys", "applications: {'${NOWHERE}': {name: A}}", []string{
			`2:16: warning: the key "${NOWHERE}" of an application is awkward to type (make it of lower-case words and hyphens, such as my-shop)`,
		}},
		{"key that cannot be used", "applications: [{key: '${NOWHERE}', name: A}, {key: 1, name: B}]", []string{
			"2:23: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)",
			"2:52: applications[1].key must be a string, not a number (put it in quotes)",
		}},
		{"no key from the name", "applications: [{name: '!!'}]", []string{"2:16: no key can be made from the name of applications[0] (add key)"}},
		{"duplicate keys", "applications:\n  - {key: a, name: A}\n  - {key: a, name: B}\n  - {name: b}\n  - {name: B}", []string{
			"4:11: two applications have the same key (the other one is in line 3 of dir/file.yaml: give one of the two another key)",
			"6:5: two applications have the same key (the other one is in line 5 of dir/file.yaml: give one of the two a key)",
			"6:12: warning: two applications have the same name (the other one is in line 4 of dir/file.yaml: people could not tell the two apart)",
		}},
		{"env files", "applications:\n  - {name: A, envFile: .env}\n  - {name: B, envFile: .env}\n  - {name: C, envFile: ''}", []string{
			"4:24: two applications have the same envFile (the other one is in line 3 of dir/file.yaml: each would overwrite the other's variables)",
			"5:24: applications[2].envFile is empty (leave it out to write none)",
		}},
		{"refresh token", "applications: [{name: A, refreshToken: {ttlInDays: 181, rotate: 'no', lifetime: 1}}]", []string{
			"2:52: applications[0].refreshToken.ttlInDays must be a whole number from 1 to 180",
			"2:65: applications[0].refreshToken.rotate must be a boolean, not a string",
			`2:71: unknown key "lifetime"`,
		}},
		{"no whole number", "applications: [{name: A, refreshToken: {ttlInDays: 1.5}}]", []string{
			"2:52: applications[0].refreshToken.ttlInDays must be a whole number from 1 to 180",
		}},

		{"redirect URIs", "applications:\n- name: A\n  redirectUris:\n  - /callback\n  - ''\n  - https://a.example.com/#x\n  - https://a.example.com/a/../b\n" +
			"  - https:///x\n  - https://*/x\n  - https://a.example.com:*/x\n  - https://a.example.com/?q=*\n  - 1", []string{
			notURI("5:5:", `applications[0].redirectUris[0] "/callback"`),
			notURI("6:5:", `applications[0].redirectUris[1] ""`),
			`7:5: applications[0].redirectUris[2] "https://a.example.com/#x" has a fragment (#), which a redirect URI must not have`,
			`8:5: applications[0].redirectUris[3] "https://a.example.com/a/../b" has a part . or .. in its path (write the path out)`,
			`9:5: applications[0].redirectUris[4] "https:///x" names no host`,
			`10:5: applications[0].redirectUris[5] "https://*/x" has a * where Logto takes none (it takes one in the path and in a host name of several parts)`,
			notURI("11:5:", `applications[0].redirectUris[6] "https://a.example.com:*/x"`),
			`12:5: applications[0].redirectUris[7] "https://a.example.com/?q=*" has a * where Logto takes none (it takes one in the path and in a host name of several parts)`,
			"13:5: applications[0].redirectUris[8] must be a string, not a number (put it in quotes)",
		}},
		{"good redirect URIs", "applications:\n- name: A\n  redirectUris: [https://pr-*.example.com/*/x, 'http://127.0.0.1:3000/cb?x=1', 'http://app.localhost/', 'http://[::1]:1/']\n" +
			"- name: B\n  type: Native\n  redirectUris: ['com.example.app://callback', 'io.logto:/cb']", nil},
		{"doubtful redirect URIs", "applications:\n- name: A\n  postSignOutRedirectUris: [http://a.example.com, 'com.example.app://x', 'https://b.example.com', 'https://b.example.com']\n" +
			"- {name: B, type: MachineToMachine, redirectUris: ['https://b.example.com']}", []string{
			`4:29: warning: applications[0].postSignOutRedirectUris[0] "http://a.example.com" is not https: the code that signs somebody in would travel in clear`,
			`4:51: warning: applications[0].postSignOutRedirectUris[1] "com.example.app://x" is not https (a scheme of its own is for applications of type Native)`,
			"4:99: warning: applications[0].postSignOutRedirectUris[3] is there twice (remove one of the two)",
			"5:51: warning: applications[1].redirectUris does nothing: nobody signs in to a MachineToMachine application (leave it out)",
		}},
		{"bad scheme", "applications: [{name: A, type: Native, redirectUris: ['a..b://x', 'a.-+://x']}]", []string{
			`2:55: applications[0].redirectUris[0] "a..b://x" has a scheme that Logto does not take (use lower-case letters, digits, dots and hyphens, such as com.example.app://callback)`,
		}},
		{"origins", "applications: [{name: A, corsAllowedOrigins: ['*', 'https://a.example.com/', 'https://A.example.com:443', 'http://localhost:3000']}]", []string{
			`2:47: applications[0].corsAllowedOrigins[0] "*" is not an origin (it looks like https://app.example.com or http://localhost:3000)`,
			`2:52: warning: applications[0].corsAllowedOrigins[1] "https://a.example.com/" is not what a browser sends as an origin (write https://a.example.com)`,
			`2:78: warning: applications[0].corsAllowedOrigins[2] "https://A.example.com:443" is not what a browser sends as an origin (write https://a.example.com)`,
		}},

		{"connector", "connector:\n  accountName: noreply\n  fromAlias: much too long an alias\n  acessKeyId: x\n  accessKeySecret: ${SECRET}\n  templates: ./mails", []string{
			"3:3: accessKeyId is missing (add it to the file or set ALIBABA_CLOUD_ACCESS_KEY_ID)",
			"3:16: accountName is not an email address (it is a sender address of Direct Mail, such as noreply@mail.example.com)",
			"4:14: fromAlias has 22 characters, Direct Mail takes less than 15",
			`5:3: unknown key "acessKeyId" (did you mean "accessKeyId"?)`,
			`7:14: cannot open the folder of templates "./mails": file does not exist (the path counts from the folder of this file)`,
		}},
		{"connector file", "connector: {file: connector.json}", []string{
			`2:19: cannot read the connector file "connector.json": file does not exist (the path counts from the folder of this file)`,
		}},
		{"connector file of a wrong kind", "connector: {file: [x]}", []string{"2:19: connector.file must be a string, not an array"}},

		{"localised templates", `emailTemplates:
  en:
    - {usageType: Signin, subject: s, content: "{{code}}"}
    - {usageType: Register, subject: s, content: "{{cod}}", contentType: html, sendFrom: a very long sender name}
    - {usageType: Register, subject: s, content: "{{code}}", sendFrom: "{{application.name}} of books", replyto: x}
    - {subject: s}
    - x
  fr: 1`, []string{
			`4:19: unknown usage type "Signin" (upper and lower case matter to Logto: "SignIn")`,
			"5:51: the content of a template for Register has no {{code}} (the end user would get no verification code)",
			`5:51: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
			`5:74: contentType "html" is not known to Logto (use text/html or text/plain)`,
			"5:90: sendFrom has 23 characters, Direct Mail takes less than 15",
			"6:19: a second template for Register, which Logto would never use (the first one is in line 5, column 19)",
			`6:105: unknown key "replyto" (did you mean "replyTo"?)`,
			"7:7: emailTemplates.en[3] has no usageType",
			"7:7: emailTemplates.en[3] has no content",
			"8:7: emailTemplates.en[4] must be an object, not a string",
			"9:7: emailTemplates.fr must be an array or the path of a folder, not a number",
		}},
		{"languages", "emailTemplates: {zh-cn: [], chinese: [], cx-PH: [], en-US: [], de-Latn-DE-1996-x-abcd: [], es-419: []}", []string{
			`2:18: the language "zh-cn" would never be found: Logto compares letter by letter (write zh-CN)`,
			`2:29: the language "chinese" is not a language tag (it looks like en or zh-CN)`,
			"2:64: the language tag is longer than the 16 characters that Logto takes",
			`2:42: warning: the language "cx-PH" has a part that is not registered (a language tag looks like en or zh-CN)`,
		}},

		{"sign-in words", "signInExperience: {email: {signUp: phone, factor: pasword}, phone: {}}", []string{
			`2:36: signInExperience.email.signUp "phone" is not known (use one of email, email-or-phone, secondary, keep)`,
			`2:51: signInExperience.email.factor "pasword" is not known (did you mean "password"?)`,
			`2:61: unknown key "phone"`,
		}},
		{"password without one", "signInExperience: {email: {factor: password}}", []string{
			"2:36: people who sign up without a password could not sign in with one (add passwordAtSignUp: true, or keep the code: factor: both)",
		}},
		{"password with one", "signInExperience: {email: {signUp: email-or-phone, factor: password, passwordAtSignUp: true}}", nil},
		{"password for those who are there", "signInExperience: {email: {signUp: keep, factor: password, passwordAtSignUp: true}}", []string{
			"2:78: warning: passwordAtSignUp does nothing while sign-up stays as it is (choose another signUp, or leave it out)",
		}},

		{"test email", "verify: {testEmail: 'You <you@example.com>'}", []string{
			`2:21: verify.testEmail "You <you@example.com>" is not an email address (it is a bare address, such as you@example.com)`,
		}},
		{"round trip", "verify: {roundTrip: true}", []string{
			"2:21: a round trip needs an address to send the code to (add testEmail)",
			"2:21: there is nothing to make a round trip for: the file has neither connector nor signInExperience (leave roundTrip out)",
		}},
		{"no round trip", "verify: {roundTrip: false}", nil},
		{"round trip for a sign-in experience", "signInExperience: {email: {}}\nverify: {roundTrip: true, testEmail: you@example.com}", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want := ""
			for i, line := range test.want {
				if i > 0 {
					want += "\n"
				}
				want += "dir/file.yaml:" + line
			}
			_, findings := decodeManifest(t, manifestOptions(), "version: 1\n"+test.file+"\n")
			if diff := cmp.Diff(want, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeManifest_version(t *testing.T) {
	t.Parallel()
	tests := []struct{ file, want string }{
		{"logto: {}", "1:1: version is missing (begin the file with version: 1)"},
		{"version: 2", "1:10: version must be 1"},
		{"version: '1'", "1:10: version must be a number, not a string"},
		{"version: 1.0", "1:10: version must be 1"},
		{"", "1:1: the file is empty"},
		{"# nothing\n", "1:1: the file is empty"},
		{"version", "1:1: the file must be an object, not a string (begin it with version: 1)"},
	}
	for _, test := range tests {
		_, findings := decodeManifest(t, manifestOptions(), test.file)
		if want := "dir/file.yaml:" + test.want; findings != want {
			t.Errorf("%s: %s", test.file, cmp.Diff(want, findings))
		}
	}
}

func TestDecodeManifest_tooLarge(t *testing.T) {
	t.Parallel()
	_, findings := decodeManifest(t, manifestOptions(), "version: 1", strings.Repeat("#\n", 1<<20))
	if want := "over.yaml:1:1: the file has 2048 KiB, more than the 1024 KiB that are read"; findings != want {
		t.Error(findings)
	}
}

func TestDecodeManifest_noFolders(t *testing.T) {
	t.Parallel()
	_, findings := decodeManifest(t, manifest.Options{}, "version: 1\nemailTemplates: {ja: x, en: ''}")
	want := "dir/file.yaml:2:22: emailTemplates.ja cannot be a folder here (write the templates into the file)\n" +
		"dir/file.yaml:2:29: emailTemplates.en is empty (leave it out for the built-in templates)"
	if findings != want {
		t.Error(cmp.Diff(want, findings))
	}
}
