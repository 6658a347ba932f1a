package logtoadmin_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// directMailConfig is the configuration that the recordings were made with.
func directMailConfig() logtoadmin.ConnectorConfig {
	template := func(usage, subject string) any {
		return map[string]any{"usageType": usage, "subject": subject, "content": "code {{code}}"}
	}
	return logtoadmin.ConnectorConfig{
		"accessKeyId": "LTAI5tTest", "accessKeySecret": "s3cr3t",
		"accountName": "noreply@mail.example.com", "fromAlias": "Bookstore",
		"templates": []any{
			template("Register", "r"), template("SignIn", "s"), template("ForgotPassword", "f"), template("Generic", "g"),
		},
	}
}

func directMailConnector(id string) logtoadmin.Connector {
	return logtoadmin.Connector{
		ID: id, ConnectorID: "aliyun-direct-mail", Target: "aliyun-dm", Type: logtoadmin.ConnectorTypeEmail,
		Config: directMailConfig(),
	}
}

func TestConnectorService_recordings(t *testing.T) {
	t.Parallel()
	renamed := directMailConnector("mydm")
	renamed.Config["fromAlias"] = "Bookstore 2"
	renamed.Config["templates"] = append(renamed.Config["templates"].([]any), map[string]any{
		"usageType": "OrganizationInvitation", "subject": "i", "content": "{{link}}",
	})
	run(t, []exchange{
		{"047-connector-list-empty", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.List(ctx)
		}, []logtoadmin.Connector{}},
		{"053-connector-create", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.Create(ctx, logtoadmin.CreateConnectorRequest{ConnectorID: "aliyun-direct-mail", Config: directMailConfig()})
		}, directMailConnector("ip5rjvmpd8e7")},
		{"056-connector-create-with-id", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.Create(ctx, logtoadmin.CreateConnectorRequest{ConnectorID: "aliyun-direct-mail", Config: directMailConfig(), ID: "mydm"})
		}, directMailConnector("mydm")},
		{"057-connector-list-after-id", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.List(ctx)
		}, []logtoadmin.Connector{directMailConnector("mydm")}},
		{"058-connector-get", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.Get(ctx, "mydm")
		}, directMailConnector("mydm")},
		{"060-connector-patch-config", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			return c.Connectors.Update(ctx, "mydm", logtoadmin.UpdateConnectorRequest{Config: renamed.Config})
		}, renamed},
		{"064-connector-test-ok", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Connectors.Test(ctx, "aliyun-direct-mail", logtoadmin.TestConnectorRequest{Email: "you@example.com", Config: directMailConfig()})
		}), nil},
		{"099-connector-delete-while-in-use", nothing(func(ctx context.Context, c *logtoadmin.Client) error {
			return c.Connectors.Delete(ctx, "mydm")
		}), nil},
	})
}

func TestConnectorFactoryService_recordings(t *testing.T) {
	t.Parallel()
	run(t, []exchange{
		{"044-connector-factories", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			factories, err := c.ConnectorFactories.List(ctx)
			var ids []string
			for _, f := range factories {
				ids = append(ids, f.ID+" "+f.Type)
			}
			return ids, err
		}, []string{"aliyun-direct-mail Email", "oauth2 Social"}},
		{"045-connector-factory", func(ctx context.Context, c *logtoadmin.Client) (any, error) {
			factory, err := c.ConnectorFactories.Get(ctx, "aliyun-direct-mail")
			return []any{factory.Name["en"], factory.Target, factory.FormItems[0], factory.HasFormItem("regionId"), factory.HasFormItem("bogus")}, err
		}, []any{"Aliyun Direct Mail", "aliyun-dm", logtoadmin.FormItem{Key: "accessKeyId", Type: "Text", Required: true}, true, false}},
	})
}

func TestConnectorFactoryService_Get_notInstalled(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.handle("GET /api/connector-factories/aliyun-direct-mail",
		answerJSON(http.StatusNotFound, `{"code": "entity.not_found", "message": "The resource does not exist."}`))
	_, err := tenant.client().ConnectorFactories.Get(t.Context(), "aliyun-direct-mail")
	if !errors.Is(err, logtoadmin.ErrNotFound) {
		t.Errorf("error is %v, want ErrNotFound", err)
	}
}

func TestConnectorService_Test_providerError(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.play("065-connector-test-dm-error")
	err := tenant.client().Connectors.Test(t.Context(), "aliyun-direct-mail",
		logtoadmin.TestConnectorRequest{Email: "fail@example.com", Config: directMailConfig()})
	refusal, ok := errors.AsType[*logtoadmin.Error](err)
	if !ok {
		t.Fatalf("error is %v, want *Error", err)
	}
	want := &logtoadmin.ProviderError{
		Code: "InvalidMailAddress.NotFound", Message: "The specified mailaddress does not exist.",
		RequestID: "0873DFA2-23B2-49ED-AFEB-D7ADDCA828BE", HostID: "dm.aliyuncs.com",
		Recommend: "https://next.api.aliyun.com/troubleshoot?q=InvalidMailAddress.NotFound&product=Dm",
	}
	if diff := cmp.Diff(want, refusal.Provider); diff != "" {
		t.Errorf("provider error (-want +got):\n%s", diff)
	}
	if want := "(provider code InvalidMailAddress.NotFound, provider request id 0873DFA2-23B2-49ED-AFEB-D7ADDCA828BE)"; !strings.Contains(err.Error(), want) {
		t.Errorf("error %q lacks %q", err, want)
	}
}

func TestConnectorService_Create_issues(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	tenant.play("052-connector-create-empty-config")
	_, err := tenant.client().Connectors.Create(t.Context(),
		logtoadmin.CreateConnectorRequest{ConnectorID: "aliyun-direct-mail", Config: logtoadmin.ConnectorConfig{}})
	refusal, ok := errors.AsType[*logtoadmin.Error](err)
	if !ok || !errors.Is(err, logtoadmin.ErrInvalidInput) {
		t.Fatalf("error is %v, want *Error that is ErrInvalidInput", err)
	}
	var want []logtoadmin.Issue
	for _, key := range []string{"accessKeyId", "accessKeySecret", "accountName", "templates"} {
		want = append(want, logtoadmin.Issue{Path: []string{key}, Code: "invalid_type", Message: "Required"})
	}
	if diff := cmp.Diff(want, refusal.Issues); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
	if refusal.Method != http.MethodPost || refusal.Path != "/api/connectors" || refusal.Details == "" {
		t.Errorf("error is %+v, want method, path and details", refusal)
	}
}
