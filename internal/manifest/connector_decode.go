package manifest

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/nearest"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// maxFromAlias is one more than Direct Mail takes: a from alias has less than
// 15 characters.
const maxFromAlias = 15

// temporaryKey begins the AccessKey id of temporary credentials. They need a
// security token too, which the connector has no place for.
const temporaryKey = "STS."

// DecodeConnector reads a connector.json, the configuration of Logto's Aliyun
// Direct Mail connector, and checks all of it.
//
// ${NAME} and ${NAME:-default} in any string are filled from the environment
// ($${ is a literal ${). A file may leave accessKeyId, accessKeySecret and
// regionId to the environment too, and templates to the built-in ones; its
// templates may be a folder, as [email.Read] reads it. In the subject and the
// content of a template, ${brand.name} and so on are filled from its brand.
//
// The file name is for the findings, and relative folders count from it. The
// findings that are returned are warnings. The error, if any, is [Findings]
// with every error of the file. No finding holds the secret.
func DecodeConnector(file string, data []byte, o ConnectorOptions) (Connector, Findings, error) {
	d := newDecoder(o.Lookup, file)
	var c Connector
	if root := d.json(file, data); root != nil && d.object(root, "the file", connectorKeys()...) {
		c = d.connector(root, o)
	}
	warnings, err := d.result()
	if err != nil {
		return Connector{}, warnings, err
	}
	return c, warnings, nil
}

// connector reads an object whose keys are known.
func (d *decoder) connector(root *Node, o ConnectorOptions) Connector {
	accessKeyID := d.required(root, keyAccessKeyID, AccessKeyIDVariable)
	accessKeySecret := d.required(root, keyAccessKeySecret, AccessKeySecretVariable)
	if strings.HasPrefix(accessKeyID.text, temporaryKey) {
		d.fail(accessKeyID.start, accessKeyID.name+" belongs to temporary credentials, which Logto cannot use", "take the AccessKey pair of a RAM user")
	}
	if accessKeySecret.text != "" && accessKeySecret.text == accessKeyID.text {
		d.fail(accessKeySecret.start, accessKeySecret.name+" is the same as accessKeyId", "the secret is shown once, when the AccessKey pair is created")
	}
	c := Connector{
		AccessKeyID:     accessKeyID.text,
		AccessKeySecret: secret.Text(accessKeySecret.text),
		AccountName:     d.accountName(root),
		FromAlias:       d.fromAlias(root),
		RegionID:        d.regionID(root, o.Regions),
	}
	d.readBrand(root.Member(keyBrand), senderName(c.FromAlias, c.AccountName), o.Brand)
	for _, t := range d.connectorTemplates(root, o) {
		c.Templates = append(c.Templates, t.Template())
	}
	return c
}

// required returns a setting that has to be there, with no text if it is not
// or cannot be used.
func (d *decoder) required(root *Node, key, variable string) value {
	v, found, ok := d.setting(root, key, variable)
	if key == keyAccessKeySecret {
		d.secrets.Add(secret.Text(v.text))
	}
	switch {
	case !found && variable != "":
		d.fail(root.Pos, key+" is missing", "add it to the file or set "+variable)
	case !found:
		d.fail(root.Pos, key+" is missing", "add it to the file")
	case ok && strings.TrimSpace(v.text) == "":
		d.fail(v.start, v.name+" is empty", "")
	case ok && leftover(v.text):
		d.fail(v.start, v.name+" is a placeholder that nobody replaced", "put the real value there")
	case ok && v.text != strings.TrimSpace(v.text):
		d.fail(v.start, v.name+" begins or ends with white space", "")
	case ok:
		return v
	}
	return value{}
}

// optional returns a setting that may be absent or empty.
func (d *decoder) optional(root *Node, key, variable string) (value, bool) {
	v, found, ok := d.setting(root, key, variable)
	switch {
	case !found || !ok:
		return value{}, false
	case strings.TrimSpace(v.text) == "":
		d.warn(v.start, v.name+" is empty, which Logto takes for left out", "")
		return value{}, false
	case leftover(v.text):
		d.fail(v.start, v.name+" is a placeholder that nobody replaced", "put the real value there or leave the key out")
		return value{}, false
	default:
		return v, true
	}
}

func (d *decoder) accountName(root *Node) string {
	v := d.required(root, keyAccountName, "")
	if v.text == "" {
		return ""
	}
	address, err := mail.ParseAddress(v.text)
	switch {
	case err != nil:
		d.fail(v.start, "accountName is not an email address", "it is a sender address of Direct Mail, such as noreply@mail.example.com")
	case address.Address != v.text:
		d.fail(v.start, "accountName must be a bare email address", "put the sender's name into fromAlias")
	}
	return v.text
}

func (d *decoder) fromAlias(root *Node) string {
	v, ok := d.optional(root, keyFromAlias, "")
	if !ok {
		return ""
	}
	d.checkFromAlias(v)
	return v.text
}

func (d *decoder) checkFromAlias(v value) {
	if length := utf8.RuneCountInString(v.text); length >= maxFromAlias {
		d.fail(v.start, fmt.Sprintf("%s has %d characters, Direct Mail takes less than %d", v.name, length, maxFromAlias), "")
	}
}

func (d *decoder) regionID(root *Node, regions []string) string {
	v, ok := d.optional(root, keyRegionID, RegionIDVariable)
	if ok {
		d.checkRegion(v, regions)
	}
	return v.text
}

// checkRegion tells whether a value is a region, if the regions are known.
func (d *decoder) checkRegion(v value, regions []string) bool {
	if len(regions) == 0 || slices.Contains(regions, v.text) {
		return true
	}
	hint := nearest.Hint(v.text, slices.Values(regions))
	if hint == "" {
		hint = "use one of " + strings.Join(regions, ", ")
	}
	d.fail(v.start, v.name+v.quoted()+" is not a region of Direct Mail", hint)
	return false
}
