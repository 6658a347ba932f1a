package logtoadmin_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// TestCalls_errors shows for every call that its error says what was being done
// to which object, keeps the type of the refusal, and comes without a result.
func TestCalls_errors(t *testing.T) {
	t.Parallel()
	const refused = ": logto answered 403 auth.forbidden: Forbidden (request id request-1)"
	tests := everyCall()
	for doing, test := range tests {
		t.Run(doing, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant(t)
			tenant.handle(test.request, answerJSON(http.StatusForbidden, `{"code": "auth.forbidden", "message": "Forbidden."}`))
			err := test.call(t.Context(), tenant.client())
			if want := doing + refused; err == nil || err.Error() != want {
				t.Errorf("error is\n%v, want\n%s", err, want)
			}
			if !errors.Is(err, logtoadmin.ErrForbidden) {
				t.Error("error is not ErrForbidden")
			}
		})
	}
}

// oneCall is the request that a call makes, and the call.
type oneCall struct {
	request string
	call    func(context.Context, *logtoadmin.Client) error
}

// everyCall returns all calls by what their errors say was being done.
func everyCall() map[string]oneCall {
	return map[string]oneCall{
		"list applications": {"GET /api/applications", func(ctx context.Context, c *logtoadmin.Client) error {
			for _, err := range c.Applications.List(ctx, logtoadmin.ListApplicationsOptions{}) {
				return err
			}
			return nil
		}},
		"get application a": {"GET /api/applications/a", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Get(ctx, "a")
			return err
		}},
		`create application "Bookstore"`: {"POST /api/applications", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Create(ctx, logtoadmin.CreateApplicationRequest{Name: "Bookstore"})
			return err
		}},
		"update application a": {"PATCH /api/applications/a", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.Update(ctx, "a", logtoadmin.UpdateApplicationRequest{})
			return err
		}},
		"delete application a": {"DELETE /api/applications/a", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.Delete(ctx, "a")
		}},
		"list roles of application a": {"GET /api/applications/a/roles", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.ListRoles(ctx, "a")
			return err
		}},
		"assign roles to application a": {"POST /api/applications/a/roles", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.AssignRoles(ctx, "a", nil)
		}},
		"list secrets of application a": {"GET /api/applications/a/secrets", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.ListSecrets(ctx, "a")
			return err
		}},
		`create secret "s" of application a`: {"POST /api/applications/a/secrets", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Applications.CreateSecret(ctx, "a", logtoadmin.CreateSecretRequest{Name: "s"})
			return err
		}},
		`delete secret "s" of application a`: {"DELETE /api/applications/a/secrets/s", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Applications.DeleteSecret(ctx, "a", "s")
		}},
		"list connectors": {"GET /api/connectors", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Connectors.List(ctx)
			return err
		}},
		"get connector a": {"GET /api/connectors/a", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Connectors.Get(ctx, "a")
			return err
		}},
		"create aliyun-direct-mail connector": {"POST /api/connectors", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Connectors.Create(ctx, logtoadmin.CreateConnectorRequest{ConnectorID: "aliyun-direct-mail"})
			return err
		}},
		"update connector a": {"PATCH /api/connectors/a", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.Connectors.Update(ctx, "a", logtoadmin.UpdateConnectorRequest{})
			return err
		}},
		"delete connector a": {"DELETE /api/connectors/a", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Connectors.Delete(ctx, "a")
		}},
		"send a test mail to you@example.com through f": {"POST /api/connectors/f/test", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Connectors.Test(ctx, "f", logtoadmin.TestConnectorRequest{Email: "you@example.com"})
		}},
		"list connector factories": {"GET /api/connector-factories", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.ConnectorFactories.List(ctx)
			return err
		}},
		"get connector factory f": {"GET /api/connector-factories/f", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.ConnectorFactories.Get(ctx, "f")
			return err
		}},
		"get the sign-in experience": {"GET /api/sign-in-exp", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.SignInExperience.Get(ctx)
			return err
		}},
		"update the sign-in experience": {"PATCH /api/sign-in-exp", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.SignInExperience.Update(ctx, logtoadmin.SignInExperiencePatch{})
			return err
		}},
		"request a verification code for you@example.com": {"POST /api/verification-codes", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.VerificationCodes.Request(ctx, "you@example.com")
		}},
		"verify the code of you@example.com": {"POST /api/verification-codes/verify", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.VerificationCodes.Verify(ctx, "you@example.com", "123456")
		}},
		"list email templates": {"GET /api/email-templates", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.EmailTemplates.List(ctx, logtoadmin.EmailTemplateFilter{})
			return err
		}},
		"write 0 email templates": {"PUT /api/email-templates", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.EmailTemplates.Upsert(ctx, nil)
			return err
		}},
		"delete email templates": {"DELETE /api/email-templates", func(ctx context.Context, c *logtoadmin.Client) error {
			_, err := c.EmailTemplates.Delete(ctx, logtoadmin.EmailTemplateFilter{})
			return err
		}},
		"delete email template a": {"DELETE /api/email-templates/a", func(ctx context.Context, c *logtoadmin.Client) error {
			return c.EmailTemplates.DeleteByID(ctx, "a")
		}},
		"list roles": {"GET /api/roles", func(ctx context.Context, c *logtoadmin.Client) error {
			for _, err := range c.Roles.List(ctx, logtoadmin.ListRolesOptions{}) {
				return err
			}
			return nil
		}},
	}
}
