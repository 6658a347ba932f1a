package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/plan"
)

// DecodeManifest reads a logtoctl.yaml, YAML or JSON, lays the overlays over it
// that follow it, and checks all of it.
//
// Objects of a later file are merged into those of the earlier ones key by key,
// lists are replaced, and null removes a key. ${NAME} and ${NAME:-default} in
// any string are filled in as [DecodeConnector] does, which also reads the
// connector.
//
// The findings that are returned are warnings. The error, if any, is [Findings]
// with every error of all files. No finding holds the secret.
func DecodeManifest(sources []Source, o Options) (Manifest, Findings, error) {
	if len(sources) == 0 {
		return Manifest{}, nil, errors.New("there is no file to decode")
	}
	d := newDecoder(o.Lookup, sourceNames(sources)...)
	if o.Check != nil {
		d.issues = o.Check
	}
	var m Manifest
	if root := d.overlay(sources); root != nil {
		m = d.manifest(root, o)
	}
	warnings, err := d.result()
	if err != nil {
		return Manifest{}, warnings, err
	}
	return m, warnings, nil
}

func sourceNames(sources []Source) []string {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.Name
	}
	return names
}

// overlay returns the tree of all files together, or nil when one has none.
func (d *decoder) overlay(sources []Source) *Node {
	var root *Node
	readable := true
	for _, s := range sources {
		switch node := d.tree(s); {
		case node == nil:
			readable = false
		case node.Kind != KindObject:
			d.fail(node.Pos, fmt.Sprintf("the file must be %s, not %s", KindObject, node.Kind), "begin it with version: 1")
			readable = false
		case root == nil:
			root = node
		default:
			root = d.merge(root, node)
		}
	}
	if !readable {
		return nil
	}
	return root
}

// tree returns the tree of a file, or nil when it has none. A text that is
// JSON is read by the rules of JSON.
func (d *decoder) tree(s Source) *Node {
	text, ok := d.source(s.Name, s.Data)
	switch {
	case !ok:
		return nil
	case strings.HasSuffix(s.Name, ".json") || json.Valid(text.data):
		return jsonReader{source: text, report: d.fail}.read()
	default:
		return newYAMLReader(text, d.fail).read()
	}
}

func (d *decoder) manifest(root *Node, o Options) Manifest {
	d.checkFields(root, "", manifestFields())
	m := Manifest{
		Endpoint:     d.endpoint(part(root, keyLogto)),
		Applications: d.applications(root.Member(keyApplications)),
		DirectMail:   d.directMail(root, o.Regions), // also lends to the connector what that leaves out
		SignIn:       d.signIn(root),
		Verify:       d.verify(root),
	}
	if node := d.connectorIn(root, o); node != nil { // also reads the brand, which the templates below need
		d.agree(part(root, keyDirectMail), node)
		c := d.connector(node, o.ConnectorOptions)
		m.Connector = &c
	}
	if m.DirectMail != nil && m.DirectMail.Region == "" {
		m.DirectMail.Region = d.regionOf(m.Connector, part(root, keyDirectMail), o.Regions)
	}
	if node := root.Member(keyEmailTemplates); node != nil && (node.Kind == KindObject || node.Kind == KindString) {
		m.EmailTemplates = []email.LocalisedTemplate{}
		for _, t := range d.emailTemplates(node, o.OpenDir) {
			m.EmailTemplates = append(m.EmailTemplates, t.LocalisedTemplate)
		}
	}
	return m
}

// regionOf returns the region of a directMail that names none: the connector's,
// else that of the environment.
func (d *decoder) regionOf(connector *Connector, directMail *Node, regions []string) string {
	if connector != nil {
		return connector.RegionID
	}
	return d.regionID(directMail, regions)
}

func (d *decoder) endpoint(logto *Node) string {
	v, ok := d.said(logto, keyEndpoint)
	if !ok {
		return ""
	}
	parsed, err := url.Parse(v.text)
	switch {
	case err != nil || !isWeb(parsed) || parsed.User != nil || strings.ContainsAny(v.text, "?#"):
		d.fail(v.start, "logto.endpoint"+v.quoted()+" is not the address of a Logto", "it looks like https://TENANT.logto.app or http://localhost:3001")
	case isClear(parsed):
		d.warn(v.start, "logto.endpoint is not https: the machine-to-machine secret would travel in clear", "")
	}
	return v.text
}

func (d *decoder) signIn(root *Node) *SignIn {
	if node := part(root, keySignIn).Member(keyEmail); node == nil || node.Kind != KindObject {
		return nil
	}
	node := part(part(root, keySignIn), keyEmail)
	signIn := SignIn{SignUp: defaultSignUp, ForgotPassword: true}
	if v, ok := d.said(node, keySignUp); ok {
		signIn.SignUp = v.text
	}
	factor, ok := d.said(node, keyFactor)
	if ok {
		signIn.Factor = factor.text
	}
	if on := flag(node, keyPasswordAtSignUp); on != nil {
		signIn.PasswordAtSignUp = *on
	}
	if on := flag(node, keyForgotPassword); on != nil {
		signIn.ForgotPassword = *on
	}
	newAccounts := signIn.SignUp == string(plan.SignUpEmail) || signIn.SignUp == string(plan.SignUpEmailOrPhone)
	switch {
	case signIn.Factor == string(plan.FactorPassword) && newAccounts && !signIn.PasswordAtSignUp:
		d.fail(factor.start, "people who sign up without a password could not sign in with one", "add passwordAtSignUp: true, or keep the code: factor: both")
	case signIn.PasswordAtSignUp && signIn.SignUp == string(plan.SignUpKeep):
		d.warn(node.Member(keyPasswordAtSignUp).Pos, "passwordAtSignUp does nothing while sign-up stays as it is", "choose another signUp, or leave it out")
	}
	return &signIn
}

func (d *decoder) verify(root *Node) Verify {
	var verify Verify
	node := part(root, keyVerify)
	if v, ok := d.said(node, keyTestEmail); ok {
		verify.TestEmail = v.text
		if address, err := mail.ParseAddress(v.text); err != nil || address.Address != v.text {
			d.fail(v.start, "verify.testEmail"+v.quoted()+" is not an email address", "it is a bare address, such as you@example.com")
		}
	}
	on := flag(node, keyRoundTrip)
	if on == nil || !*on {
		return verify
	}
	verify.RoundTrip = true
	at := node.Member(keyRoundTrip).Pos
	if node.Member(keyTestEmail) == nil {
		d.fail(at, "a round trip needs an address to send the code to", "add testEmail")
	}
	if root.Member(keyConnector) == nil && root.Member(keySignIn) == nil {
		d.fail(at, "there is nothing to make a round trip for: the file has neither connector nor signInExperience", "leave roundTrip out")
	}
	return verify
}

// isWeb says whether a URL is one that a browser opens.
func isWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" }

// isClear says whether what is sent to a URL could be read on its way. Nothing
// leaves the machine on its way to localhost.
func isClear(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	local := host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasPrefix(host, "127.") || host == "::1"
	return u.Scheme == "http" && !local
}
