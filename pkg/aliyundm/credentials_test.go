package aliyundm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

func TestCredentials_none(t *testing.T) {
	t.Parallel()
	transport := newScript(answer(200, jsonType, summaryBody))
	client, err := aliyundm.New(transport.option())
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.DescAccountSummary(t.Context())
	if !errors.Is(err, aliyundm.ErrNoCredentials) || !errors.Is(err, aliyundm.ErrUnauthorized) {
		t.Errorf("error is %v, want no credentials", err)
	}
	if transport.attempts != 0 {
		t.Error("a request left without credentials")
	}
	failure, ok := errors.AsType[*aliyundm.Error](err)
	if !ok || !strings.Contains(failure.Explanation().Hint, "ALIBABA_CLOUD_ACCESS_KEY_ID") {
		t.Errorf("error is %v, want an explanation that names the variables", err)
	}
}

func TestWithCredentials_invalid(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string]aliyundm.Credentials{
		"empty":               {},
		"no secret":           {AccessKeyID: accessKeyID},
		"no id":               {AccessKeySecret: accessKeySecret},
		"line break":          {AccessKeyID: accessKeyID + "\n", AccessKeySecret: accessKeySecret},
		"space in the secret": {AccessKeyID: accessKeyID, AccessKeySecret: "hunter2 secret"},
		"token of control":    {AccessKeyID: accessKeyID, AccessKeySecret: accessKeySecret, SecurityToken: "hunter2\x00"},
		"not ASCII":           {AccessKeyID: accessKeyID, AccessKeySecret: "hunter2é"},
	} {
		_, err := aliyundm.New(aliyundm.WithCredentials(pair))
		if !errors.Is(err, aliyundm.ErrNoCredentials) {
			t.Errorf("%s: error is %v, want no credentials", name, err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error shows the secret: %v", name, err)
		}
	}
}

func TestCredentials_print(t *testing.T) {
	t.Parallel()
	pair := aliyundm.Credentials{AccessKeyID: accessKeyID, AccessKeySecret: "hunter2", SecurityToken: "hunter3"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, pair); strings.Contains(text, "hunter") || !strings.Contains(text, accessKeyID) {
			t.Errorf("%s is %s, want the id and no secret", verb, text)
		}
	}
}

func TestWithCredentialsProvider(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	provider := aliyundm.CredentialsFunc(func(context.Context) (aliyundm.Credentials, error) {
		pair := exampleCredentials()
		pair.AccessKeyID += fmt.Sprint(asked.Add(1))
		return pair, nil
	})
	server := newServer(t, respond(200, jsonType, summaryBody))
	client := newClient(t, server.URL, aliyundm.WithCredentialsProvider(provider))
	for range 2 {
		if _, err := client.DescAccountSummary(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i, seen := range server.seen() {
		if want := fmt.Sprintf("Credential=%s%d,", accessKeyID, i+1); !strings.Contains(seen.header.Get("Authorization"), want) {
			t.Errorf("request %d is signed by %q, want %s", i, seen.header.Get("Authorization"), want)
		}
	}
}

func TestWithCredentialsProvider_failures(t *testing.T) {
	t.Parallel()
	broken := errors.New("the vault is sealed")
	tests := map[string]struct {
		provider aliyundm.CredentialsFunc
		cause    error
		none     bool
	}{
		"error": {
			provider: func(context.Context) (aliyundm.Credentials, error) { return aliyundm.Credentials{}, broken },
			cause:    broken, none: true,
		},
		"half a pair": {
			provider: func(context.Context) (aliyundm.Credentials, error) {
				return aliyundm.Credentials{AccessKeySecret: "hunter2"}, nil
			},
			cause: aliyundm.ErrUnauthorized, none: true,
		},
		"too slow": {
			provider: func(ctx context.Context) (aliyundm.Credentials, error) {
				<-ctx.Done()
				return aliyundm.Credentials{}, context.Cause(ctx)
			},
			cause: aliyundm.ErrUnauthorized, none: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				transport := newScript(answer(200, jsonType, sentBody))
				client := newClient(t, "dm.example.com", transport.option(), aliyundm.WithCredentialsProvider(test.provider))
				_, err := client.SingleSendMail(t.Context(), exampleMail())
				if errors.Is(err, aliyundm.ErrNoCredentials) != test.none || !errors.Is(err, test.cause) {
					t.Errorf("error is %v, want no credentials because of %v", err, test.cause)
				}
				if errors.Is(err, aliyundm.ErrUncertain) || transport.attempts != 0 {
					t.Errorf("error is %v after %d attempts, want certain and none", err, transport.attempts)
				}
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the error shows the secret: %v", err)
				}
				if took := time.Since(start); took > 30*time.Second {
					t.Errorf("took %v, want no more than the timeout", took)
				}
			})
		})
	}
}

func TestWithCredentialsProvider_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	provider := aliyundm.CredentialsFunc(func(ctx context.Context) (aliyundm.Credentials, error) {
		cancel()
		return aliyundm.Credentials{}, ctx.Err()
	})
	_, err := newClient(t, "dm.example.com", aliyundm.WithCredentialsProvider(provider)).DescAccountSummary(ctx)
	if !errors.Is(err, context.Canceled) || errors.Is(err, aliyundm.ErrNoCredentials) {
		t.Errorf("error is %v, want cancelled", err)
	}
}

// A server that repeats the secrets of the client does not get them into errors.
func TestError_secretsOfTheClient(t *testing.T) {
	t.Parallel()
	pair := exampleCredentials()
	pair.SecurityToken = secret.Text("CAISExampleSecurityToken")
	body := `{"Code":"InvalidSecurityToken.Malformed","Message":"Bad token CAISExampleSecurityToken of ExampleSecretDoNotUse","Recommend":"https://x.example.com/?t=CAISExampleSecurityToken"}`
	client := newClient(t, "dm.example.com", newScript(answer(400, jsonType, body)).option(), aliyundm.WithCredentials(pair))
	_, err := client.DescAccountSummary(t.Context())
	failure, ok := errors.AsType[*aliyundm.Error](err)
	if !ok {
		t.Fatalf("error is %v, want an *Error", err)
	}
	text := err.Error() + " " + failure.Recommend
	if !errors.Is(err, aliyundm.ErrUnauthorized) || strings.Contains(text, "CAISExample") || strings.Contains(text, accessKeySecret) {
		t.Errorf("error is %s, want it without secrets", text)
	}
}
