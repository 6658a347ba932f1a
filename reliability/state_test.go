package reliability_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// state is what a run has left, as text: the tenant, the folder that it ran in and,
// where the scenario is about it, the account at Direct Mail.
func (w *world) state(ctx context.Context, s scenario) (string, error) {
	tenant, err := w.tenant.state()
	if err != nil {
		return "", err
	}
	folder, err := w.folderState()
	if err != nil || !s.account {
		return tenant + "\n" + folder, err
	}
	account, err := w.accountState(ctx)
	return strings.Join([]string{tenant, folder, account}, "\n"), err
}

// state returns the whole tenant, without what differs from one tenant to the
// next: ids are replaced by names, and dates, secrets and what a connector has from
// its package are left out.
func (t *tenant) state() (string, error) {
	var applications, connectors, templates []object
	var experience object
	for path, out := range map[string]any{
		"/api/applications": &applications, "/api/connectors": &connectors,
		"/api/email-templates": &templates, "/api/sign-in-exp": &experience,
	} {
		if err := t.call(http.MethodGet, path, nil, out); err != nil {
			return "", err
		}
	}
	names := t.names()
	for _, application := range applications {
		var secrets []object
		id := application.text("id")
		if err := t.call(http.MethodGet, "/api/applications/"+id+"/secrets", nil, &secrets); err != nil {
			return "", err
		}
		for _, secret := range secrets {
			secret["name"] = moment.ReplaceAllString(secret.text("name"), "at some time")
			delete(secret, "value")
			delete(secret, "createdAt")
		}
		delete(application, "secret")
		application["secrets"] = secrets
		names = append(names, id, "application "+application.text("name"))
	}
	for _, connector := range connectors {
		for _, part := range []string{"name", "description", "readme", "logo", "logoDark", "configTemplate", "formItems"} {
			delete(connector, part)
		}
		names = append(names, connector.text("id"), "connector "+connector.text("connectorId"))
	}
	for _, template := range templates {
		names = append(names, template.text("id"), "template "+template.text("languageTag")+"/"+template.text("templateType"))
	}
	return strings.Join([]string{
		list("applications", applications, names), list("connectors", connectors, names),
		list("email templates", templates, names), list("sign-in experience", []object{experience}, names),
	}, "\n"), nil
}

// moment is the time in the name of a secret.
var moment = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?`)

// names replaces what the environment of this one sandbox has.
func (t *tenant) names() []string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(t.environ)) {
		value := t.environ[name]
		if len(value) > 8 && (strings.HasPrefix(name, "LOGTO") || strings.HasPrefix(name, "ALIBABA_CLOUD_ACCESS")) {
			pairs = append(pairs, value, "$"+name)
		}
	}
	return pairs
}

// list prints objects one after the other, in an order that does not depend on
// when they were made.
func list(title string, objects []object, names []string) string {
	replace := strings.NewReplacer(names...)
	texts := make([]string, len(objects))
	for i, o := range objects {
		for _, made := range []string{"createdAt", "updatedAt", "domainId", "mailAddressId", "tagId", "dailyCount", "monthCount"} {
			delete(o, made)
		}
		text, err := json.MarshalIndent(o, "", " ")
		if err != nil {
			return err.Error()
		}
		texts[i] = replace.Replace(string(text))
	}
	slices.Sort(texts)
	return fmt.Sprintf("%d %s\n%s", len(objects), title, strings.Join(texts, "\n"))
}

// folderState is what there is in the folder of the run. Of a .env file it says
// which application its secret is good for.
func (w *world) folderState() (string, error) {
	root := w.path("work")
	files, err := envFiles(root)
	if err != nil {
		return "", err
	}
	var lines []string
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name := strings.TrimPrefix(path, root)
		values, isEnv := files[path]
		if !isEnv {
			lines = append(lines, fmt.Sprintf("%s %x", name, sha256.Sum256(content)))
			return err
		}
		lines = append(lines, fmt.Sprintf("%s has a secret of %s", name, w.tenant.whose(values)))
		for variable, value := range values {
			switch {
			case value == w.environ["LOGTO_ENDPOINT"]:
				value = "the endpoint"
			case variable == "LOGTO_APP_ID" || strings.HasSuffix(variable, "SECRET"):
				value = fmt.Sprintf("%d characters", len(value))
			}
			lines = append(lines, fmt.Sprintf("%s %s=%s", name, variable, value))
		}
		return err
	})
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

// accountState is what there is at Direct Mail. A check of the signatures is not
// to be had without a client, so logtoctl itself reads it.
func (w *world) accountState(ctx context.Context) (string, error) {
	var texts []string
	for _, noun := range []string{"domain", "sender", "tag"} {
		ended, err := w.run(ctx, "direct-mail", noun, "list", "-o", "json")
		if err != nil || ended.code != 0 {
			return "", fmt.Errorf("list each %s: exit code %d, %w\n%s", noun, ended.code, err, ended.stderr)
		}
		var objects []object
		if err := json.Unmarshal([]byte(ended.stdout), &objects); err != nil {
			return "", errors.Join(fmt.Errorf("list each %s", noun), err)
		}
		texts = append(texts, list(noun, objects, w.tenant.names()))
	}
	return strings.Join(texts, "\n"), nil
}
