package reliability_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// watch looks at the tenant after each write.
type watch struct {
	tenant *tenant
	// keep is a usage type that only the live connector has a template for, and
	// that has to be there at any time; empty when there is none.
	keep string
	// folders are those in which the apps find their .env files.
	folders []string

	mu      sync.Mutex
	damages []string
}

// look checks that people can sign in: a code is asked for only where an email
// connector can send it, and an app has a secret that counts.
func (w *watch) look() {
	var experience struct {
		SignIn struct {
			Methods []struct {
				Identifier       string
				Password         bool
				VerificationCode bool
			}
		}
	}
	if err := w.tenant.call(http.MethodGet, "/api/sign-in-exp", nil, &experience); err != nil {
		w.damage("the sign-in experience cannot be read: %v", err)
	}
	usageTypes := w.usageTypes()
	ways := 0
	for _, method := range experience.SignIn.Methods {
		sends := method.VerificationCode && slices.Contains(usageTypes, "SignIn")
		if method.Password || sends {
			ways++
		}
		if method.Identifier == "email" && method.VerificationCode && !sends {
			w.damage("people are asked for a code that nobody sends")
		}
	}
	if ways == 0 {
		w.damage("there is no way to sign in")
	}
	if w.keep != "" && !slices.Contains(usageTypes, w.keep) {
		w.damage("the template for %s is lost", w.keep)
	}
	w.lookAtApps()
}

// usageTypes are those that a connector has a template for.
func (w *watch) usageTypes() (usageTypes []string) {
	var connectors []struct {
		Config struct {
			Templates []struct{ UsageType string }
		}
	}
	if err := w.tenant.call(http.MethodGet, "/api/connectors", nil, &connectors); err != nil {
		w.damage("the connectors cannot be read: %v", err)
	}
	for _, connector := range connectors {
		for _, template := range connector.Config.Templates {
			usageTypes = append(usageTypes, template.UsageType)
		}
	}
	return usageTypes
}

// lookAtApps checks that what stands in a .env file is good for an application, as
// long as there is that application.
func (w *watch) lookAtApps() {
	for _, folder := range w.folders {
		files, err := envFiles(folder)
		if err != nil {
			w.damage("%v", err)
		}
		for file, values := range files {
			if w.tenant.whose(values) == deadSecret {
				w.damage("the secret in %s has been deleted", file)
			}
		}
	}
}

func (w *watch) damage(format string, values ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.damages = append(w.damages, fmt.Sprintf(format, values...))
}

// err returns what was seen.
func (w *watch) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.damages) == 0 {
		return nil
	}
	return fmt.Errorf("after a write: %s", strings.Join(w.damages, "; "))
}

// envFiles returns the variables of each .env file below a folder.
func envFiles(root string) (map[string]map[string]string, error) {
	files := map[string]map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".env") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		values := map[string]string{}
		for line := range strings.Lines(string(content)) {
			if name, value, isSet := strings.Cut(strings.TrimSpace(line), "="); isSet {
				values[name] = strings.Trim(value, `"'`)
			}
		}
		files[path] = values
		return nil
	})
	return files, err
}

// What a secret in a .env file is worth, where no application has it.
const (
	noSecret   = "none"
	deadSecret = "none that counts"
)

// whose returns the name of the application that the variables of a .env file are
// good for.
func (t *tenant) whose(values map[string]string) string {
	id, secret := values["LOGTO_APP_ID"], values["LOGTO_APP_SECRET"]
	var application object
	var kept []object
	if id == "" || t.call(http.MethodGet, "/api/applications/"+id, nil, &application) != nil {
		return noSecret // never written, or gone with its application
	}
	if t.call(http.MethodGet, "/api/applications/"+id+"/secrets", nil, &kept) != nil ||
		!slices.ContainsFunc(kept, func(o object) bool { return o.text("value") == secret }) {
		return deadSecret
	}
	return application.text("name")
}
