package quickstart

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// manifestName is the file beside the app that says how people sign in to it.
const manifestName = "logtoctl.yaml"

// fromAliasLimit is one more than the characters that Direct Mail takes as the
// name of a sender.
const fromAliasLimit = 15

// mark tells a file that quickstart wrote from any other of that name, which is
// not for quickstart to apply unasked.
const mark = "logtoctl quickstart wrote this file"

// head explains the file to whoever opens it.
const head = `# How people sign in to this app. ` + mark + `, and it is yours.
#
#   logtoctl plan -f logtoctl.yaml     show what would change at Logto
#   logtoctl apply -f logtoctl.yaml    do it; again at any time

version: 1
`

// manifestText returns the logtoctl.yaml of a new app.
func (o *options) manifestText() []byte {
	var text strings.Builder
	fmt.Fprintf(&text, `%s
applications:
  - key: %s # by which logtoctl finds it again; the name may change
    name: %s
    redirectUris:
      - %s
    postSignOutRedirectUris:
      - %s
    envFile: .env # where the app finds its id and its secret
`, head, quoted(plan.Slug(o.name)), quoted(o.name), o.origin()+scaffold.CallbackPath, o.origin())
	o.writeConnector(&text)
	text.WriteString(`
signInExperience:
  email:
    signUp: email # the address is what new people sign up with
`)
	return []byte(text.String())
}

// connectorSection is how the part of the file about the connector begins.
const connectorSection = "\nconnector:"

// writeConnector names the user's own connector.json, or else says what the
// connector has to have, unless the tenant's own stays. Direct Mail takes short names only for a sender; the
// mails themselves show a long one all the same.
func (o *options) writeConnector(text *strings.Builder) {
	switch {
	case o.connector != "":
		fmt.Fprintf(text, connectorSection+"\n  file: %s\n", quoted(o.connector))
		return
	case o.standing != "":
		fmt.Fprintf(text, `
# The tenant had its email connector before this app, and keeps it as it is. To set
# it up from here, mails and all, take away the # in front of these lines.
#
# connector:
#   accountName: %s # the sender address
`, quoted(o.standing))
		return
	}
	text.WriteString(connectorSection + `
  # Its AccessKey is in the environment: ALIBABA_CLOUD_ACCESS_KEY_ID and
  # ALIBABA_CLOUD_ACCESS_KEY_SECRET.
`)
	fmt.Fprintf(text, "  accountName: %s # the sender address\n", quoted(o.sender))
	if o.region != "" {
		fmt.Fprintf(text, "  regionId: %s\n", quoted(o.region))
	}
	if utf8.RuneCountInString(o.name) < fromAliasLimit {
		fmt.Fprintf(text, "  fromAlias: %s\n", quoted(o.name))
		return
	}
	fmt.Fprintf(text, "\nbrand:\n  name: %s # what the mails show\n", quoted(o.name))
}

// quoted writes a text as a YAML string in which nothing stands for anything else.
func quoted(text string) string {
	return strconv.Quote(strings.ReplaceAll(text, "${", "$${"))
}
