// Package explain is the command that says what an error code means.
package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/nearest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// The services that codes come from, besides logtoctl itself.
const (
	logto      = "Logto"
	directMail = "Direct Mail"
)

// New returns the command explain.
func New(env *cli.Env) *cobra.Command {
	return &cobra.Command{
		Use:     "explain [CODE...]",
		GroupID: cli.GroupTrouble,
		Short:   "Say what an error code means and what to do",
		Long: `Say what an error code of logtoctl, of Logto or of Aliyun Direct Mail means and
what to do about it, without any request. Upper and lower case do not matter.
Without a code all codes are listed.`,
		Example: "  logtoctl explain InvalidMailAddress.NotFound\n  logtoctl explain missing_role connector.invalid_config",
		RunE:    func(_ *cobra.Command, args []string) error { return run(env, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codes(), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func run(env *cli.Env, args []string) error {
	if len(args) == 0 {
		var all output.Explanations
		for _, code := range codes() {
			explanation, _ := explain(code)
			all = append(all, explanation)
		}
		return env.Print(all)
	}
	var named output.ExplainedCodes
	for _, arg := range args {
		explanation, known := explain(strings.TrimSpace(arg))
		if !known {
			return &unknownCodeError{code: arg}
		}
		named = append(named, explanation)
	}
	return env.Print(named)
}

// codes returns the codes that have an explanation of their own.
func codes() []string {
	return slices.Concat(ownCodes(), logtoadmin.Codes(), aliyundm.Codes())
}

func ownCodes() []string {
	var codes []string
	for _, explanation := range cli.OwnCodes() {
		codes = append(codes, explanation.Code)
	}
	return codes
}

// explain finds a code, first among logtoctl's own, then at the services. One that
// is listed is written as it is listed; Direct Mail's families are known besides.
func explain(code string) (output.Explanation, bool) {
	for _, explanation := range cli.OwnCodes() {
		if strings.EqualFold(explanation.Code, code) {
			return explanation, true
		}
	}
	return explainOfService(code)
}

func explainOfService(code string) (output.Explanation, bool) {
	if listed, found := find(logtoadmin.Codes(), code); found {
		meaning, _ := logtoadmin.Explain(listed)
		return output.Explanation{Code: listed, Service: logto, Meaning: meaning, Next: next(listed)}, true
	}
	if meaning, known := logtoadmin.Explain(strings.ToLower(code)); known {
		return output.Explanation{Code: strings.ToLower(code), Service: logto, Meaning: meaning, Next: next(strings.ToLower(code))}, true
	}
	if listed, found := find(aliyundm.Codes(), code); found {
		code = listed
	} else if isSlip(code) {
		return output.Explanation{}, false
	}
	explanation, known := aliyundm.Explain(code)
	return output.Explanation{Code: code, Service: directMail, Meaning: explanation.Meaning, Next: nextAtDirectMail(code)}, known
}

func find(codes []string, code string) (string, bool) {
	i := slices.IndexFunc(codes, func(listed string) bool { return strings.EqualFold(listed, code) })
	if i < 0 {
		return "", false
	}
	return codes[i], true
}

// isSlip tells a misspelt code from one of a family that nobody has listed: about
// as long as a listed one, and near it, and not itself a kind of a listed one as
// Throttling.Xyz is.
func isSlip(code string) bool {
	if dot := strings.LastIndexByte(code, '.'); dot > 0 {
		if _, isKind := find(aliyundm.Codes(), code[:dot]); isKind {
			return false
		}
	}
	meant, found := nearest.Name(code, slices.Values(aliyundm.Codes()))
	return found && max(len(meant), len(code))-min(len(meant), len(code)) <= 1
}

// next is what logtoctl suggests when it meets one of Logto's codes itself.
func next(code string) string {
	bare, ofToken := strings.CutPrefix(code, "oidc.")
	if bare == "invalid_client" { // the code alone does not tell the id from the secret
		return "check LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET and LOGTO_ENDPOINT; which one it is tells: logtoctl doctor"
	}
	if ofToken || !strings.Contains(code, ".") {
		return cli.Describe(&logtoadmin.TokenError{Code: bare}).Hint
	}
	return cli.Describe(&logtoadmin.Error{Code: code}).Hint
}

// nextAtDirectMail is the same for one of Direct Mail's codes.
func nextAtDirectMail(code string) string {
	return cli.Describe(&aliyundm.Error{Code: code}).Hint
}

// unknownCodeError is a code that is nobody's.
type unknownCodeError struct{ code string }

// Error names the code.
func (e *unknownCodeError) Error() string {
	return fmt.Sprintf("neither logtoctl nor Logto nor Direct Mail is known to have a code %q", e.code)
}

// Code is the code of the error document.
func (e *unknownCodeError) Code() string { return "unknown_code" }

// Hint names the code that was probably meant.
func (e *unknownCodeError) Hint() string {
	if meant, found := nearest.Name(e.code, slices.Values(codes())); found {
		return "did you mean logtoctl explain " + meant + "?"
	}
	return "list the codes: logtoctl explain"
}
