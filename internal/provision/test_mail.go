package provision

import (
	"cmp"
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/pkg/logtoadmin"
)

// MailContext is what decides which template an end user gets and what its
// placeholders become.
type MailContext struct {
	Localised   []email.LocalisedTemplate
	Fallback    string // the sign-in experience's fallback language
	Application map[string]any
}

// ReadMailContext reads the localised templates, the fallback language and the
// application that people would be signing in to, at the same time.
func (p Provisioner) ReadMailContext(ctx context.Context) (MailContext, error) {
	var (
		mail       MailContext
		localised  []logtoadmin.EmailTemplate
		experience logtoadmin.SignInExperience
	)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		localised, err = p.LocalisedTemplates(ctx)
		return err
	})
	group.Go(func() (err error) {
		experience, err = p.Logto.SignInExperience.Get(ctx)
		return err
	})
	group.Go(func() (err error) {
		mail.Application, err = p.signInApplication(ctx)
		return err
	})
	if err := group.Wait(); err != nil {
		return MailContext{}, err
	}
	mail.Localised, mail.Fallback = localise(localised), experience.LanguageInfo.FallbackLanguage
	return mail, nil
}

// signInApplication returns what a template learns about the application that
// people sign in to: the only one that logtoctl owns, else nothing.
func (p Provisioner) signInApplication(ctx context.Context) (map[string]any, error) {
	live, err := p.Applications(ctx)
	if err != nil {
		return nil, err
	}
	owned := plan.Owned(live)
	if len(owned) != 1 {
		return nil, nil
	}
	return map[string]any{"id": owned[0].ID, "name": owned[0].Name}, nil
}

// Mail is one rendered mail, as the connector would hand it to Direct Mail.
type Mail struct {
	UsageType email.UsageType
	Locale    string
	Subject   string
	HTML      string
	FromAlias string
	Shadowed  bool   // a localised template took the place of the connector's
	Localised string // language tag of the localised template, empty for the connector's
	EnvID     string // Direct Mail's id of the mail, once it is sent
	RequestID string
}

// RenderMail renders the mail that an end user with that locale would get for
// the usage type, exactly as the Logto server and its connector do together.
func RenderMail(usageType email.UsageType, locale, code, to string, connector manifest.Connector, mail MailContext) (Mail, error) {
	if locale == "" {
		locale = cmp.Or(mail.Fallback, "en") // as Logto resolves it for somebody without a preference
	}
	selected, found := email.Select(usageType, connector.Templates, mail.Localised, locale, mail.Fallback)
	if !found {
		return Mail{}, fmt.Errorf("there is neither a template for %s nor a Generic one", usageType)
	}
	payload := payloadFor(usageType, locale, code, to, mail)
	rendered := Mail{
		UsageType: usageType, Locale: locale, Shadowed: selected.Shadowed, Localised: selected.Locale, FromAlias: connector.FromAlias,
		Subject: email.Render(selected.Subject, payload), HTML: email.Render(selected.Content, payload),
	}
	if selected.SendFrom != "" {
		rendered.FromAlias = email.Render(selected.SendFrom, payload)
	}
	return rendered, nil
}

// SendMail sends a rendered mail with the parameters that the connector uses:
// HTML only, no tag, replies to the sender address.
func SendMail(ctx context.Context, client *aliyundm.Client, accountName, to string, mail Mail) (Mail, error) {
	sent, err := client.SingleSendMail(ctx, aliyundm.SingleSendMailRequest{
		AccountName: accountName, ToAddress: to, FromAlias: mail.FromAlias, Subject: mail.Subject, HTMLBody: mail.HTML,
	})
	if err != nil {
		return mail, fmt.Errorf("send the %s mail to %s: %w", mail.UsageType, to, err)
	}
	mail.EnvID, mail.RequestID = sent.EnvID, sent.RequestID
	return mail, nil
}

// SendTest lets Logto send its own test mail with the configuration, which need
// not be saved. It is always the Generic template with the code [TestCode]; the
// answer names no mail, so what is returned is what Logto was asked to render.
func (p Provisioner) SendTest(ctx context.Context, connector manifest.Connector, to, locale string) (Mail, error) {
	mailContext, err := p.ReadMailContext(ctx)
	if err != nil {
		return Mail{}, err
	}
	mailContext.Application = nil // a test mail belongs to no application
	mail, err := RenderMail(email.Generic, locale, TestCode, to, connector, mailContext)
	if err != nil || p.DryRun {
		return mail, err
	}
	return mail, p.Logto.Connectors.Test(ctx, plan.AliyunDirectMail, logtoadmin.TestConnectorRequest{
		Email: to, Config: connector.Config(), Locale: locale,
	})
}

// TestCode is the code that every test mail of Logto holds.
const TestCode = "000000"
