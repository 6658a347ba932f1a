package signin

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
)

type enableEmailOptions struct {
	env    *cli.Env
	signUp string
	factor string
	want   plan.EmailSignIn
}

// NewEnableEmail returns the command sign-in-experience enable-email.
func NewEnableEmail(env *cli.Env) *cobra.Command {
	opts := enableEmailOptions{env: env}
	cmd := &cobra.Command{
		Use:   "enable-email",
		Short: "Let people sign up and sign in with an emailed code",
		Long: `Let people sign up and sign in with an emailed code. Every other sign-in method
and factor stays as it is.

--sign-up says what new people give:
  email           their email address (the default)
  email-or-phone  either of the two
  secondary       what they give today, and their email address besides
  keep            what they give today

--factor says what an email address is proven with. Without it a code is added
and a password that is accepted today stays accepted.`,
		Example: `  logtoctl sign-in-experience enable-email
  logtoctl sign-in-experience enable-email --sign-up secondary --factor both`,
		Args: cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.complete(); err != nil {
				return err
			}
			return opts.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.signUp, "sign-up", string(plan.SignUpEmail), "email, email-or-phone, secondary or keep")
	flags.StringVar(&opts.factor, "factor", string(plan.FactorAddCode), "code, password or both (default: code, beside what is accepted today)")
	flags.BoolVar(&opts.want.PasswordAtSignUp, "password-at-sign-up", false, "new people create a password too")
	flags.BoolVar(&opts.want.ForgotPassword, "forgot-password", true, "offer password recovery by an emailed code")
	return cmd
}

// complete checks the flags against each other before any request.
func (o *enableEmailOptions) complete() error {
	o.want.SignUp, o.want.Factor = plan.SignUpMode(o.signUp), plan.Factor(o.factor)
	modes := []string{string(plan.SignUpEmail), string(plan.SignUpEmailOrPhone), string(plan.SignUpSecondary), string(plan.SignUpKeep)}
	if err := cli.OneOf("sign-up", o.signUp, modes...); err != nil {
		return err
	}
	if o.want.Factor == plan.FactorAddCode {
		return nil
	}
	if err := cli.OneOf("factor", o.factor, string(plan.FactorCode), string(plan.FactorPassword), string(plan.FactorBoth)); err != nil {
		return err
	}
	signsUpByEmail := o.want.SignUp == plan.SignUpEmail || o.want.SignUp == plan.SignUpEmailOrPhone
	if o.want.Factor == plan.FactorPassword && signsUpByEmail && !o.want.PasswordAtSignUp {
		return cli.Usagef("--factor password needs --password-at-sign-up: people who sign up without a password could not sign in again")
	}
	return nil
}

func (o *enableEmailOptions) run(ctx context.Context) error {
	provisioner, err := o.env.Provisioner()
	if err != nil {
		return err
	}
	result, err := provisioner.EnableEmail(ctx, o.want)
	if err != nil {
		return err
	}
	if o.want.ForgotPassword && !result.Experience.ForgotPasswordMethods.Supported {
		o.env.Note("note: this Logto is too old to have password recovery as a setting; it was left out")
	}
	return o.env.Print(view(o.env, result))
}
