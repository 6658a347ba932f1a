package manifest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// branded is the file without a fault, with a brand and with its references in
// the first template.
func branded(t *testing.T, brand, subject, content string) string {
	t.Helper()
	return with(t, "Sign up", subject, "<p>{{code}}</p>", content, `"regionId"`, brand+`"regionId"`)
}

func TestDecodeConnector_brand(t *testing.T) {
	t.Parallel()
	const subject, content = "${brand.name} {{code}}", "{{code}} ${brand.name} ${brand.color} ${brand.onColor} ${brand.logo} ${brand.logoUrl:-none}"
	tests := []struct{ name, brand, subject, content string }{
		{"from the alias", "", "Bookstore {{code}}", "{{code}} Bookstore #2563eb #ffffff Bookstore none"},
		{"its own", `"brand": {"name": "A & ${ALIAS}", "color": "#FC0"}, `, "A & Books {{code}}", "{{code}} A &amp; Books #ffcc00 #000000 A &amp; Books none"},
		{"empty logo", `"brand": {"logoUrl": ""}, `, "Bookstore {{code}}", "{{code}} Bookstore #2563eb #ffffff Bookstore none"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, findings := decode(t, branded(t, test.brand, subject, content), options())
			if findings != "" {
				t.Fatal(findings)
			}
			if diff := cmp.Diff([]string{test.subject, test.content}, []string{c.Templates[0].Subject, c.Templates[0].Content}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Without an alias, people know the product by the domain of its mails.
func TestDecodeConnector_brandFromDomain(t *testing.T) {
	t.Parallel()
	data := strings.Replace(branded(t, "", "${brand.name}", "{{code}}"), `  "fromAlias": "Bookstore",`+"\n", "", 1)
	if c, findings := decode(t, data, options()); findings != "" || c.Templates[0].Subject != "mail.example.com" {
		t.Errorf("got %v, %s", c.Templates, findings)
	}
}

func TestDecodeConnector_brandFindings(t *testing.T) {
	t.Parallel()
	const color = `is not a colour (write it as #2563eb or #26e)`
	tests := []struct {
		name, brand, subject string
		want                 []string
	}{
		{"not an object", `"brand": "Books", `, "s", []string{"6:12: brand must be an object, not a string"}},
		{"unknown key", `"brand": {"colour": "#fff"}, `, "s", []string{`6:13: unknown key "colour" (did you mean "color"?)`}},
		{"bad values", `"brand": {"name": " ", "color": "red", "logoUrl": "logo.png"}, `, "s", []string{
			"6:21: brand.name is empty (it is the name of the product)",
			"6:35: brand.color " + color,
			"6:53: brand.logoUrl is not an absolute https address (mail programs load nothing else; it looks like https://example.com/logo.png)",
		}},
		{"wrong kinds", `"brand": {"name": 1, "color": null}, `, "s", []string{
			"6:21: brand.name must be a string, not a number",
			`6:33: brand.color must be a string, not null (# begins a comment in YAML, so put it in quotes: color: "#2563eb")`,
		}},
		{"undefined variable", `"brand": {"name": "${NOWHERE}"}, `, "s", []string{
			"6:22: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)",
		}},
		{"reference in a brand", `"brand": {"name": "${brand.color}"}, `, "s", []string{
			"6:22: ${brand.color} is known only in the subject and the content of an email template (write the value out, or take an environment variable)",
		}},
		{"misspelt reference", "", "é${brand.colour:-x}", []string{`8:44: ${brand.colour}: a brand has no "colour" (did you mean "color"?)`}},
		{"unlike any reference", "", "${brand.}", []string{`8:43: ${brand.}: a brand has no "" (use one of name, color, logoUrl, onColor, logo)`}},
		{"no reference", "", "${brands.name}", []string{
			"8:43: ${brands.name} refers to nothing: no environment variable has a dot in its name (write ${NAME} or ${NAME:-default}, or $${ for a literal ${)",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for _, finding := range test.want {
				want = append(want, "connector.json:"+finding)
			}
			_, findings := decode(t, branded(t, test.brand, test.subject, "{{code}}"), options())
			if diff := cmp.Diff(strings.Join(want, "\n"), findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Elsewhere than in a template the brand is unknown, with a default too.
func TestDecodeConnector_brandElsewhere(t *testing.T) {
	t.Parallel()
	_, findings := decode(t, with(t, `"Bookstore"`, `"${brand.name:-x}"`, `"SignIn"`, `"${brand.name}"`), options())
	if got := strings.Count(findings, "${brand.name} is known only in the subject and the content of an email template"); got != 2 {
		t.Error(findings)
	}
}

// What the brand brought is at its reference, and what follows at its own place.
func TestDecodeConnector_brandPlaces(t *testing.T) {
	t.Parallel()
	_, findings := decode(t, branded(t, `"brand": {"name": "{{nam}}"}, `, "s", "${brand.name}{{code}}{{cod}}"), options())
	want := strings.Join([]string{
		"connector.json:8:59: unknown placeholder {{nam}}, which the end user would see as written",
		`connector.json:8:80: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
	}, "\n")
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Error(diff)
	}
}

// The built-in templates go the same way, and what is wrong with them is at
// their own places.
func TestDecodeConnector_brandBuiltin(t *testing.T) {
	t.Parallel()
	o := options()
	builtin := func(content string) manifest.Builtin {
		files, err := email.Read(fstest.MapFS{"Generic.html": templateFile("${brand.name}", content)})
		if err != nil {
			t.Fatal(err)
		}
		return manifest.Builtin{Language: "en", Files: files}
	}
	o.Builtin = builtin("{{code}} ${brand.color}")
	file := whole[:strings.Index(whole, `,
  "templates"`)] + `, "brand": {"color": "#abc"}}`
	c, findings := decode(t, file, o)
	if findings != "" || c.Templates[0].Subject != "Bookstore" || c.Templates[0].Content != "{{code}} #aabbcc" {
		t.Errorf("got %v, %s", c.Templates, findings)
	}
	o.Builtin = builtin("{{code}} ${brand.nam}")
	if _, findings = decode(t, file, o); !strings.HasPrefix(findings, "built-in en/Generic.html:4:10: ${brand.nam}") {
		t.Errorf("got %s", findings)
	}
}

// The brand of the file is laid over that of its connector, and what the command
// line says over both.
func TestDecodeManifest_brand(t *testing.T) {
	t.Parallel()
	const reference = "${brand.name} ${brand.color} ${brand.logoUrl}"
	own := strings.Replace(whole, "{", `{"brand": {"name": "Own", "color": "#111111", "logoUrl": "https://own.example/"},`, 1)
	tests := []struct {
		name, file, connector string
		given                 map[string]string
		want                  string
	}{
		{name: "of the file", file: "brand: {name: B, color: '#abc'}", want: "B #aabbcc "},
		{name: "of the connector", file: "connector: {file: mail/connector.json}", connector: own, want: "Own #111111 https://own.example/"},
		{name: "of both", file: "connector: {file: mail/connector.json}\nbrand: {color: '#222222', logoUrl: null}", connector: own, want: "Own #222222 "},
		{
			name: "beside the connector's file", file: "connector: {file: mail/connector.json, brand: {name: Beside}}\nbrand: {color: '#222222'}", connector: own,
			want: "Beside #222222 https://own.example/",
		},
		{name: "of the alias", file: "connector: {file: mail/connector.json, fromAlias: Alias}", connector: whole, want: "Alias #2563eb "},
		{
			name: "of the command line", file: "connector: {file: mail/connector.json}\nbrand: {color: '#222222'}", connector: own,
			given: map[string]string{"name": "Given", "logoUrl": ""}, want: "Given #222222 ",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := manifestOptions()
			o.Brand = test.given
			o.ReadFile = func(string) ([]byte, error) { return []byte(test.connector), nil }
			m, findings := decodeManifest(t, o, "version: 1\n"+test.file+"\nemailTemplates: {ja: [{usageType: SignIn, subject: '"+reference+"', content: '{{code}}'}]}\n")
			if findings != "" {
				t.Fatal(findings)
			}
			if got := m.EmailTemplates[0].Subject; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The user is asked for a name once, and only when a template shows it.
func TestDecodeManifest_namelessBrand(t *testing.T) {
	t.Parallel()
	file := func(content string) string {
		return "version: 1\nemailTemplates:\n  ja:\n    - {usageType: SignIn, subject: s, content: '{{code}}" + content + "'}\n    - {usageType: Generic, subject: s, content: '{{code}}${brand.name}'}\n"
	}
	const want = " the file names neither its brand nor a connector (add brand: {name: ...})"
	for content, place := range map[string]string{
		"${brand.logo}":          "4:57: there is no name for ${brand.logo}:",
		"${brand.name:-x}":       "5:58: there is no name for ${brand.name}:",
		"${brand.color}":         "5:58: there is no name for ${brand.name}:",
		"${brand.name}${A:-x}":   "4:57: there is no name for ${brand.name}:",
		"${brand.logo:-${brand}": "5:58: there is no name for ${brand.name}:",
	} {
		_, findings := decodeManifest(t, manifestOptions(), file(content))
		if !strings.Contains(findings, "dir/file.yaml:"+place+want) || strings.Count(findings, "add brand") != 1 {
			t.Errorf("%s: %s", content, findings)
		}
	}
	if _, findings := decodeManifest(t, manifestOptions(), strings.Replace(file(""), "${brand.name}", "${brand.color}", 1)); findings != "" {
		t.Error(findings)
	}
	// A connector that cannot be read has told what is wrong.
	_, findings := decodeManifest(t, manifestOptions(), file("")+"connector: {file: nowhere}\n")
	if !strings.Contains(findings, "cannot read the connector file") || strings.Contains(findings, "add brand") {
		t.Error(findings)
	}
}

// In YAML, a colour without quotes is a comment.
func TestDecodeManifest_brandComment(t *testing.T) {
	t.Parallel()
	_, findings := decodeManifest(t, manifestOptions(), "version: 1\nbrand:\n  name: B\n  color: #2563eb\n")
	if want := `dir/file.yaml:4:10: brand.color must be a string, not null (# begins a comment in YAML, so put it in quotes: color: "#2563eb")`; findings != want {
		t.Error(cmp.Diff(want, findings))
	}
}

// The brand of a folder that the file names is that of the file.
func TestDecodeConnector_brandInFolder(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for _, name := range []string{"Register", "SignIn", "ForgotPassword", "Generic"} {
		files[name+".html"] = templateFile("${brand.name}", "{{code}} ${brand.nane}")
	}
	_, findings := decode(t, inFolder("./emails"), folderOptions(files))
	if want := `emails/SignIn.html:4:10: ${brand.nane}: a brand has no "nane" (did you mean "name"?)`; !strings.Contains(findings, want) {
		t.Error(findings)
	}
	for name := range files {
		files[name] = templateFile("${brand.name}", "{{code}} $${brand.name}")
	}
	c, findings := decode(t, inFolder("./emails"), folderOptions(files))
	if findings != "" || c.Templates[0].Subject != "Bookstore" || c.Templates[0].Content != "{{code}} ${brand.name}" {
		t.Errorf("got %v, %s", c, findings)
	}
}
