package manifest_test

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
)

// complete has the usage types that a connector needs, below a folder.
func complete(folder string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, usageType := range email.Required() {
		files[folder+string(usageType)+".html"] = templateFile("${brand.name} "+string(usageType), "<p>{{code}}</p>")
	}
	return files
}

func lines(findings manifest.Findings) string {
	if len(findings) == 0 {
		return ""
	}
	return findings.Error()
}

// told is one line for each template: where it is, what it is and its subject.
func told(templates []manifest.MailTemplate) string {
	var text strings.Builder
	for _, t := range templates {
		fmt.Fprintf(&text, "%s %s %s %v %q\n", t.File, t.LanguageTag, t.UsageType, t.Localised, t.Subject)
	}
	return text.String()
}

func TestDecodeConnectorTemplates(t *testing.T) {
	t.Parallel()
	data := `{"accountName": "noreply@mail.example.com", "accessKeySecret": "${NOWHERE}", "regionId": 1, "templates": [
  {"usageType": "SignIn", "subject": "${brand.name}", "content": "é${ALIAS} {{code}}{{cod}}"},
  {"usageType": "Register", "subject": "${NOWHERE}x", "content": "{{code}}"}]}`
	templates, findings := manifest.DecodeConnectorTemplates("c.json", []byte(data), options())
	want := strings.Join([]string{
		"c.json:1:106: there is no template for ForgotPassword (Logto refuses a connector without it)",
		"c.json:1:106: there is no template for Generic (Logto refuses a connector without it)",
		`c.json:2:85: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		"c.json:3:41: the environment variable NOWHERE is not set (set it, or write ${NOWHERE:-default}, or $${ for a literal ${)",
	}, "\n")
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("c.json  SignIn false \"mail.example.com\"\nc.json  Register false \"x\"\n", told(templates)); diff != "" {
		t.Fatal(diff)
	}
	first := templates[0]
	if diff := cmp.Diff(email.Brand{Name: "mail.example.com", Color: email.DefaultColor}, first.Brand); diff != "" {
		t.Errorf("brand (-want +got):\n%s", diff)
	}
	if first.Source != "é${ALIAS} {{code}}{{cod}}" || first.Content != "éBooks {{code}}{{cod}}" {
		t.Errorf("got %q made from %q", first.Content, first.Source)
	}
	if got := first.Template(); got != (email.Template{UsageType: "SignIn", Subject: first.Subject, Content: first.Content}) {
		t.Errorf("got %+v", got)
	}
	places := []struct {
		field  string
		offset int
		want   manifest.Pos
	}{
		{email.FieldContent, 0, manifest.Pos{File: "c.json", Line: 2, Column: 67}},
		{email.FieldContent, strings.Index(first.Content, "ooks"), manifest.Pos{File: "c.json", Line: 2, Column: 68}},
		{email.FieldContent, strings.Index(first.Content, "{{cod}}"), manifest.Pos{File: "c.json", Line: 2, Column: 85}},
		{email.FieldContent, 1000, manifest.Pos{File: "c.json", Line: 2, Column: 92}},
		{email.FieldContent, -1, manifest.Pos{File: "c.json", Line: 2, Column: 67}},
		{email.FieldSubject, 5, manifest.Pos{File: "c.json", Line: 2, Column: 39}},
		{"contentType", 0, manifest.Pos{File: "c.json", Line: 2, Column: 3}},
	}
	for _, place := range places {
		if got := first.Position(place.field, place.offset); got != place.want {
			t.Errorf("%d of %s is at %v, want %v", place.offset, place.field, got, place.want)
		}
	}
}

func TestDecodeConnectorTemplates_unreadable(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"[]":                 "c.json:1:1: the file must be an object, not an array",
		`{"templatse": []}`:  `c.json:1:2: unknown key "templatse" (did you mean "templates"?)`,
		`{"fromAlias": "A"}`: "",
		`{`:                  "c.json:1:2: the file ends too early (a bracket, a brace or a quotation mark is not closed)",
	} {
		templates, findings := manifest.DecodeConnectorTemplates("c.json", []byte(data), options())
		if lines(findings) != want {
			t.Errorf("%s: %s", data, lines(findings))
		}
		if want == "" && told(templates) != "built-in en/Generic.html en Generic false \"built in\"\n" {
			t.Errorf("got %s", told(templates))
		}
	}
}

// A template that was made by hand has no places.
func TestMailTemplate_Position_none(t *testing.T) {
	t.Parallel()
	made := manifest.MailTemplate{File: "SignIn.html"}
	if got := made.Position(email.FieldContent, 7); got != (manifest.Pos{File: "SignIn.html", Line: 1, Column: 1}) {
		t.Errorf("got %v", got)
	}
}

func TestDecodeManifestTemplates(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	o.OpenDir = func(string) (fs.FS, error) { return complete(""), nil }
	const file = `
connector: {templates: mails/ja, fromAlias: Books}
emailTemplates:
  zh-CN: emails
  ja: [{usageType: SignIn, subject: s, content: "{{code}}"}]
applications: 1
`
	templates, findings := manifest.DecodeManifestTemplates([]manifest.Source{{Name: "dir/file.yaml", Data: []byte(file)}}, o)
	want := `dir/mails/ja/Register.html ja Register false "Books Register"
dir/mails/ja/SignIn.html ja SignIn false "Books SignIn"
dir/mails/ja/ForgotPassword.html ja ForgotPassword false "Books ForgotPassword"
dir/mails/ja/Generic.html ja Generic false "Books Generic"
dir/emails/Register.html zh-CN Register true "Books Register"
dir/emails/SignIn.html zh-CN SignIn true "Books SignIn"
dir/emails/ForgotPassword.html zh-CN ForgotPassword true "Books ForgotPassword"
dir/emails/Generic.html zh-CN Generic true "Books Generic"
dir/file.yaml ja SignIn true "s"
`
	if diff := cmp.Diff(want, told(templates)); diff != "" || len(findings) > 0 {
		t.Error(diff, findings)
	}
	if got := templates[0].Source; got != "---\nsubject: ${brand.name} Register\n---\n<p>{{code}}</p>" {
		t.Errorf("the source is %q", got)
	}
	if got := templates[0].Position(email.FieldContent, 3); got != (manifest.Pos{File: "dir/mails/ja/Register.html", Line: 4, Column: 4}) {
		t.Errorf("the content is at %v", got)
	}
}

func TestDecodeManifestTemplates_findings(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, want string }{
		{"no object", "[]", "1:1: the file must be an object, not an array (begin it with version: 1)"},
		{"unknown key", "emailTemplate: {}", `1:1: unknown key "emailTemplate" (did you mean "emailTemplates"?)`},
		{"wrong kind", "emailTemplates: [1]", "1:17: emailTemplates must be an object or a string, not an array"},
		{"alias", "connector: {fromAlias: 123456789012345}", "1:24: fromAlias must be a string, not a number (put it in quotes)"},
		{"no connector", "emailTemplates: {ja: [{usageType: SignIn, subject: '${brand.name}', content: '{{code}}'}]}", "1:53: there is no name for ${brand.name}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, findings := manifest.DecodeManifestTemplates([]manifest.Source{{Name: "file.yaml", Data: []byte(test.file)}}, manifestOptions())
			if len(findings) != 1 || !strings.HasPrefix(lines(findings), "file.yaml:"+test.want) {
				t.Error(lines(findings))
			}
		})
	}
}

func TestDecodeTemplateFolder(t *testing.T) {
	t.Parallel()
	byLanguage := complete("ja/")
	maps.Copy(byLanguage, complete("zh-CN/"))
	byLanguage["images/logo.png"] = &fstest.MapFile{}
	byLanguage["en/notes.md"] = &fstest.MapFile{}
	incomplete := complete("zh-CN/")
	delete(incomplete, "zh-CN/Generic.html")
	incomplete["SignIn.html"] = templateFile("s", "{{code}}")
	incomplete["drafts/SignIn.html"] = templateFile("s", "{{code}}")
	const partial = "(Logto refuses a connector without it; localised templates may leave types out)"
	broken := complete("")
	broken["Generic.html"] = &fstest.MapFile{Data: []byte("nothing")}
	tests := []struct {
		name, folder string
		files        fstest.MapFS
		languages    string // of the templates, each once
		findings     []string
	}{
		{"flat", "mails", complete(""), "", nil},
		{"flat, named after a language", "pt-BR", complete(""), "pt-BR", nil},
		{"flat, named after nothing", "tmp", complete(""), "", nil},
		{"flat, not as Logto writes it", "zh-cn", complete(""), "", nil},
		{"by language", "ja", byLanguage, "ja zh-CN", nil},
		{"empty", "ja", fstest.MapFS{}, "", []string{
			"dir:1:1: there is no template for Register " + partial,
			"dir:1:1: there is no template for SignIn " + partial,
			"dir:1:1: there is no template for ForgotPassword " + partial,
			"dir:1:1: there is no template for Generic " + partial,
		}},
		{"incomplete and mixed", "x", incomplete, "zh-CN", []string{
			"dir/SignIn.html:1:1: this template is in no language (move it into a folder such as zh-CN)",
			`dir/drafts:1:1: the folder has templates in it, but "drafts" is no language tag ` +
				"(a language tag looks like en or zh-CN; begin the name with _ to have the folder left alone)",
			"dir/zh-CN:1:1: there is no template for Generic " + partial,
		}},
		{"broken file", "x", broken, "", []string{
			"dir/Generic.html:1:1: the file has no front matter (begin it with a line ---, a line subject: and the subject, and a line --- again)",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			templates, findings := manifest.DecodeTemplateFolder("dir", test.folder, test.files, options())
			if diff := cmp.Diff(strings.Join(test.findings, "\n"), lines(findings)); diff != "" {
				t.Error(diff)
			}
			var languages []string
			for _, template := range templates {
				if len(languages) == 0 || languages[len(languages)-1] != template.LanguageTag {
					languages = append(languages, template.LanguageTag)
				}
				if template.Localised || !strings.HasPrefix(template.File, "dir/") {
					t.Errorf("got %+v", template)
				}
			}
			if got := strings.Join(languages, " "); got != test.languages {
				t.Errorf("got the languages %q, want %q", got, test.languages)
			}
		})
	}
}

func TestDecodeTemplateFile(t *testing.T) {
	t.Parallel()
	files := complete("")
	files["Register.html"] = templateFile("s", "broken {{cod")
	o := options()
	o.Brand = map[string]string{"name": "Given"}
	templates, findings := manifest.DecodeTemplateFile("ja", "ja", "SignIn.html", files, o)
	if diff := cmp.Diff("ja/SignIn.html ja SignIn false \"Given SignIn\"\n", told(templates)); diff != "" || len(findings) > 0 {
		t.Error(diff, findings)
	}
	files["SingIn.html"] = templateFile("s", "{{code}}")
	templates, findings = manifest.DecodeTemplateFile("", "x", "SingIn.html", files, o)
	if want := `SingIn.html:1:1: there is no usage type "SingIn" (did you mean "SignIn"?)`; lines(findings) != want || len(templates) > 0 {
		t.Errorf("got %v, %s", templates, lines(findings))
	}
}

func TestDecodeBuiltin(t *testing.T) {
	t.Parallel()
	files, err := email.Read(complete(""))
	if err != nil {
		t.Fatal(err)
	}
	templates, findings := manifest.DecodeBuiltin([]manifest.Builtin{{Language: "en", Files: files[:1]}, {Language: "ja", Files: files[1:2]}}, options())
	want := "built-in en/Register.html en Register false \"Example Register\"\nbuilt-in ja/SignIn.html ja SignIn false \"Example SignIn\"\n"
	if diff := cmp.Diff(want, told(templates)); diff != "" || len(findings) > 0 {
		t.Error(diff, findings)
	}
}

// Whatever stands in a template file, decoding ends, and each byte of what comes
// out has a place that the file has.
func FuzzDecodeTemplateFile(f *testing.F) {
	f.Add("---\nsubject: ${brand.name} {{code}}\n---\n<p>${brand.logo} $${x} ${ALIAS} {{code}}</p>\n", "Books & Co")
	f.Add("---\nsubject: \"\\u0062 ${brand.logoUrl:-{{x}}}\"\n---\r\né${brand.x}${brand.name:-${", "\u2028")
	f.Fuzz(func(t *testing.T, text, name string) {
		o := options()
		if new(email.Brand).Set("name", name) == nil {
			o.Brand = map[string]string{"name": name}
		}
		templates, findings := manifest.DecodeTemplateFile("dir", "ja", "SignIn.html", fstest.MapFS{"SignIn.html": {Data: []byte(text)}}, o)
		written := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
		check := func(at manifest.Pos) {
			t.Helper()
			if at.Line < 1 || at.Line > len(written) || at.Column < 1 || at.Column > utf8.RuneCountInString(written[at.Line-1])+1 {
				t.Errorf("%q: no such place: %v", text, at)
			}
		}
		for _, finding := range findings {
			if utf8.ValidString(text) {
				check(manifest.Pos{Line: finding.Line, Column: finding.Column})
			}
		}
		for _, template := range templates {
			for field, filled := range map[string]string{email.FieldSubject: template.Subject, email.FieldContent: template.Content} {
				for offset := range len(filled) + 1 {
					check(template.Position(field, offset))
				}
			}
		}
	})
}
