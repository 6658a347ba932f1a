package cli

import (
	"net/http"
	"slices"

	"github.com/logtoctl/logtoctl/internal/backup"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// own is the service of logtoctl's own codes.
const own = "logtoctl"

// OwnCodes returns what each code means that logtoctl itself gives an error
// document, and what to do about it. Codes of Logto and Direct Mail, which it
// passes on, are in [logtoadmin.Codes] and [aliyundm.Codes].
func OwnCodes() []output.Explanation {
	return slices.Concat(
		codesOfRuns(),
		codesOfAccess(),
		codesOfFiles(),
		codesOfApplications(),
		codesOfSecrets(),
		codesOfConnector(),
		codesOfWriting(),
		codesOfDomains(),
		codesOfSenders(),
		codesOfDelivery(),
		codesOfApps(),
	)
}

// told explains the code of an error by what the error itself suggests, so that
// it is said in one place. The example has words in capitals where a real one has
// names.
func told(example error, meaning string) output.Explanation {
	failure := Describe(example)
	return output.Explanation{Code: failure.Code, Service: own, Meaning: meaning, Next: failure.Hint}
}

// written explains a code whose error suggests something else each time, or
// nothing, or is known to its command alone.
func written(code, meaning, next string) output.Explanation {
	return output.Explanation{Code: code, Service: own, Meaning: meaning, Next: next}
}

// codesOfRuns can end every command.
func codesOfRuns() []output.Explanation {
	return []output.Explanation{
		written("usage", "The command line or a setting cannot be right; nothing was sent.",
			"add --help to the command to see what it takes"),
		written("declined", "The question before a change was not answered with y; nothing was changed.",
			"run it again and answer y, or add --yes"),
		written("interrupted", "Ctrl-C or a signal stopped the command, perhaps between two changes.",
			"run it again; apply finds what is done already and goes on from there"),
		written(unnamed, "Something went wrong that has no code of its own; the message says what.",
			"act on the message; to see each request as well, run it again with -v"),
		written("unknown_code", "explain was asked for a code that neither logtoctl nor Logto nor Direct Mail is known to have.",
			"list the codes: logtoctl explain"),
	}
}

// codesOfAccess are about getting to the two services at all.
func codesOfAccess() []output.Explanation {
	return []output.Explanation{
		told(logtoadmin.ErrUnreachable, "The service gave no answer: a wrong address, no network, a proxy in between, or a server that is down."),
		told(logtoadmin.ErrUnexpectedResponse, "What answered does not speak as the service does: another content type, broken or endless JSON, or a redirect elsewhere."),
		told(&logtoadmin.Error{StatusCode: http.StatusTooManyRequests}, "The service, or something in front of it, takes no more requests for now."),
		told(&logtoadmin.Error{StatusCode: http.StatusInternalServerError}, "The service failed by itself and gave no code."),
		told(&logtoadmin.MissingRoleError{AppID: "the application"}, "The machine-to-machine application lacks the role Logto Management API access, so Logto gives it no access to the Management API."),
		told(noAccessKey(aliyundm.ErrNoCredentials), "No AccessKey of Alibaba Cloud was found anywhere it is looked for."),
	}
}

// codesOfFiles are about what is on this machine.
func codesOfFiles() []output.Explanation {
	return []output.Explanation{
		told(manifest.Findings{{File: "FILE"}}, "The file has mistakes, each listed with its line; nothing was sent."),
		written("lint_failed", "Email templates have errors with which a mail would be refused, or would look broken; they are listed.",
			"correct what is listed and run it again; see the templates: logtoctl templates preview"),
		told(&backup.NotFoundError{}, "No connector was saved under that name."),
	}
}
