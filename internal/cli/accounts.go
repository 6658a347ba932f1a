package cli

import (
	"fmt"
	"strings"
)

// RequireAccounts tells in one error all that is not set of what names a Logto
// and an Alibaba Cloud account. The command is one that needs neither.
func (e *Env) RequireAccounts(command string) error {
	return require(command, e.logtoAccount(), e.alibabaAccount())
}

// RequireLogto is [Env.RequireAccounts] for what needs a Logto alone.
func (e *Env) RequireLogto(command string) error { return require(command, e.logtoAccount()) }

// account is what is not set of an account.
type account struct {
	unset []string // the variables
	where string   // where to get them
}

func (a *account) need(variable string, isSet bool) {
	if !isSet {
		a.unset = append(a.unset, variable)
	}
}

func (e *Env) logtoAccount() account {
	a := account{where: "Logto's are at Console > Applications > Machine-to-machine, role Logto Management API access"}
	a.need("LOGTO_ENDPOINT", e.Settings.Endpoint != "")
	a.need("LOGTO_M2M_APP_ID", e.Settings.M2MAppID != "")
	a.need("LOGTO_M2M_APP_SECRET", e.Settings.M2MAppSecret != "")
	return a
}

func (e *Env) alibabaAccount() account {
	a := account{where: "the AccessKey is that of a RAM user of Alibaba Cloud"}
	for _, name := range []string{accessKeyIDVariable, accessKeySecretVariable} {
		value, _ := e.Lookup(name)
		a.need(name, value != "")
	}
	return a
}

func require(command string, accounts ...account) error {
	var unset, where []string
	for _, account := range accounts {
		if len(account.unset) > 0 {
			unset, where = append(unset, account.unset...), append(where, account.where)
		}
	}
	if len(unset) == 0 {
		return nil
	}
	return missing("these variables are not set: "+strings.Join(unset, ", "),
		fmt.Sprintf("set them (%s), or try it without any account: %s", strings.Join(where, "; "), command))
}
