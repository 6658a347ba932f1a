package aliyundm_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

const hidden = "hunter2hunter2" // is in every file and must be in no error

// searchIn sets up the world of a search: a home directory with files, and
// variables. Tests that use it are not parallel, because the official providers
// read the environment of the process.
func searchIn(t *testing.T, files, variables map[string]string) {
	t.Helper()
	home := t.TempDir()
	for path, content := range files {
		path = filepath.Join(home, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "ALIBABA_CLOUD_") {
			t.Setenv(name, "")
		}
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

func search(t *testing.T) (aliyundm.Credentials, error) {
	t.Helper()
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return chain.Credentials(t.Context())
}

func TestDefaultChain_finds(t *testing.T) {
	const (
		cli       = `{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"cli","access_key_secret":"s1"},{"name":"work","mode":"StsToken","access_key_id":"sts","access_key_secret":"s2","sts_token":"t2"}]}`
		shared    = "[default]\ntype = access_key\naccess_key_id = shared\naccess_key_secret = s3\n"
		cliPath   = ".aliyun/config.json"
		sharedIni = ".alibabacloud/credentials"
	)
	tests := map[string]struct {
		files, variables map[string]string
		want             aliyundm.Credentials
	}{
		"environment first": {
			files:     map[string]string{cliPath: cli, sharedIni: shared},
			variables: map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s0"},
			want:      aliyundm.Credentials{AccessKeyID: "env", AccessKeySecret: "s0"},
		},
		"environment with a token": {
			variables: map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s0", "ALIBABA_CLOUD_SECURITY_TOKEN": "t0"},
			want:      aliyundm.Credentials{AccessKeyID: "env", AccessKeySecret: "s0", SecurityToken: "t0"},
		},
		"then the CLI": {
			files: map[string]string{cliPath: cli, sharedIni: shared},
			want:  aliyundm.Credentials{AccessKeyID: "cli", AccessKeySecret: "s1"},
		},
		"profile of the CLI": {
			files:     map[string]string{cliPath: cli},
			variables: map[string]string{"ALIBABA_CLOUD_PROFILE": "work"},
			want:      aliyundm.Credentials{AccessKeyID: "sts", AccessKeySecret: "s2", SecurityToken: "t2"},
		},
		"CLI switched off": {
			files:     map[string]string{cliPath: cli, sharedIni: shared},
			variables: map[string]string{"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"},
			want:      aliyundm.Credentials{AccessKeyID: "shared", AccessKeySecret: "s3"},
		},
		"past a broken file": {
			files: map[string]string{cliPath: `{"x`, sharedIni: shared},
			want:  aliyundm.Credentials{AccessKeyID: "shared", AccessKeySecret: "s3"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			searchIn(t, test.files, test.variables)
			got, err := search(t)
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want { // cmp would print secrets as [redacted] only
				t.Errorf("found %s with secret %q, want %s", got.AccessKeyID, got.AccessKeySecret.Reveal(), test.want.AccessKeyID)
			}
		})
	}
}

func TestDefaultChain_findsNothing(t *testing.T) {
	const (
		noEnvironment = "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set"
		cliFile       = "Alibaba Cloud CLI configuration (~/.aliyun/config.json): "
		noCLI         = cliFile + "the file does not exist or cannot be opened"
		sharedFile    = "shared credentials file (~/.alibabacloud/credentials): "
		noShared      = sharedFile + "it does not exist or could not be read as INI"
	)
	tests := map[string]struct {
		cli, shared string
		variables   map[string]string
		want        []string
	}{
		"nothing": {want: []string{noEnvironment, noCLI, noShared}},
		"no secret in the environment": {
			variables: map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env"},
			want:      []string{"environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set", noCLI, noShared},
		},
		"OIDC role without its token": {
			variables: map[string]string{
				"ALIBABA_CLOUD_OIDC_TOKEN_FILE": "/nowhere/" + hidden, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/p",
				"ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/r",
			},
			want: []string{noEnvironment, "OIDC role: the role could not be assumed", noCLI, noShared},
		},
		"malformed CLI file": {
			cli:  `{"profiles":[{"access_key_secret":"` + hidden + `",]}`,
			want: []string{noEnvironment, cliFile + "the file could not be read as JSON", noShared},
		},
		"no profiles":     {cli: `{}`, want: []string{noEnvironment, cliFile + "the file has no profiles", noShared}},
		"another profile": {cli: `{"current":"` + hidden + `","profiles":[{}]}`, want: []string{noEnvironment, cliFile + "the file has no profile of the chosen name", noShared}},
		"strange mode": {
			cli:  `{"current":"a","profiles":[{"name":"a","mode":"` + hidden + `"}]}`,
			want: []string{noEnvironment, cliFile + "the chosen profile has a mode that is not supported", noShared},
		},
		"CLI profile without keys": {
			cli:  `{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_secret":"` + hidden + `"}]}`,
			want: []string{noEnvironment, cliFile + "the chosen profile has no usable AccessKey", noShared},
		},
		"malformed INI":           {shared: "access_key_secret " + hidden, want: []string{noEnvironment, noCLI, noShared}},
		"INI without the section": {shared: "[other]\nkey = " + hidden, want: []string{noEnvironment, noCLI, sharedFile + "it has no section for the chosen profile"}},
		"INI without a type":      {shared: "[default]\nkey = " + hidden, want: []string{noEnvironment, noCLI, sharedFile + "the chosen profile has no type"}},
		"INI of unknown type":     {shared: "[default]\ntype = " + hidden, want: []string{noEnvironment, noCLI, sharedFile + "the chosen profile has no usable AccessKey"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			if test.cli != "" {
				files[".aliyun/config.json"] = test.cli
			}
			if test.shared != "" {
				files[".alibabacloud/credentials"] = test.shared
			}
			searchIn(t, files, test.variables)
			_, err := search(t)
			none, ok := errors.AsType[*aliyundm.NoCredentialsError](err)
			if !ok || !errors.Is(err, aliyundm.ErrNoCredentials) || !errors.Is(err, aliyundm.ErrUnauthorized) {
				t.Fatalf("error is %v, want no credentials", err)
			}
			if diff := cmp.Diff(test.want, none.Reasons); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			unusable := slices.DeleteFunc(slices.Clone(test.want), func(reason string) bool {
				return slices.Contains([]string{noEnvironment, noCLI, cliFile + "the file has no profiles", noShared}, reason)
			})
			if diff := cmp.Diff(unusable, none.Unusable, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("places that are there and of no use (-want +got):\n%s", diff)
			}
			if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, hidden) {
				t.Errorf("the error shows what is in the file: %s", text)
			}
		})
	}
}

// The credentials URI is an HTTP server whose answers can hold secrets.
func TestDefaultChain_uri(t *testing.T) {
	good := `{"AccessKeyId":"uri","AccessKeySecret":"` + hidden + `","SecurityToken":"t","Expiration":"2999-01-01T00:00:00Z"}`
	var mu sync.Mutex
	body, requests := `{"AccessKeySecret":"`+hidden+`"}`, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		requests++
		respond(200, jsonType, body)(w, r)
	}))
	defer server.Close()
	searchIn(t, nil, map[string]string{"ALIBABA_CLOUD_CREDENTIALS_URI": server.URL + "/?token=" + hidden})
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{})
	if err != nil {
		t.Fatal(err)
	}

	_, err = chain.Credentials(t.Context())
	if err == nil || !strings.Contains(err.Error(), "ALIBABA_CLOUD_CREDENTIALS_URI: the address gave no credentials") || strings.Contains(err.Error(), hidden) {
		t.Fatalf("error is %v, want it without what the address said", err)
	}

	mu.Lock()
	body = good
	mu.Unlock()
	for range 2 {
		pair, err := chain.Credentials(t.Context())
		if err != nil || pair.AccessKeyID != "uri" || pair.AccessKeySecret != hidden || pair.SecurityToken != "t" {
			t.Fatalf("found %v, %v", pair, err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if requests != 2 {
		t.Errorf("%d requests, want one that failed and one that is remembered", requests)
	}
}

// A search cannot be stopped, but a caller can stop waiting for it, and the next
// caller waits for his turn no longer than he wants to.
func TestDefaultChain_slow(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	searchIn(t, nil, map[string]string{"ALIBABA_CLOUD_CREDENTIALS_URI": server.URL})
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if _, err := chain.Credentials(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want the deadline", err)
		}
		cancel()
	}
}

// Instance metadata is asked only if the options say so, and even then not if
// the environment forbids it.
func TestDefaultChain_instanceMetadata(t *testing.T) {
	searchIn(t, nil, map[string]string{"ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"})
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{InstanceMetadata: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = chain.Credentials(t.Context())
	if err == nil || strings.Contains(err.Error(), "instance metadata") {
		t.Errorf("error is %v, want no word of instance metadata", err)
	}
}

func TestDefaultChain_concurrent(t *testing.T) {
	searchIn(t, nil, map[string]string{"ALIBABA_CLOUD_ACCESS_KEY_ID": "env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s0"})
	chain, err := aliyundm.DefaultChain(aliyundm.ChainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if pair, err := chain.Credentials(t.Context()); err != nil || pair.AccessKeyID != "env" {
				t.Errorf("found %v, %v", pair, err)
			}
		})
	}
	group.Wait()
}
