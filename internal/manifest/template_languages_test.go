package manifest_test

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeManifest_folderOfLanguages(t *testing.T) {
	t.Parallel()
	languages := fstest.MapFS{
		"ja/SignIn.html": templateFile("サインイン", "{{code}}"), "zh-CN/Generic.html": templateFile("验证码", "{{code}}"),
		"ja/.draft.html": templateFile("s", ""), "images/logo.svg": {}, "src/index.html": {}, "_old/SignIn.html": templateFile("s", ""), "README.md": {}, ".git/x.html": {},
	}
	with := func(more fstest.MapFS) fstest.MapFS {
		all := maps.Clone(languages)
		maps.Copy(all, more)
		return all
	}
	flat := fstest.MapFS{"SignIn.html": templateFile("s", "{{code}}"), "Generic.html": templateFile("s", "{{code}}")}
	const rename = "(a language tag looks like en or zh-CN; begin the name with _ to have the folder left alone)"
	const localised, own = "emailTemplates: emails", "connector: {file: mail/connector.json, templates: emails}"
	tests := []struct {
		name, file string
		files      fstest.MapFS
		want       []string
	}{
		{"languages", localised, languages, nil},
		{"none", localised, fstest.MapFS{"images/logo.svg": {}}, []string{
			"dir/file.yaml:2:17: emailTemplates names a folder without templates (it has a folder for each language, such as dir/emails/en/SignIn.html)",
		}},
		{"flat for languages", localised, flat, []string{
			"dir/file.yaml:2:17: emailTemplates names a folder of templates in no language: Generic.html, SignIn.html " +
				"(put them into a folder for each language, such as dir/emails/en/Generic.html)",
		}},
		{"one language for all", "emailTemplates: emails/ja", flat, []string{
			"dir/file.yaml:2:17: emailTemplates names the folder of one language (name the folder that it is in, dir/emails)",
		}},
		{"languages for flat", own, languages, []string{
			"dir/file.yaml:2:51: templates names a folder of languages: ja, zh-CN (name the folder of one of them, such as dir/emails/ja)",
		}},
		{"languages for one language", "emailTemplates: {ja: emails}", languages, []string{
			"dir/file.yaml:2:22: emailTemplates.ja names a folder of languages: ja, zh-CN (name the folder of one of them, such as dir/emails/ja)",
		}},
		{"both", localised, with(flat), []string{
			"dir/emails/Generic.html:1:1: this template is in no language (move it into a folder such as ja)",
			"dir/emails/SignIn.html:1:1: this template is in no language (move it into a folder such as ja)",
		}},
		{"languages that nobody asks for", localised, with(fstest.MapFS{
			"zh-tw/SignIn.html": templateFile("s", "{{code}}"), "xx/SignIn.html": templateFile("s", "{{code}}"), "drafts/SignIn.html": templateFile("s", "{{code}}"),
		}), []string{
			`dir/emails/drafts:1:1: the folder has templates in it, but "drafts" is no language tag ` + rename,
			`dir/emails/xx:1:1: the folder has templates in it, but "xx" is no language tag ` + rename,
			`dir/emails/zh-tw:1:1: the language "zh-tw" would never be found: Logto compares letter by letter (write zh-TW)`,
		}},
		{"not quite languages", localised, with(fstest.MapFS{
			"zh_TW/SignIn.html": templateFile("s", "{{code}}"), "old/SignIn.html": templateFile("s", "{{code}}"),
			"ja-old/SignIn.html": templateFile("s", "{{code}}"), "index.html": {},
		}), []string{
			`dir/emails/ja-old:1:1: the folder has templates in it, but "ja-old" is no language tag ` + rename,
			`dir/emails/old:1:1: the folder has templates in it, but "old" is no language tag ` + rename,
			`dir/emails/zh_TW:1:1: the language "zh_TW" would never be found: Logto compares letter by letter (write zh-TW)`,
			"dir/emails/index.html:1:1: warning: this is no template: it has no front matter, and its name is no usage type " +
				"(a template has a name such as SignIn.html; begin that of another file with _)",
		}},
		{"no language at all", localised, fstest.MapFS{"old/SignIn.html": templateFile("s", "{{code}}")}, []string{
			`dir/emails/old:1:1: the folder has templates in it, but "old" is no language tag ` + rename,
		}},
		{"a copy beside one language", "emailTemplates: {ja: emails}", fstest.MapFS{
			"SignIn.html": templateFile("s", "{{code}}"), "old/SignIn.html": templateFile("s", ""), "page.html": {},
		}, []string{
			"dir/emails/page.html:1:1: warning: this is no template: it has no front matter, and its name is no usage type " +
				"(a template has a name such as SignIn.html; begin that of another file with _)",
		}},
		{"a finding in one", localised, with(fstest.MapFS{"ja/SignIn.html": templateFile("s", "{{code}}{{cod}}")}), []string{
			`dir/emails/ja/SignIn.html:4:9: unknown placeholder {{cod}}, which the end user would see as written (did you mean "code"?)`,
		}},
		{"empty path", "emailTemplates: ''", languages, []string{"dir/file.yaml:2:17: emailTemplates is empty (leave it out for the built-in templates)"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := manifestOptions()
			o.OpenDir = func(string) (fs.FS, error) { return test.files, nil }
			m, findings := decodeManifest(t, o, "version: 1\n"+test.file+"\n")
			if diff := cmp.Diff(strings.Join(test.want, "\n"), findings); diff != "" {
				t.Error(diff)
			}
			if len(test.want) > 0 {
				return
			}
			var rows []string
			for _, row := range m.EmailTemplates {
				rows = append(rows, row.LanguageTag+" "+string(row.UsageType)+" "+row.Subject)
			}
			if diff := cmp.Diff([]string{"ja SignIn サインイン", "zh-CN Generic 验证码"}, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Overlays change one language of an object, and a folder is replaced whole.
func TestDecodeManifest_folderOfLanguagesOverlay(t *testing.T) {
	t.Parallel()
	o := manifestOptions()
	m, findings := decodeManifest(t, o, "version: 1\nemailTemplates: nowhere\n", "emailTemplates: {ja: ./emails}\n")
	if findings != "" || len(m.EmailTemplates) != 2 {
		t.Errorf("got %v, %s", m.EmailTemplates, findings)
	}
}
