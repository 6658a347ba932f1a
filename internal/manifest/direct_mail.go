package manifest

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The most characters that Direct Mail takes.
const (
	maxDomain = 50
	maxSender = 60
	maxTag    = 128
)

// DirectMail is what a file wants of the Direct Mail account that the connector
// sends with. What it does not mention is empty and stays as it is.
type DirectMail struct {
	// Region is the region id, the connector's own when there is a connector.
	// Empty is cn-hangzhou.
	Region string
	// Domain is the sending domain, such as mail.example.com.
	Domain string
	// Sender is the sender address, which the connector calls accountName. It is
	// under Domain, or else under a domain that the account has already.
	Sender string
	// ReplyAddress gets the answers to mails of Sender.
	ReplyAddress string
	// Tag is an email tag, by which statistics can be read.
	Tag string
}

// standIn is a text that stands in for a key which the connector leaves out. It
// is not ok when something was found wrong with it where it stands.
type standIn struct {
	value

	ok bool
}

// directMail reads what the file wants of Direct Mail, nil when it wants
// nothing. Its sender and its region are kept for the connector.
func (d *decoder) directMail(root *Node, regions []string) *DirectMail {
	node := root.Member(keyDirectMail)
	if node == nil || node.Kind != KindObject {
		return nil
	}
	var want DirectMail
	region, ok := d.stated(node, keyRegion)
	if ok {
		want.Region, ok = region.text, d.checkRegion(region, regions)
	}
	d.lend(node, keyRegion, keyRegionID, region, ok)
	want.Domain = d.domain(node)
	sender, ok := d.stated(node, keySender)
	if ok {
		want.Sender, ok = sender.text, d.checkSender(sender, want.Domain)
	}
	d.lend(node, keySender, keyAccountName, sender, ok)
	want.ReplyAddress = d.replyAddress(node)
	want.Tag = d.tag(node)
	if node.Member(keyDomain) == nil && node.Member(keySender) == nil && node.Member(keyTag) == nil {
		d.fail(node.Pos, "directMail names nothing that is to be there", "add domain, sender or tag, or leave directMail out")
	}
	return &want
}

// lend lets a value stand in for a key of the connector.
func (d *decoder) lend(node *Node, key, connectorKey string, v value, ok bool) {
	if node.Member(key) != nil {
		d.standIns[connectorKey] = standIn{v, ok}
	}
}

// stated returns the text of a key of directMail, and false when it has none
// that can be used. That it is a string has been checked.
func (d *decoder) stated(object *Node, key string) (value, bool) {
	node := object.Member(key)
	if node == nil {
		return value{}, false
	}
	v, ok := d.usable(node, join(keyDirectMail, key))
	switch {
	case !ok:
		return value{}, false
	case strings.TrimSpace(v.text) == "":
		d.fail(v.start, v.name+" is empty", "leave it out")
	case leftover(v.text):
		d.fail(v.start, v.name+" is a placeholder that nobody replaced", "put the real value there or leave the key out")
	case v.text != strings.TrimSpace(v.text):
		d.fail(v.start, v.name+" begins or ends with white space", "")
	default:
		return v, true
	}
	return value{}, false
}

// domainName is a host name of at least two labels, in ASCII.
var domainName = regexp.MustCompile(`^(?i:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?i:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$`)

func (d *decoder) domain(node *Node) string {
	v, ok := d.stated(node, keyDomain)
	switch {
	case !ok:
	case !domainName.MatchString(v.text):
		d.fail(v.start, v.name+v.quoted()+" is not a domain name", "it looks like mail.example.com; write letters beyond ASCII in Punycode")
		return ""
	default:
		d.checkLength(v, maxDomain)
	}
	return v.text
}

// checkSender tells whether an address can be a sender address. The domain is
// empty when the file names none that can be used.
func (d *decoder) checkSender(v value, domain string) bool {
	_, own, _ := strings.Cut(v.text, "@")
	switch {
	case !d.checkAddress(v), !d.checkLength(v, maxSender):
		return false
	case domain != "" && !strings.EqualFold(own, domain):
		d.fail(v.start, v.name+v.quoted()+" is not under directMail.domain", "its domain must be "+domain+" itself")
		return false
	default:
		return true
	}
}

func (d *decoder) replyAddress(node *Node) string {
	v, ok := d.stated(node, keyReplyAddress)
	if ok {
		d.checkAddress(v)
	}
	if at := node.Member(keyReplyAddress); at != nil && node.Member(keySender) == nil {
		d.fail(at.Pos, "directMail.replyAddress belongs to a sender address, and there is none", "add sender")
	}
	return v.text
}

// tagName is what Direct Mail takes for the name of a tag, but for its length.
var tagName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

func (d *decoder) tag(node *Node) string {
	v, ok := d.stated(node, keyTag)
	switch {
	case !ok:
	case !tagName.MatchString(v.text):
		d.fail(v.start, v.name+v.quoted()+" is not a tag", "a tag has letters, digits and underscores")
	default:
		d.checkLength(v, maxTag)
	}
	return v.text
}

// checkAddress tells whether a value is a bare email address.
func (d *decoder) checkAddress(v value) bool {
	address, err := mail.ParseAddress(v.text)
	if err == nil && address.Address == v.text {
		return true
	}
	d.fail(v.start, v.name+v.quoted()+" is not an email address", "it is a bare address, such as noreply@mail.example.com")
	return false
}

func (d *decoder) checkLength(v value, most int) bool {
	length := utf8.RuneCountInString(v.text)
	if length > most {
		d.fail(v.start, fmt.Sprintf("%s has %d characters, Direct Mail takes at most %d", v.name, length, most), "")
	}
	return length <= most
}

// agree reports where directMail and the connector say different things about
// the same.
func (d *decoder) agree(directMail, connector *Node) {
	for _, pair := range []struct{ key, connectorKey string }{{keySender, keyAccountName}, {keyRegion, keyRegionID}} {
		ours, ok := d.said(directMail, pair.key)
		theirs, both := d.said(connector, pair.connectorKey)
		if ok && both && !strings.EqualFold(ours.text, theirs.text) {
			d.fail(ours.start, fmt.Sprintf("%s%s is not the %s%s of the connector", join(keyDirectMail, pair.key), ours.quoted(), pair.connectorKey, theirs.quoted()),
				"leave "+pair.connectorKey+" out of the connector: it takes that of directMail")
		}
	}
}
