package logtoadmin_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// exchange is one recorded request: the call that makes it, and what the caller
// gets of the recorded answer.
type exchange struct {
	recording string
	call      func(context.Context, *logtoadmin.Client) (any, error)
	want      any
}

// run plays each exchange on a tenant of its own.
func run(t *testing.T, exchanges []exchange) {
	t.Helper()
	for _, e := range exchanges {
		t.Run(e.recording, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.play(e.recording)
			got, err := e.call(t.Context(), tenant.client())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e.want, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}

// nothing adapts a call without a result.
func nothing(call func(context.Context, *logtoadmin.Client) error) func(context.Context, *logtoadmin.Client) (any, error) {
	return func(ctx context.Context, c *logtoadmin.Client) (any, error) { return nil, call(ctx, c) }
}

const bookstoreID = "p7g31oc7jleuzotedq0q4"

var empty = map[string]json.RawMessage{}

func bookstore() logtoadmin.Application {
	return logtoadmin.Application{
		ID: bookstoreID, Name: "Bookstore", Description: "Demo", Type: logtoadmin.ApplicationTypeTraditional,
		OIDCClientMetadata: logtoadmin.OIDCClientMetadata{
			RedirectURIs:           []string{"http://localhost:3000/callback"},
			PostLogoutRedirectURIs: []string{"http://localhost:3000"},
		},
		CustomClientMetadata: empty,
		CustomData:           map[string]json.RawMessage{"managedBy": json.RawMessage(`"logtoctl"`)},
		CreatedAt:            time.UnixMilli(1795371395038).UTC(),
	}
}

func TestApplicationService_recordings(t *testing.T) {
	t.Parallel()
	patched := bookstore()
	patched.OIDCClientMetadata.RedirectURIs = []string{"http://localhost:3000/callback", "https://bookstore.example.com/callback"}
	tuned := patched
	tuned.CustomClientMetadata = map[string]json.RawMessage{
		"refreshTokenTtlInDays": json.RawMessage("14"), "alwaysIssueRefreshToken": json.RawMessage("true"),
	}
	run(t, []exchange{
		{"017-app-create-traditional", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{
				Name: "Bookstore", Type: logtoadmin.ApplicationTypeTraditional, Description: "Demo",
				OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{
					RedirectURIs:           []string{"http://localhost:3000/callback"},
					PostLogoutRedirectURIs: []string{"http://localhost:3000"},
				},
				CustomData: map[string]json.RawMessage{"managedBy": json.RawMessage(`"logtoctl"`)},
			})
		}, bookstore()},
		{"019-app-create-minimal-no-metadata", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{Name: "NoMeta", Type: logtoadmin.ApplicationTypeTraditional})
		}, logtoadmin.Application{
			ID: "y01jrnbyskn50vw59rp8n", Name: "NoMeta", Type: logtoadmin.ApplicationTypeTraditional,
			OIDCClientMetadata:   logtoadmin.OIDCClientMetadata{RedirectURIs: []string{}, PostLogoutRedirectURIs: []string{}},
			CustomClientMetadata: empty, CustomData: empty, CreatedAt: time.UnixMilli(1795371395057).UTC(),
		}},
		{"031-app-get", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.Get(ctx, bookstoreID)
		}, bookstore()},
		{"033-app-patch", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.Update(ctx, bookstoreID, logtoadmin.UpdateApplicationRequest{OIDCClientMetadata: &patched.OIDCClientMetadata})
		}, patched},
		{"034-app-patch-custom-client-metadata", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.Update(ctx, bookstoreID, logtoadmin.UpdateApplicationRequest{CustomClientMetadata: tuned.CustomClientMetadata})
		}, tuned},
		{"037-app-secrets-list", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.ListSecrets(ctx, bookstoreID)
		}, []logtoadmin.ApplicationSecret{{
			Name: "Default secret", Value: "CHcIp3PxBk7cDQav1ZHSnC746c4PHwO4", CreatedAt: time.UnixMilli(1795371395040).UTC(),
		}}},
		{"038-app-secret-create", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Applications.CreateSecret(ctx, bookstoreID, logtoadmin.CreateSecretRequest{Name: "rotated"})
		}, logtoadmin.ApplicationSecret{
			Name: "rotated", Value: "Zym3prdroEIjjM5FZbP4lprqZr0ab72Z", CreatedAt: time.UnixMilli(1795371395184).UTC(),
		}},
		{"040-app-secret-delete", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.DeleteSecret(ctx, bookstoreID, "rotated")
		}), nil},
		{"009-m2m-app-assign-role", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.AssignRoles(ctx, "e5wewyik5xui2h00637vy", []string{"i07utv1rg00fjie26d00h"})
		}), nil},
		{"102-app-delete", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.Delete(ctx, bookstoreID)
		}), nil},
	})
}

func TestEmailTemplateService_recordings(t *testing.T) {
	t.Parallel()
	created := time.UnixMilli(1795371396153).UTC()
	english := logtoadmin.EmailTemplate{
		ID: "ca18kwm29k1d58l7e9rsu", LanguageTag: "en", TemplateType: "SignIn", CreatedAt: created,
		Details: logtoadmin.EmailTemplateDetails{Subject: "Sign in", Content: "<b>{{code}}</b>", ContentType: "text/html"},
	}
	japanese := logtoadmin.EmailTemplate{
		ID: "udggrxfp56wrjw5xpibea", LanguageTag: "ja", TemplateType: "SignIn", CreatedAt: created,
		Details: logtoadmin.EmailTemplateDetails{
			Subject: "サインイン", Content: "<b>{{code}}</b>", ContentType: "text/html",
			ReplyTo: "support@example.com", SendFrom: "Bookstore",
		},
	}
	run(t, []exchange{
		{"091-email-templates-list-empty", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.EmailTemplates.List(ctx, logtoadmin.EmailTemplateFilter{})
		}, []logtoadmin.EmailTemplate{}},
		{"092-email-templates-put", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.EmailTemplates.Upsert(ctx, []logtoadmin.EmailTemplate{english, japanese})
		}, []logtoadmin.EmailTemplate{english, japanese}},
		{"094-email-templates-list", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.EmailTemplates.List(ctx, logtoadmin.EmailTemplateFilter{LanguageTag: "ja"})
		}, []logtoadmin.EmailTemplate{japanese}},
		{"097-email-templates-delete", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.EmailTemplates.Delete(ctx, logtoadmin.EmailTemplateFilter{LanguageTag: "ja", TemplateType: "SignIn"})
		}, 1},
		{"098-email-template-delete-one", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.EmailTemplates.DeleteByID(ctx, english.ID)
		}), nil},
	})
}

func TestVerificationCodeService_recordings(t *testing.T) {
	t.Parallel()
	run(t, []exchange{
		{"071-verification-code-request", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.VerificationCodes.Request(ctx, "you@example.com")
		}), nil},
	})
}

// TestErrors_recordings shows that each recorded refusal reaches the caller as a
// typed error of the right kind.
func TestErrors_recordings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		recording string
		call      func(context.Context, *logtoadmin.Client) error
		is        error // nil when none of the sentinels fits
		code      string
		text      string
	}{
		{"008-api-forbidden-without-scope", func(ctx context.Context, c *logtoadmin.Client) error {
			for _, err := range c.Applications.List(ctx, logtoadmin.ListApplicationsOptions{}) {
				return err
			}
			return nil
		}, logtoadmin.ErrForbidden, "auth.forbidden", "list applications: logto answered 403 auth.forbidden: Forbidden. Please check your user roles and permissions (request id request-1)"},
		{"032-app-get-404", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Get(ctx, "nope")
			return err
		}, logtoadmin.ErrNotFound, "entity.not_exists_with_id", "get application nope: logto answered 404 entity.not_exists_with_id: The applications with ID `nope` does not exist (request id request-1)"},
		{"024-app-create-empty-name", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{
				Type: logtoadmin.ApplicationTypeTraditional,
				OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{
					RedirectURIs:           []string{"http://localhost:3000/callback"},
					PostLogoutRedirectURIs: []string{"http://localhost:3000"},
				},
			})
			return err
		}, logtoadmin.ErrInvalidInput, "guard.invalid_input", `create application "": logto answered 400 guard.invalid_input: The request body is invalid: name: String must contain at least 1 character(s) (request id request-1)`},
		{"021-app-create-bad-redirect", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{
				Name: "Bookstore", Type: logtoadmin.ApplicationTypeTraditional,
				OIDCClientMetadata: &logtoadmin.OIDCClientMetadata{RedirectURIs: []string{"not a url"}},
			})
			return err
		}, logtoadmin.ErrInvalidInput, "guard.invalid_input", `create application "Bookstore": logto answered 400 guard.invalid_input: The request body is invalid: oidcClientMetadata.redirectUris.0: Invalid input (request id request-1)`},
		{"059-connector-get-404", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Connectors.Get(ctx, "nope")
			return err
		}, logtoadmin.ErrNotFound, "entity.not_found", "get connector nope: logto answered 404 entity.not_found: The resource does not exist (request id request-1)"},
		{"100-connector-delete-404", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Connectors.Delete(ctx, "nope")
		}, logtoadmin.ErrNotFound, "entity.not_found", "delete connector nope: logto answered 404 entity.not_found: The resource does not exist (request id request-1)"},
		{"103-app-delete-404", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.Delete(ctx, bookstoreID)
		}, logtoadmin.ErrNotFound, "entity.not_exists_with_id", "delete application " + bookstoreID + ": logto answered 404 entity.not_exists_with_id: The applications with ID `" + bookstoreID + "` does not exist (request id request-1)"},
		{"041-app-secrets-404", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.ListSecrets(ctx, "nope")
			return err
		}, logtoadmin.ErrNotFound, "entity.not_exists_with_id", "list secrets of application nope: logto answered 404 entity.not_exists_with_id: The applications with ID `nope` does not exist (request id request-1)"},
		{"072-verification-code-verify-wrong", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.VerificationCodes.Verify(ctx, "you@example.com", "000000")
		}, nil, "verification_code.code_mismatch", "verify the code of you@example.com: logto answered 400 verification_code.code_mismatch: Invalid verification code (request id request-1)"},
		{"082-sie-patch-forgot-password-phone-no-connector", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{
				ForgotPasswordMethods: &[]string{logtoadmin.ForgotPasswordByPhone},
			})
			return err
		}, nil, "sign_in_experiences.forgot_password_method_requires_connector", "update the sign-in experience: logto answered 400 sign_in_experiences.forgot_password_method_requires_connector: Forgot password method requires a corresponding sms connector to be configured (request id request-1)"},
	}
	for _, test := range tests {
		t.Run(test.recording, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.play(test.recording)
			err := test.call(t.Context(), tenant.client())
			if err == nil || err.Error() != test.text {
				t.Errorf("error is\n%v, want\n%s", err, test.text)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("error is not %v", test.is)
			}
			refusal, ok := errors.AsType[*logtoadmin.Error](err)
			if !ok || refusal.Code != test.code || refusal.RequestID != "request-1" {
				t.Errorf("typed error is %+v, want code %s", refusal, test.code)
			}
		})
	}
}
