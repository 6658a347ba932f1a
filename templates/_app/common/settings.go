package main

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/joho/godotenv"
	"github.com/redis/go-redis/v9"
)

// callbackPath is where Logto sends people back to after signing in.
const callbackPath = "/callback"

// sessionKeySize is the length of the session key, in bytes: that of AES-256.
const sessionKeySize = 32

// settings are what differs between one place where the app runs and another.
type settings struct {
	name           string // what the pages call the app
	endpoint       string // Logto's address
	appID          string
	appSecret      string
	redirectURI    string // this app's callbackPath, as it is registered at Logto
	postSignOutURI string // where Logto sends people after signing out, registered too
	sessionKey     []byte
	host           string // the address to listen on, "" for all of this machine
	port           string
	redis          *redis.Options // nil keeps sessions in memory
}

// loadEnvFile adds the variables of a .env file to the environment, whose own
// win. Where there is no file, the environment is all there is.
func loadEnvFile(path string) error {
	err := godotenv.Load(path)
	var unreadable *fs.PathError
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.As(err, &unreadable):
		return err
	default:
		// The parser quotes what it could not read, and that may be a secret.
		return fmt.Errorf("%s has a line that is not of the form NAME=value", path)
	}
}

// newSettings reads the settings. The error names everything that is missing or
// wrong at once, but no value, because some are secrets.
func newSettings(getenv func(string) string) (settings, error) {
	r := reader{getenv: getenv}
	s := settings{
		name:           cmp.Or(getenv("APP_NAME"), appName),
		endpoint:       r.address("LOGTO_ENDPOINT"),
		appID:          r.required("LOGTO_APP_ID"),
		appSecret:      r.required("LOGTO_APP_SECRET"),
		redirectURI:    r.address("LOGTO_REDIRECT_URI"),
		postSignOutURI: r.address("LOGTO_POST_SIGN_OUT_REDIRECT_URI"),
		sessionKey:     r.key("SESSION_SECRET"),
		host:           r.host("LISTEN_HOST"),
		port:           r.port("PORT"),
		redis:          r.redis("REDIS_URL"),
	}
	uri, err := url.Parse(s.redirectURI)
	if err == nil && s.redirectURI != "" && uri.Path != callbackPath {
		r.wrong("LOGTO_REDIRECT_URI", "must end in "+callbackPath+", which is the route that finishes a sign-in")
	}
	if len(r.problems) > 0 {
		return settings{}, fmt.Errorf("the settings are not complete (see .env.example):\n  %s", strings.Join(r.problems, "\n  "))
	}
	host, port := listenAt(uri)
	s.host, s.port = cmp.Or(s.host, host), cmp.Or(s.port, port)
	return s, nil
}

// listenAt returns where the app listens unless it is told. When people come back
// to this very machine, that is where they come back to, and nobody else gets in.
// Otherwise something stands in front of the app.
func listenAt(redirectURI *url.URL) (host, port string) {
	host, port = redirectURI.Hostname(), "3000"
	if address := net.ParseIP(host); host != "localhost" && !address.IsLoopback() {
		return "", port
	}
	if redirectURI.Scheme == "http" {
		port = cmp.Or(redirectURI.Port(), "80")
	}
	return host, port
}

// secure tells whether people reach the app by https.
func (s settings) secure() bool { return strings.HasPrefix(s.redirectURI, "https://") }

// origin is where people open the app.
func (s settings) origin() string { return strings.TrimSuffix(s.redirectURI, callbackPath) }

// address is where the app listens.
func (s settings) address() string { return net.JoinHostPort(s.host, s.port) }

// reader reads variables and keeps what is wrong with them.
type reader struct {
	getenv   func(string) string
	problems []string
}

func (r *reader) wrong(name, what string) { r.problems = append(r.problems, name+" "+what) }

func (r *reader) required(name string) string {
	value := r.getenv(name)
	if value == "" {
		r.wrong(name, "is not set")
	}
	return value
}

func (r *reader) address(name string) string {
	value := r.required(name)
	if value == "" {
		return ""
	}
	address, err := url.Parse(value)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Host == "" {
		r.wrong(name, "must be an address that begins with http:// or https://")
		return ""
	}
	return value
}

func (r *reader) key(name string) []byte {
	value := r.required(name)
	if value == "" {
		return nil
	}
	key, err := base64.StdEncoding.DecodeString(value)
	if err != nil || len(key) != sessionKeySize {
		r.wrong(name, fmt.Sprintf("must be %d random bytes in base64: openssl rand -base64 %[1]d", sessionKeySize))
	}
	return key
}

func (r *reader) host(name string) string {
	value := r.getenv(name)
	if value != "" && net.ParseIP(value) == nil {
		r.wrong(name, "must be an IP address of this machine, or 0.0.0.0 for all that it has")
	}
	return value
}

func (r *reader) port(name string) string {
	value := r.getenv(name)
	if value == "" {
		return ""
	}
	if number, err := strconv.ParseUint(value, 10, 16); err != nil || number == 0 {
		r.wrong(name, "must be a number from 1 to 65535")
	}
	return value
}

func (r *reader) redis(name string) *redis.Options {
	value := r.getenv(name)
	if value == "" {
		return nil
	}
	options, err := redis.ParseURL(value)
	if err != nil {
		r.wrong(name, "must be like redis://user:password@localhost:6379/0, or rediss:// for TLS")
	}
	return options
}
