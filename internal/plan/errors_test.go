package plan_test

import (
	"testing"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The sentences are what a user reads, and the codes what a script matches.
func TestErrors(t *testing.T) {
	t.Parallel()
	twins := []logtoadmin.Application{bookstore(), bookstore(withID("app2"))}
	smtp := logtoadmin.Connector{ID: "c1", ConnectorID: "simple-mail-transfer-protocol"}
	tests := map[string]struct {
		err interface {
			error
			Code() string
			Hint() string
		}
		text, code, hint string
	}{
		"type": {
			&plan.TypeError{Application: bookstore(), Want: logtoadmin.ApplicationTypeSPA},
			`the application "Bookstore" (app1) is of type Traditional, not SPA, and Logto cannot change the type`,
			"application_type_differs", "choose another name and --key, or delete it first: logtoctl app delete app1",
		},
		"ambiguous": {
			&plan.AmbiguousError{Reference: "Bookstore", Candidates: twins},
			`2 applications are called "Bookstore": app1 (Traditional), app2 (Traditional)`,
			"application_ambiguous", "name the one you mean by its id: logtoctl app get app1",
		},
		"not owned": {
			&plan.NotOwnedError{Application: bookstore()},
			`the application "Bookstore" (app1) exists and was not created by logtoctl`,
			"application_not_owned", "add --adopt to let logtoctl take it over, or choose another name",
		},
		"not found": {
			&plan.NotFoundError{Reference: "Shop", Known: twins},
			`no application has the id, key or name "Shop"`, "application_not_found", "list them: logtoctl app list",
		},
		"not found for its case": {
			&plan.NotFoundError{Reference: "BOOKSTORE", Known: twins},
			`no application has the id, key or name "BOOKSTORE"`, "application_not_found", `did you mean "Bookstore"?`,
		},
		"other key": {
			&plan.OtherKeyError{Application: bookstore(), Want: "shop"},
			`the application "Bookstore" (app1) belongs to the key "bookstore", not to "shop"`,
			"application_other_key", `use the key "bookstore" to change this one, another name to create a second one, or --adopt to give it the new key`,
		},
		"other connector": {
			&plan.OtherConnectorError{Connector: smtp},
			"the tenant has another email connector, simple-mail-transfer-protocol (c1), and Logto keeps only one: creating this one deletes it",
			"other_email_connector", "add --replace to displace it; its configuration is first saved to a private file",
		},
		"no connector": {
			&plan.NoConnectorError{}, "the tenant has no Aliyun Direct Mail connector",
			"connector_not_found", "create it: logtoctl connector aliyun-dm apply -f connector.json",
		},
		"lock-out": {
			&plan.LockOutError{}, "email is the only sign-in method: without it nobody could sign in",
			"lock_out", "offer another sign-in method first (Console > Sign-in experience), then run this again",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, part := range []struct{ what, got, want string }{
				{"text", test.err.Error(), test.text}, {"code", test.err.Code(), test.code}, {"hint", test.err.Hint(), test.hint},
			} {
				if part.got != part.want {
					t.Errorf("%s is\n%s, want\n%s", part.what, part.got, part.want)
				}
			}
		})
	}
}
