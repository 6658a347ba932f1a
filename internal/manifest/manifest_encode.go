package manifest

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/logtoctl/logtoctl/internal/email"
)

// EncodeManifest writes a logtoctl.yaml that [DecodeManifest] reads back to the
// same manifest: keys in the order of the documentation, texts of several lines
// as blocks. The AccessKey secret is written as a reference to its environment
// variable, so the file holds no secret. Keys in the connector's Extra are left
// out: an update keeps them without being told. The error says that a text is
// not UTF-8, which YAML cannot write.
func EncodeManifest(m Manifest, o EncodeOptions) ([]byte, error) {
	file := newObject()
	file.add(keyVersion, wholeNode(Version))
	file.addObject(keyLogto, newObject().addText(keyEndpoint, m.Endpoint))
	if m.Applications != nil {
		file.add(keyApplications, listNode(m.Applications, applicationNode))
	}
	if m.DirectMail != nil {
		file.add(keyDirectMail, directMailNode(*m.DirectMail))
	}
	if m.Connector != nil {
		file.add(keyConnector, connectorNode(*m.Connector, o.ConnectorTemplates))
	}
	if m.EmailTemplates != nil {
		file.add(keyEmailTemplates, emailTemplatesNode(m.EmailTemplates, o.EmailTemplates))
	}
	if m.SignIn != nil {
		file.addObject(keySignIn, newObject().addObject(keyEmail, signInNode(*m.SignIn)))
	}
	verify := newObject().addText(keyTestEmail, m.Verify.TestEmail)
	if m.Verify.RoundTrip {
		verify.add(keyRoundTrip, boolNode(true))
	}
	file.addObject(keyVerify, verify)
	var w yamlWriter
	w.members(file, "")
	if !utf8.ValidString(w.out.String()) {
		return nil, errors.New("writing the manifest: it holds a text that is not UTF-8")
	}
	return []byte(w.out.String()), nil
}

func applicationNode(a Application) *Node {
	node := newObject().addText(keyKey, a.Key).addText(keyName, a.Name).addText(keyType, a.Type)
	if a.Description != nil {
		node.add(keyDescription, textNode(*a.Description))
	}
	for _, list := range []struct {
		key  string
		uris []string
	}{
		{keyRedirectURIs, a.RedirectURIs},
		{keyPostSignOutRedirectURIs, a.PostSignOutRedirectURIs},
		{keyCORSAllowedOrigins, a.CORSAllowedOrigins},
	} {
		if list.uris != nil {
			node.add(list.key, listNode(list.uris, textNode))
		}
	}
	token := newObject()
	if a.RefreshToken.AlwaysIssue != nil {
		token.add(keyAlwaysIssue, boolNode(*a.RefreshToken.AlwaysIssue))
	}
	if a.RefreshToken.Rotate != nil {
		token.add(keyRotate, boolNode(*a.RefreshToken.Rotate))
	}
	if a.RefreshToken.TTLInDays != nil {
		token.add(keyTTLInDays, wholeNode(*a.RefreshToken.TTLInDays))
	}
	return node.addObject(keyRefreshToken, token).addText(keyEnvFile, a.EnvFile)
}

func directMailNode(want DirectMail) *Node {
	return newObject().addText(keyRegion, want.Region).addText(keyDomain, want.Domain).
		addText(keySender, want.Sender).addText(keyReplyAddress, want.ReplyAddress).addText(keyTag, want.Tag)
}

func connectorNode(c Connector, folder string) *Node {
	node := newObject().addText(keyAccessKeyID, c.AccessKeyID)
	node.add(keyAccessKeySecret, &Node{Kind: KindString, Text: "${" + AccessKeySecretVariable + "}"})
	node.addText(keyAccountName, c.AccountName).addText(keyFromAlias, c.FromAlias).addText(keyRegionID, c.RegionID)
	if folder != "" {
		return node.addText(keyTemplates, folder)
	}
	return node.add(keyTemplates, listNode(c.Templates, func(t email.Template) *Node {
		return templateNode(t.UsageType, t.Subject, t.Content)
	}))
}

// emailTemplatesNode writes the templates by language, each where its first
// template is.
func emailTemplatesNode(rows []email.LocalisedTemplate, folders map[string]string) *Node {
	node := newObject()
	for _, row := range rows {
		if folder, ok := folders[row.LanguageTag]; ok {
			if node.Member(row.LanguageTag) == nil {
				node.addText(row.LanguageTag, folder)
			}
			continue
		}
		list := node.Member(row.LanguageTag)
		if list == nil {
			list = &Node{Kind: KindArray}
			node.add(row.LanguageTag, list)
		}
		list.Items = append(list.Items, templateNode(row.UsageType, row.Subject, row.Content).
			addText(keyContentType, row.ContentType).addText(keyReplyTo, row.ReplyTo).addText(keySendFrom, row.SendFrom))
	}
	return node
}

func templateNode(usageType email.UsageType, subject, content string) *Node {
	return newObject().addText(keyUsageType, string(usageType)).
		add(email.FieldSubject, textNode(subject)).add(email.FieldContent, textNode(content))
}

func signInNode(s SignIn) *Node {
	return newObject().addText(keySignUp, s.SignUp).addText(keyFactor, s.Factor).
		add(keyPasswordAtSignUp, boolNode(s.PasswordAtSignUp)).add(keyForgotPassword, boolNode(s.ForgotPassword))
}

func newObject() *Node { return &Node{Kind: KindObject} }

// add appends a member.
func (n *Node) add(key string, value *Node) *Node {
	n.Members = append(n.Members, Member{Key: &Node{Kind: KindString, Text: key}, Value: value})
	return n
}

// addText appends a text unless it is empty.
func (n *Node) addText(key, text string) *Node {
	if text == "" {
		return n
	}
	return n.add(key, textNode(text))
}

// addObject appends an object unless it is empty.
func (n *Node) addObject(key string, value *Node) *Node {
	if len(value.Members) == 0 {
		return n
	}
	return n.add(key, value)
}

// textNode returns a string whose references, if it seems to have any, are
// none.
func textNode(text string) *Node { return &Node{Kind: KindString, Text: escape(text)} }

func boolNode(on bool) *Node { return &Node{Kind: KindBool, Text: strconv.FormatBool(on)} }

func wholeNode(n int) *Node { return &Node{Kind: KindNumber, Text: strconv.Itoa(n)} }

func listNode[T any](values []T, node func(T) *Node) *Node {
	list := &Node{Kind: KindArray}
	for _, value := range values {
		list.Items = append(list.Items, node(value))
	}
	return list
}
