package doctor

import (
	"errors"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

const (
	connectorOther  = "connector.other"
	connectorExists = "connector.exists"
	connectorConfig = "connector.config"
	connectorAlias  = "connector.from-alias"
	connectorFile   = "connector.file"
)

func connectorChecks() []Check {
	return []Check{
		{ID: connectorOther, Group: groupConnector, Title: "no other provider sends the mail", needs: []string{tokenRole}, reads: connectorsRead, judge: judgeOther},
		{ID: connectorExists, Group: groupConnector, Title: "Aliyun Direct Mail is set up", needs: []string{connectorOther}, reads: connectorsRead, judge: judgeExists},
		{ID: connectorConfig, Group: groupConnector, Title: "its configuration is complete", judge: judgeConfig},
		{ID: connectorAlias, Group: groupConnector, Title: "Direct Mail accepts the from alias", needs: []string{connectorConfig}, judge: judgeAlias},
		{ID: connectorFile, Group: groupConnector, Title: "is as the file says", needs: []string{connectorExists}, judge: judgeConnectorFile},
	}
}

func connectorsRead(f *Facts) []error { return []error{f.Logto.Connectors.Err} }

func judgeOther(f *Facts) verdict {
	i := slices.IndexFunc(f.Logto.Connectors.Value, func(c logtoadmin.Connector) bool {
		return c.Type == logtoadmin.ConnectorTypeEmail && c.ConnectorID != plan.AliyunDirectMail
	})
	if i < 0 {
		return ok("none")
	}
	other := f.Logto.Connectors.Value[i]
	return fail(f.applyConnector()+" --replace", "Logto sends with the connector %s (%s), not with Direct Mail", other.ConnectorID, other.ID)
}

func judgeExists(f *Facts) verdict {
	live, found := plan.FindConnector(f.Logto.Connectors.Value)
	switch {
	case found:
		return ok("%s", live.ID)
	case emailIsMissing(f):
		return fail(f.applyConnector(), "people sign up or in by an emailed code, and the tenant has no email connector: they are locked out")
	case f.File != nil && f.File.Connector != nil:
		return fail(f.applyConnector(), "%s has a connector, and the tenant has none yet", f.FileName)
	default:
		return skip(f.applyConnector(), "the tenant has no email connector yet")
	}
}

// emailIsMissing tells a tenant that cannot send the codes it asks for: Logto
// lets a connector be deleted that the sign-in experience uses.
func emailIsMissing(f *Facts) bool {
	return !plan.HasEmailConnector(f.Logto.Connectors.Value) && sendsCodesTo(f.Logto.Experience.Value, logtoadmin.IdentifierEmail)
}

// applyConnector is the command that brings the connector to the tenant.
func (f *Facts) applyConnector() string {
	if f.File != nil {
		return "logtoctl apply -f " + f.FileName
	}
	return "logtoctl connector aliyun-dm apply -f connector.json"
}

// correct says where the connector's configuration is put right.
func (f *Facts) correct(what string) string {
	file := "connector.json"
	if f.File != nil {
		file = f.FileName
	}
	return what + " in " + file + ", then: " + f.applyConnector()
}

func judgeConfig(f *Facts) verdict {
	mailer := f.DirectMail.Mailer
	switch {
	case f.NoLogto == nil && f.Logto.Connectors.Err != nil && mailer.Err == errNotAsked: //nolint:errorlint // it is never wrapped
		return skip("", "the connector of the tenant cannot be read")
	case mailer.Err == errNotAsked: //nolint:errorlint // it is never wrapped
		return skip(f.applyConnector(), "there is no connector to look at")
	case mailer.Err != nil:
		return fail(f.applyConnector(), "%v", mailer.Err)
	}
	c := mailer.Value
	address, err := mail.ParseAddress(c.AccountName)
	_, known := aliyundm.RegionByID(c.RegionID)
	switch {
	case lacksKey(c) && !f.keyUnset() && !f.connectorless():
		return fail(f.correct("set accessKeyId and accessKeySecret"), "the connector has no AccessKey")
	case err != nil || address.Address != c.AccountName:
		return fail(f.correct("set accountName to a sender address of Direct Mail"), "accountName %q is not an email address", c.AccountName)
	case c.RegionID != "" && !known:
		return fail(f.correct("set regionId"), "there is no region %q: use one of %s", c.RegionID, regionList())
	case f.connectorless():
		return ok("%s, which directMail of %s names; there is no connector to look at", c.AccountName, f.FileName)
	case lacksKey(c):
		return ok("%s, but for its AccessKey, which is not set here", c.AccountName)
	default:
		return ok("%s", c.AccountName)
	}
}

// connectorless tells a set-up of which nothing but directMail is there.
func (f *Facts) connectorless() bool {
	_, live := plan.FindConnector(f.Logto.Connectors.Value)
	return f.File != nil && f.File.Connector == nil && f.File.DirectMail != nil && !live
}

func regionList() string {
	var ids []string
	for _, region := range aliyundm.Regions() {
		ids = append(ids, region.ID)
	}
	return strings.Join(ids, ", ")
}

// maxAlias is the longest from alias that Direct Mail takes, in characters.
const maxAlias = 14

func judgeAlias(f *Facts) verdict {
	alias := f.DirectMail.Mailer.Value.FromAlias
	length := utf8.RuneCountInString(alias)
	switch {
	case alias == "":
		return ok("none is set")
	case length > maxAlias:
		return fail(f.correct("shorten fromAlias to 14 characters"), "the from alias %q has %d characters; Direct Mail refuses 15 and more", alias, length)
	case strings.ContainsFunc(alias, unfitForAlias):
		return fail(f.correct("take them out of fromAlias"), "the from alias %q has characters that do not belong into a name: %s", alias, `line breaks, < > @ , ; : " or \`)
	default:
		return ok("%s", alias)
	}
}

// unfitForAlias tells the characters that end or split a display name in the
// header From (RFC 5322, section 3.2.3).
func unfitForAlias(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`<>@,;:"\`, r) }

// judgeConnectorFile compares an AccessKey only if Direct Mail accepts the
// file's: it is not the tenant's that is wrong otherwise, and another check tells.
func judgeConnectorFile(f *Facts) verdict {
	if f.File == nil || f.File.Connector == nil {
		return noFile(f, "connector")
	}
	change, err := plan.EnsureConnector(f.Logto.Connectors.Value, f.DirectMail.Mailer.Value.Config(), true)
	if err != nil {
		return fail(f.planCommand(), "%v", err)
	}
	others := slices.DeleteFunc(slices.Clone(change.Fields), func(field plan.Field) bool { return strings.HasPrefix(field.Path, "accessKey") })
	refused := f.DirectMail.ConnectorKey
	accepted := refused == nil || errors.Is(refused, aliyundm.ErrForbidden) // one that may only send is as it should be
	switch {
	case accepted && !f.keyUnset():
		return asFile(f, change.Fields)
	case len(others) > 0:
		return asFile(f, others)
	case f.keyUnset():
		return skip(setAccessKey, "no difference, but the AccessKey of %s is not set here to be compared", f.FileName)
	case len(change.Fields) == 0:
		return asFile(f, nil)
	case f.DirectMail.AccessKeyID == f.DirectMail.Mailer.Value.AccessKeyID:
		return skip("", "no difference but in the AccessKey, which waits for %s", accessKeyValid)
	default:
		return skip("", "no difference but in the AccessKey, which waits for %s", accessKeyConnector)
	}
}

// setAccessKey is what to set for a file that leaves the AccessKey to the
// environment.
const setAccessKey = "set " + manifest.AccessKeyIDVariable + " and " + manifest.AccessKeySecretVariable

// keyUnset tells a file whose AccessKey is not in the environment.
func (f *Facts) keyUnset() bool {
	return f.File != nil && f.File.Connector != nil && lacksKey(*f.File.Connector)
}

func lacksKey(c manifest.Connector) bool { return c.AccessKeyID == "" || c.AccessKeySecret == "" }

// noFile is the verdict of a comparison with a file that is not there, or that
// has nothing to say.
func noFile(f *Facts, part string) verdict {
	if f.File == nil {
		return skip("", "-f logtoctl.yaml is not given")
	}
	return skip("", "%s does not mention the %s", f.FileName, part)
}

// asFile is the verdict of a comparison.
func asFile(f *Facts, fields []plan.Field) verdict {
	if len(fields) == 0 {
		return ok("no difference")
	}
	paths := make([]string, len(fields))
	for i, field := range fields {
		paths[i] = field.Path
	}
	return fail(f.planCommand(), "differs from %s in %s", f.FileName, few(paths))
}

func (f *Facts) planCommand() string {
	return "logtoctl plan -f " + f.FileName + ", then: logtoctl apply -f " + f.FileName
}

// few lists some of many.
func few(names []string) string {
	const shown = 4
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:shown], ", ") + " and more"
}
