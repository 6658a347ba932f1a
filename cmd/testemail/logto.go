package testemail

import "context"

// runLogto lets Logto send its own test mail.
func (o *options) runLogto(ctx context.Context) error {
	connector, err := o.env.Connector(ctx, o.file)
	if err != nil {
		return err
	}
	return o.env.SendLogtoTest(ctx, connector, o.to, o.locale)
}
