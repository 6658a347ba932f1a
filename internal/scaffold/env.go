package scaffold

import (
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/url"
	"path/filepath"
	"slices"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// EnvFile is the name of the file with an app's settings.
const EnvFile = ".env"

// What an app takes for granted: it has a route for the callback, and listens on
// a port when .env names no other.
const (
	CallbackPath  = "/callback"
	DefaultOrigin = "http://localhost:" + defaultPort
	defaultPort   = "3000"
)

const (
	sessionSecret = "SESSION_SECRET"
	portVariable  = "PORT"
	redirectURI   = "LOGTO_REDIRECT_URI"
	appID         = "LOGTO_APP_ID"
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
	content, complete := string(text), append([]dotenv.Variable(nil), variables...)
	if port := portOf(variables); port != "" && !dotenv.Sets(content, portVariable) && !slices.ContainsFunc(variables, isPort) {
		complete = append(complete, dotenv.Variable{Name: portVariable, Value: port})
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

func isPort(variable dotenv.Variable) bool { return variable.Name == portVariable }

func newSecret() string {
	key := make([]byte, secretSize)
	_, _ = rand.Read(key) // never fails, as its documentation says
	return base64.StdEncoding.EncodeToString(key)
}

// portOf returns the port on this machine that Logto sends people back to, ""
// when that is the default or the app stands behind something else.
func portOf(variables []dotenv.Variable) string {
	for _, variable := range variables {
		if variable.Name != redirectURI {
			continue
		}
		parsed, err := url.Parse(variable.Value)
		if err != nil || parsed.Scheme != "http" || !isLoopback(parsed.Hostname()) || parsed.Port() == defaultPort {
			return ""
		}
		if parsed.Port() == "" {
			return "80"
		}
		return parsed.Port()
	}
	return ""
}

func isLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || (address != nil && address.IsLoopback())
}
