package scaffold

import (
	"crypto/rand"
	"encoding/base64"
	"path/filepath"
	"slices"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// EnvFile is the name of the file with an app's settings.
const EnvFile = ".env"

// What an app takes for granted: it has a route for the callback, and people find
// it at some address.
const (
	CallbackPath  = "/callback"
	DefaultOrigin = "http://localhost:3000"
)

const (
	sessionSecret = "SESSION_SECRET"
	appID         = "LOGTO_APP_ID"
	appName       = "APP_NAME"
)

// secretSize is the length of a session secret, in bytes: a key of AES-256.
const secretSize = 32

// EnvPath is where the app's .env is.
func (p *Project) EnvPath() string { return filepath.Join(p.Dir, EnvFile) }

// IsConfigured tells whether the app's .env names an application at Logto.
func (p *Project) IsConfigured() (bool, error) {
	text, _, err := folder.Read(p.Dir, EnvFile)
	return dotenv.Sets(string(text), appID), err
}

// env returns what would become of .env, and all variables that go into it. A
// session secret that is there stays: with another one everybody would have to
// sign in again.
func (p *Project) env(variables []dotenv.Variable) (folder.File, []dotenv.Variable, error) {
	file := folder.File{Name: EnvFile, Status: plan.Created}
	text, found, err := folder.Read(p.Dir, EnvFile)
	if err != nil {
		return file, nil, err
	}
	content, complete := string(text), slices.Clone(variables)
	if p.title != "" && (p.title != titleOf(p.Module) || dotenv.Sets(content, appName)) {
		complete = append(complete, dotenv.Variable{Name: appName, Value: p.title})
	}
	if !dotenv.Sets(content, sessionSecret) {
		complete = append(complete, dotenv.Variable{Name: sessionSecret, Value: newSecret()})
	}
	switch {
	case found && dotenv.Merge(content, complete) == content:
		file.Status = plan.Unchanged
	case found:
		file.Status = plan.Updated
	}
	return file, complete, nil
}

func newSecret() string {
	key := make([]byte, secretSize)
	_, _ = rand.Read(key) // never fails, as its documentation says
	return base64.StdEncoding.EncodeToString(key)
}
