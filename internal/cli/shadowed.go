package cli

import (
	"fmt"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
)

// NoteShadowed tells for which usage types some users do not get the connector's
// template. The profile is empty unless there are several.
func (e *Env) NoteShadowed(profile string, hidden []email.UsageType) {
	if len(hidden) == 0 {
		return
	}
	where := ""
	if profile != "" {
		where = "profile " + profile + ": "
	}
	names := strings.Trim(fmt.Sprint(hidden), "[]")
	e.Note("note: %slocalised email templates hide the connector's own for %s; people in those languages get the localised ones", where, names)
}
