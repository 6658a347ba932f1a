package manifest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

func TestDecodeConnector_findings(t *testing.T) {
	t.Parallel()
	const nobody = "is a placeholder that nobody replaced"
	const put = "(put the real value there)"
	notSet := func(name string) string {
		return "the environment variable " + name + " is not set (set it, or write ${" + name + ":-default}, or $${ for a literal ${)"
	}
	const malformed = "${ begins no reference to an environment variable (write ${NAME} or ${NAME:-default}, or $${ for a literal ${)"
	tests := []struct {
		name         string
		replacements []string
		want         []string // without the name of the file
	}{
		{"unknown key", []string{`"regionId"`, `"regionID"`}, []string{`6:3: unknown key "regionID" (did you mean "regionId"?)`}},
		{"unknown key without a near one", []string{`"fromAlias"`, `"signature"`}, []string{`5:3: unknown key "signature"`}},
		{"unknown key of a template", []string{`"usageType": "SignIn"`, `"type": "text/html", "usageType": "SignIn"`}, []string{`9:6: unknown key "type"`}},
		{"duplicate key", []string{`"fromAlias"`, `"accountName"`}, []string{`5:3: the key "accountName" is there twice (it is in line 4, column 3 already)`}},
		{"wrong type", []string{`"Bookstore"`, `12`}, []string{"5:16: fromAlias must be a string, not a number"}},
		{"another wrong type", []string{`"Bookstore"`, `true`}, []string{"5:16: fromAlias must be a string, not a boolean"}},
		{"null", []string{`"Bookstore"`, `null`}, []string{"5:16: fromAlias must be a string, not null"}},
		{"secret of a wrong type", []string{`"` + secretText + `"`, `["` + secretText + `"]`}, []string{"3:22: accessKeySecret must be a string, not an array"}},
		{"missing sender", []string{`"accountName"`, `"fromAliass"`}, []string{
			"1:1: accountName is missing (add it to the file)", `4:3: unknown key "fromAliass" (did you mean "fromAlias"?)`,
		}},
		{"missing keys", []string{`"accessKeyId": "LTAI5tExampleKeyId",`, "", `"accessKeySecret": "` + secretText + `",`, ""}, []string{
			"1:1: accessKeyId is missing (add it to the file or set ALIBABA_CLOUD_ACCESS_KEY_ID)",
			"1:1: accessKeySecret is missing (add it to the file or set ALIBABA_CLOUD_ACCESS_KEY_SECRET)",
		}},
		{"empty key", []string{"LTAI5tExampleKeyId", " "}, []string{"2:18: accessKeyId is empty"}},
		{"white space", []string{"LTAI5tExampleKeyId", "LTAI5tExampleKeyId\\n"}, []string{"2:18: accessKeyId begins or ends with white space"}},
		{"temporary credentials", []string{"LTAI5tExampleKeyId", "STS.NUExampleKeyId"}, []string{
			"2:18: accessKeyId belongs to temporary credentials, which Logto cannot use (take the AccessKey pair of a RAM user)",
		}},
		{"a bad secret in a wrong place", []string{secretText, secretText + " ", "ap-southeast-1", secretText + " "}, []string{
			"3:22: accessKeySecret begins or ends with white space",
			`6:15: regionId "[redacted]" is not a region of Direct Mail (use one of cn-hangzhou, ap-southeast-1, ap-southeast-2, eu-central-1, us-east-1)`,
		}},
		{"secret is the id", []string{secretText, "LTAI5tExampleKeyId"}, []string{
			"3:22: accessKeySecret is the same as accessKeyId (the secret is shown once, when the AccessKey pair is created)",
		}},
		{"the form's sample", []string{"LTAI5tExampleKeyId", "<access-key-id>"}, []string{"2:18: accessKeyId " + nobody + " " + put}},
		{"redacted secret", []string{secretText, "[redacted]"}, []string{"3:22: accessKeySecret " + nobody + " " + put}},
		{"sample sender", []string{"noreply@mail.example.com", "<account-name>"}, []string{"4:18: accountName " + nobody + " " + put}},
		{"sample alias", []string{"Bookstore", "<from-alias>"}, []string{"5:16: fromAlias " + nobody + " (put the real value there or leave the key out)"}},
		{"sample subject", []string{"Sign in", "<sign-in-template-subject>"}, []string{"9:40: the subject " + nobody + " (write the real subject)"}},
		{"undefined content", []string{"<p>{{code}}</p>", "undefined"}, []string{"8:64: the content " + nobody + " (write the real content)"}},
		{"not an address", []string{"noreply@mail.example.com", "noreply"}, []string{
			"4:18: accountName is not an email address (it is a sender address of Direct Mail, such as noreply@mail.example.com)",
		}},
		{"not a bare address", []string{"noreply@mail.example.com", "Books <noreply@mail.example.com>"}, []string{
			"4:18: accountName must be a bare email address (put the sender's name into fromAlias)",
		}},
		{"the secret as sender", []string{"noreply@mail.example.com", secretText}, []string{
			"4:18: accountName is not an email address (it is a sender address of Direct Mail, such as noreply@mail.example.com)",
		}},
		{"the secret as region", []string{"ap-southeast-1", secretText}, []string{
			`6:15: regionId "[redacted]" is not a region of Direct Mail (use one of cn-hangzhou, ap-southeast-1, ap-southeast-2, eu-central-1, us-east-1)`,
		}},
		{"alias of 14 characters", []string{"Bookstore", "書店 12345678901"}, nil},
		{"alias of 15 characters", []string{"Bookstore", "書店 123456789012"}, []string{"5:16: fromAlias has 15 characters, Direct Mail takes less than 15"}},
		{"empty alias", []string{"Bookstore", ""}, []string{"5:16: warning: fromAlias is empty, which Logto takes for left out"}},
		{"unknown region", []string{"ap-southeast-1", "ap-southeast1"}, []string{`6:15: regionId "ap-southeast1" is not a region of Direct Mail (did you mean "ap-southeast-1"?)`}},
		{"unknown region from elsewhere", []string{"ap-southeast-1", "${ALIAS}"}, []string{
			"6:15: regionId is not a region of Direct Mail (use one of cn-hangzhou, ap-southeast-1, ap-southeast-2, eu-central-1, us-east-1)",
		}},
		{"undefined variable", []string{secretText, "${NOWHERE}"}, []string{"3:23: " + notSet("NOWHERE")}},
		{"two undefined variables", []string{"Bookstore", "é ${ONE}${TWO}"}, []string{"5:19: " + notSet("ONE"), "5:25: " + notSet("TWO")}},
		{"malformed reference", []string{"Bookstore", "a ${1}"}, []string{"5:19: " + malformed}},
		{"empty variable", []string{"LTAI5tExampleKeyId", "${EMPTY}"}, []string{"2:18: accessKeyId is empty"}},
		{"templates of a wrong type", []string{`[`, `{"a": [`, "  ]\n}", "]}}"}, []string{"7:16: templates must be an array or the path of a folder, not an object"}},
		{"template of a wrong type", []string{`[`, `["Generic",`}, []string{"7:17: templates[0] must be an object, not a string"}},
		{"no folders", []string{"[", `"./emails", "x": [`}, []string{
			"7:16: templates cannot be a folder here (write the templates into the file)", `7:28: unknown key "x"`,
		}},
		{"misspelt usage type", []string{`"SignIn"`, `"SingIn"`}, []string{`9:19: unknown usage type "SingIn" (did you mean "SignIn"?)`}},
		{"lower case usage type", []string{`"SignIn"`, `"signin"`}, []string{`9:19: unknown usage type "signin" (upper and lower case matter to Logto: "SignIn")`}},
		{"usage type from elsewhere", []string{`"SignIn"`, `"${ALIAS}"`}, []string{
			"7:16: there is no template for SignIn (Logto refuses a connector without it)",
			"9:19: unknown usage type (use one of Register, SignIn, ForgotPassword, Generic, OrganizationInvitation, UserPermissionValidation, BindNewIdentifier, MfaVerification, BindMfa)",
		}},
		{"duplicate usage type", []string{`"SignIn"`, `"Register"`}, []string{
			"7:16: there is no template for SignIn (Logto refuses a connector without it)",
			"9:19: a second template for Register, which Logto would never use (the first one is in line 8, column 19)",
		}},
		{"missing usage types", []string{`"Generic"`, `"BindMfa"`, `"Register"`, `"MfaVerification"`}, []string{
			"7:16: there is no template for Register (Logto refuses a connector without it)",
			"7:16: there is no template for Generic (Logto refuses a connector without it)",
		}},
		{"missing fields", []string{`"usageType": "SignIn", "subject": "Sign in", `, ""}, []string{
			"7:16: there is no template for SignIn (Logto refuses a connector without it)",
			"9:5: templates[1] has no usageType", "9:5: templates[1] has no subject",
		}},
		{"place behind escapes", []string{"<p>{{code}}</p>", `é\n\"\u00e9\ud83d\ude00\ud83d {{code}}{{cod}}`}, []string{
			`8:103: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		}},
		{"place behind a reference", []string{"<p>{{code}}</p>", "${ALIAS}$${${BIG}{{code}}{{cod}}"}, []string{
			`8:90: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		}},
		{"place inside of a reference", []string{"<p>{{code}}</p>", "ab${TEXT}"}, []string{
			`8:67: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		}},
		{"a warning", []string{"Sign in", "{{application.nmae}}"}, []string{
			`9:41: warning: unknown placeholder {{application.nmae}}, which would become empty (did you mean "application.name"?)`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for _, finding := range test.want {
				want = append(want, "connector.json:"+finding)
			}
			_, findings := decode(t, with(t, test.replacements...), options())
			if diff := cmp.Diff(strings.Join(want, "\n"), findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeConnector_environmentFindings(t *testing.T) {
	t.Parallel()
	o := options()
	o.Builtin = manifest.Builtin{}
	o.Lookup = environment(map[string]string{
		"ALIBABA_CLOUD_ACCESS_KEY_ID": "undefined", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secretText, "ALIBABA_CLOUD_REGION_ID": "cn-beijing",
	})
	_, findings := decode(t, "\n  {}", o)
	want := strings.Join([]string{
		"connector.json:2:3: accessKeyId, taken from ALIBABA_CLOUD_ACCESS_KEY_ID, is a placeholder that nobody replaced (put the real value there)",
		"connector.json:2:3: accountName is missing (add it to the file)",
		"connector.json:2:3: regionId, taken from ALIBABA_CLOUD_REGION_ID, is not a region of Direct Mail (use one of cn-hangzhou, ap-southeast-1, ap-southeast-2, eu-central-1, us-east-1)",
		"connector.json:2:3: templates is missing (add it to the file)",
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeConnector_notJSON(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"empty", "", "1:1: the file is empty"},
		{"blank", " \n", "1:1: the file is empty"},
		{"not an object", "[]", "1:1: the file must be an object, not an array"},
		{"cut off", `{"accountName": "a`, "1:19: the file ends too early (a bracket, a brace or a quotation mark is not closed)"},
		{"no comma", "{\n  \"é\": 1 \"b\": 2}", `2:10: invalid character '"' after object value (expecting ',' or '}')`},
		{"text after the end", "{} x", "1:4: invalid character 'x' after top-level value"},
		{"bad escape", `{"accessKeySecret": "` + secretText + `\q"}`, "1:43: invalid character 'q' in string escape code"},
		{"line break in a string", "{\"accessKeySecret\": \"" + secretText + "\n\"}", `1:42: invalid character '\n' in string literal`},
		{"bare word", `{"accessKeySecret": ` + secretText + `}`, "1:21: invalid character 'w' looking for beginning of value"},
		{"bad number", `{"accessKeySecret": 0123}`, "1:21: this is not a JSON value"},
		{"not UTF-8", "{\"é\": \"\xff\"}", "1:8: the file is not UTF-8 (save it as UTF-8)"},
		{"too deep", strings.Repeat("[", 101), "1:101: the file nests deeper than 100 levels"},
		{"too deep behind a comment", `{"a]\"]": /*"*/` + "//\"]\n" + strings.Repeat("[", 100_000), "2:100: the file nests deeper than 100 levels"},
		{"too large", strings.Repeat(" ", 2<<20), "1:1: the file has 2048 KiB, more than the 1024 KiB that are read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := decode(t, test.data, options())
			if diff := cmp.Diff("connector.json:"+test.want, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is JSON but for comments and commas is decoded, so that everything
// else that is wrong shows at once.
func TestDecodeConnector_almostJSON(t *testing.T) {
	t.Parallel()
	data := with(t, "{\n", "\ufeff// é\n{ /* a */\n", "LTAI5tExampleKeyId\",", "\" /* b\n*/,", "\"}\n  ]", "\" ,}/* c */\n  ,]", "]\n}", "]\n, // d\n} // e")
	_, findings := decode(t, data, options())
	want := strings.Join([]string{
		"connector.json:1:1: JSON has no comments (remove the comment)",
		"connector.json:2:3: JSON has no comments (remove the comment)",
		"connector.json:3:18: accessKeyId is empty",
		"connector.json:3:21: JSON has no comments (remove the comment)",
		"connector.json:13:83: JSON has no comma after the last value (remove the comma)",
		"connector.json:13:85: JSON has no comments (remove the comment)",
		"connector.json:14:3: JSON has no comma after the last value (remove the comma)",
		"connector.json:15:1: JSON has no comma after the last value (remove the comma)",
		"connector.json:15:3: JSON has no comments (remove the comment)",
		"connector.json:16:3: JSON has no comments (remove the comment)",
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeConnector_byteOrderMark(t *testing.T) {
	t.Parallel()
	c, findings := decode(t, "\ufeff"+whole, options())
	if findings != "" || !cmp.Equal(wholeConnector(), c) {
		t.Error(findings)
	}
}

func TestDecodeConnector_warningsBesideErrors(t *testing.T) {
	t.Parallel()
	data := with(t, `"Bookstore"`, `""`, `"accountName"`, `"account"`)
	_, warnings, err := manifest.DecodeConnector("connector.json", []byte(data), options())
	if len(warnings) != 1 || err == nil || strings.Contains(err.Error(), "fromAlias") {
		t.Errorf("got %v and %v", warnings, err)
	}
}
