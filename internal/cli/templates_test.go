package cli_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/exitcode"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/templates"
)

// mails writes files into a folder of their own, and returns it.
func mails(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// flat has the usage types that a connector needs, below a folder.
func flat(below string) map[string]string {
	files := map[string]string{}
	for _, usageType := range email.Required() {
		files[below+string(usageType)+".html"] = "---\nsubject: ${brand.name} ${SHOP:-shop}\n---\n<p>{{code}}</p>\n"
	}
	return files
}

// The built-in templates are good ones, in every language, for any brand.
func TestEnv_ReadTemplates_builtin(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "Books & More"} {
		vars := map[string]string{"code": "123456"}
		want := "Example"
		if name != "" {
			vars["brand.name"], want = name, name
		}
		all, findings, err := surroundings{}.start(t).ReadTemplates(t.Context(), "", vars)
		if err != nil || len(findings) > 0 {
			t.Fatalf("%v, %v", findings, err)
		}
		if len(all) != len(templates.Locales())*len(email.UsageTypes()) {
			t.Errorf("%d templates", len(all))
		}
		for _, template := range all {
			if strings.Contains(template.Subject+template.Content, "${") || template.Localised || template.LanguageTag == "" || template.Source == "" {
				t.Errorf("%s: %q", template.File, template.Subject)
			}
		}
		if !slices.ContainsFunc(templates.Locales(), func(locale string) bool { return locale == all[0].LanguageTag }) || !strings.Contains(all[0].Subject, want) {
			t.Errorf("the first is %+v", all[0])
		}
	}
}

func TestEnv_ReadTemplates(t *testing.T) {
	t.Parallel()
	files := flat("emails/ja/")
	maps.Copy(files, flat("emails/en/"))
	maps.Copy(files, flat("plain/"))
	files["connector.json"] = `{"templates": "plain", "fromAlias": "Alias", "brand": {"color": "#fff"}}`
	files["connector/connector.json"] = `{"templates": "../plain"}`
	files["logtoctl.yaml"] = "version: 1\nconnector: {file: connector.json, templates: emails/ja}\nemailTemplates: emails\n"
	files["manifest.json"] = `{"version": 1, "brand": {"name": "JSON"}, "emailTemplates": "emails"}`
	files["builtin.json"] = `{"accountName": "noreply@mail.example.com"}`
	folder := mails(t, files)
	tests := []struct {
		path, subject, languages string
		count                    int
	}{
		{"plain", "Example shop", "", 4},
		{"plain/", "Example shop", "", 4},
		{"emails/ja", "Example shop", "ja", 4},
		{"emails", "Example shop", "en ja", 8},
		{"emails/ja/SignIn.html", "Example shop", "ja", 1},
		{"plain/Generic.html", "Example shop", "", 1},
		{"connector.json", "Alias shop", "", 4},
		{"connector/connector.json", "Example shop", "", 4},
		{"logtoctl.yaml", "Alias shop", "ja en ja", 12},
		{"manifest.json", "JSON shop", "en ja", 8},
		{"builtin.json", "", "en", 9},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			t.Parallel()
			all, findings, err := surroundings{}.start(t).ReadTemplates(t.Context(), folder+"/"+test.path, nil)
			if err != nil || len(findings) > 0 || len(all) != test.count {
				t.Fatalf("%d templates, %v, %v", len(all), findings, err)
			}
			if got := all[0].Subject; test.subject != "" && got != test.subject {
				t.Errorf("the first subject is %q, want %q", got, test.subject)
			}
			var languages []string
			for _, template := range all {
				languages = append(languages, template.LanguageTag)
			}
			if got := strings.Join(slices.Compact(languages), " "); got != test.languages {
				t.Errorf("the languages are %q, want %q", got, test.languages)
			}
			if _, err := os.Stat(all[0].File); err != nil && test.subject != "" {
				t.Error(err)
			}
		})
	}
}

// The command line wins over the file, and files see the environment.
func TestEnv_ReadTemplates_vars(t *testing.T) {
	t.Parallel()
	folder := mails(t, flat(""))
	r := surroundings{env: map[string]string{"SHOP": "from the environment"}}.start(t)
	all, findings, err := r.ReadTemplates(t.Context(), folder, map[string]string{"brand.name": "Given", "user.name": "Ann"})
	if err != nil || len(findings) > 0 || all[0].Subject != "Given from the environment" {
		t.Errorf("%+v, %v, %v", all, findings, err)
	}
}

// Handed over one by one, templates and findings are those that are read at once.
func TestEnv_EachTemplate(t *testing.T) {
	t.Parallel()
	files := flat("emails/ja/")
	maps.Copy(files, flat("emails/en/"))
	files["emails/en/SignIn.html"] = "---\nsubject: s\n---\n{{cod}}"
	files["connector.json"] = `{"templates": "emails/en"}`
	files["logtoctl.yaml"] = "version: 1\nconnector: {templates: emails/ja}\nemailTemplates: emails\n"
	folder := mails(t, files)
	shown := func(template manifest.MailTemplate) string {
		return template.File + " " + template.LanguageTag + " " + template.Subject + " " + template.Content
	}
	for _, path := range []string{"", "emails", "emails/en", "emails/en/SignIn.html", "connector.json", "logtoctl.yaml", "nowhere"} {
		if path != "" {
			path = filepath.Join(folder, path)
		}
		r := surroundings{}.start(t)
		all, want, wantErr := r.ReadTemplates(t.Context(), path, nil)
		var read, taken []string
		for _, template := range all {
			read = append(read, shown(template))
		}
		findings, err := r.EachTemplate(t.Context(), path, nil, func(template manifest.MailTemplate) {
			taken = append(taken, shown(template))
		})
		if !slices.Equal(taken, read) || !slices.Equal(findings, want) || (err == nil) != (wantErr == nil) || (err == nil) != (len(taken) > 0) {
			t.Errorf("%s: %d templates, %v, %v, want %d, %v, %v", path, len(taken), findings, err, len(read), want, wantErr)
		}
	}
}

// What is wrong with the templates is a finding, what could be read is there.
func TestEnv_ReadTemplates_findings(t *testing.T) {
	t.Parallel()
	files := flat("")
	files["SignIn.html"] = "---\nsubject: s\n---\n${brand.colour}{{cod}}"
	files["Generic.html"] = "none"
	files["c/connector.json"] = `{"templates": "nowhere", "accountName": 1}`
	folder := mails(t, files)
	all, findings, err := surroundings{}.start(t).ReadTemplates(t.Context(), folder, nil)
	if err != nil || len(all) != 3 || len(findings) != 3 {
		t.Errorf("%d templates, %v, %v", len(all), findings, err)
	}
	all, findings, err = surroundings{}.start(t).ReadTemplates(t.Context(), folder+"/c/connector.json", nil)
	if err != nil || len(all) > 0 || len(findings) != 2 {
		t.Errorf("%d templates, %v, %v", len(all), findings, err)
	}
}

func TestEnv_ReadTemplates_errors(t *testing.T) {
	t.Parallel()
	folder := mails(t, map[string]string{"logo.png": "", "assets/img/logo.png": "", "emails/ja/SignIn.html": ""})
	tests := []struct {
		path       string
		vars       map[string]string
		text, hint string
	}{
		{"nowhere", nil, "there is no file or folder " + folder + "/nowhere", "templates init"},
		{"logo.png", nil, "logo.png holds no email templates", "name a folder"},
		{"logo.png/x", nil, "not a directory", ""},
		{"assets", nil, "there are no templates in " + folder + "/assets", "templates init " + folder + "/assets"},
		{"emails", map[string]string{"brand.colour": "#fff"}, `--var: a brand has no "colour" (did you mean "color"?)`, ""},
		{"emails", map[string]string{"brand.name": ""}, "brand.name is empty", ""},
	}
	for _, test := range tests {
		all, findings, err := surroundings{}.start(t).ReadTemplates(t.Context(), filepath.Join(folder, test.path), test.vars)
		failure := cli.Describe(err)
		if exitcode.Of(err) != exitcode.Usage || !strings.Contains(failure.Message, test.text) || !strings.Contains(failure.Hint, test.hint) {
			t.Errorf("%s: exit code %d, %+v", test.path, exitcode.Of(err), failure)
		}
		if len(all) > 0 || len(findings) > 0 {
			t.Errorf("%s: %v, %v", test.path, all, findings)
		}
	}
}

func TestEnv_NoteShadowed(t *testing.T) {
	t.Parallel()
	type types = []email.UsageType
	both := provision.Shadow{
		UsageTypes: types{email.SignIn, email.Generic, email.BindMfa}, Everybody: types{email.Generic},
		Languages: []string{"ja", "zh-CN"}, Fallback: "en",
	}
	some := provision.Shadow{UsageTypes: types{email.SignIn}, Languages: []string{"ja"}, Fallback: "en"}
	all := provision.Shadow{UsageTypes: types{email.SignIn, email.Generic}, Everybody: types{email.SignIn, email.Generic}, Fallback: "en"}
	tests := []struct {
		profile string
		shadow  provision.Shadow
		changed bool
		want    string
	}{
		{"", provision.Shadow{Fallback: "en"}, true, ""},
		{"staging", some, true, "note: profile staging: localised email templates hide the connector's own for SignIn from people in ja\n"},
		{"", some, false, "note: localised email templates hide the connector's own for 1 usage type from people in ja\n"},
		{"", all, true, "note: localised email templates hide the connector's own for SignIn, Generic from everybody (en is the fallback language)\n"},
		{"", provision.Shadow{UsageTypes: email.UsageTypes(), Languages: []string{"ja"}}, true, "note: localised email templates hide the connector's own for all usage types from people in ja\n"},
		{"", both, true, "note: localised email templates hide the connector's own for Generic from everybody (en is the fallback language), for SignIn, BindMfa from people in ja, zh-CN\n"},
		{"", both, false, "note: localised email templates hide the connector's own for 1 usage type from everybody (en is the fallback language), for 2 usage types from people in ja, zh-CN\n"},
	}
	for _, test := range tests {
		r := surroundings{}.start(t)
		r.NoteShadowed(test.profile, test.shadow, test.changed)
		if diff := cmp.Diff(test.want, r.err.String()); diff != "" {
			t.Errorf("%s %+v (-want +got):\n%s", test.profile, test.shadow, diff)
		}
	}
}
