package cli

import (
	"fmt"
	"strings"
)

// RequireAccounts tells in one error all that is not set of what names a Logto
// and an Alibaba Cloud account. The command is one that needs neither.
func (e *Env) RequireAccounts(command string) error {
	var unset, where []string
	add := func(name, value string) {
		if value == "" {
			unset = append(unset, name)
		}
	}
	add("LOGTO_ENDPOINT", e.Settings.Endpoint)
	add("LOGTO_M2M_APP_ID", e.Settings.M2MAppID)
	add("LOGTO_M2M_APP_SECRET", e.Settings.M2MAppSecret.Reveal())
	if len(unset) > 0 {
		where = append(where, "Logto's are at Console > Applications > Machine-to-machine, role Logto Management API access")
	}
	logto := len(unset)
	for _, name := range []string{accessKeyIDVariable, accessKeySecretVariable} {
		value, _ := e.Lookup(name)
		add(name, value)
	}
	if len(unset) > logto {
		where = append(where, "the AccessKey is that of a RAM user of Alibaba Cloud")
	}
	if len(unset) == 0 {
		return nil
	}
	return missing("these variables are not set: "+strings.Join(unset, ", "),
		fmt.Sprintf("set them (%s), or try it without any account: %s", strings.Join(where, "; "), command))
}
