package cli

import (
	"encoding/json"

	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/provision"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// anyApplication stands for the one that an error is about.
func anyApplication() logtoadmin.Application {
	return logtoadmin.Application{
		ID: "ID", Name: "NAME", Type: logtoadmin.ApplicationTypeTraditional,
		CustomData: map[string]json.RawMessage{"logtoctl": json.RawMessage(`{"key": "KEY"}`)},
	}
}

// codesOfApplications are about finding and owning an application.
func codesOfApplications() []output.Explanation {
	application := anyApplication()
	return []output.Explanation{
		told(&plan.NotFoundError{}, "No application has the id, the ownership key or the name given."),
		told(&plan.AmbiguousError{Candidates: []logtoadmin.Application{application}}, "Several applications have that name, and logtoctl does not guess."),
		// The error's own hint, "let logtoctl take it over", would read as a command here.
		written("application_not_owned", "An application of that name was not created by logtoctl, which leaves it alone.",
			"add --adopt to take it over, or choose another name"),
		told(&plan.OtherKeyError{Application: application}, "logtoctl owns an application of that name already, under another ownership key."),
		told(&plan.SameKeyError{Application: application, Name: "NEW"}, "The ownership key that the name makes belongs to an application with another name."),
		told(&plan.NoKeyError{Application: application}, "No free ownership key can be made from the name of the application that is to be taken over."),
		told(&plan.TypeError{Application: application}, "An application is there with another type, and Logto cannot change the type."),
	}
}

// codesOfSecrets are about the secrets of an application.
func codesOfSecrets() []output.Explanation {
	application := anyApplication()
	return []output.Explanation{
		told(&provision.NoSecretError{Application: application}, "All secrets of the application have expired, or it has none."),
		written("secret_not_found", "The application has no secret of that name.",
			"see which it has: logtoctl app secret list APP"),
		told(&provision.LastSecretError{Application: application}, "The secret is the only one of the application, and without it nobody could sign in to it."),
	}
}

// codesOfConnector are about the email connector and what needs it.
func codesOfConnector() []output.Explanation {
	return []output.Explanation{
		told(&plan.NoConnectorError{}, "The tenant has no Aliyun Direct Mail connector."),
		told(&plan.OtherConnectorError{}, "The tenant has an email connector of another provider, and Logto keeps only one."),
		told(&provision.ConnectorPackageError{}, "The server has no package for the Aliyun Direct Mail connector."),
		told(&provision.RegionUnsupportedError{}, "The connector package of the server is older than the choice of a region, and would send from the default one."),
		told(&provision.ConnectorInUseError{}, "The sign-in experience needs the connector that is to be deleted, and people would be locked out."),
		told(&plan.NoSMSConnectorError{}, "Sign-up by phone was asked for, and the tenant has no connector for text messages."),
		told(&plan.LockOutError{}, "Email is the only way to sign in, and without it nobody could."),
	}
}

// codesOfWriting are about others who write to the same tenant.
func codesOfWriting() []output.Explanation {
	return []output.Explanation{
		told(&provision.ConflictError{}, "Somebody else changed the object after the plan was made; nothing was written to it."),
		told(&provision.DriftError{}, "What the server has after a write is not what was written."),
	}
}
