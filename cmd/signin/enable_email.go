package signin

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/plan"
)

type enableEmailOptions struct {
	env      *cli.Env
	signUp   string
	factor   string
	password bool
	want     plan.EmailSignIn
}

// NewEnableEmail returns the command sign-in-experience enable-email.
func NewEnableEmail(env *cli.Env) *cobra.Command {
	opts := enableEmailOptions{env: env}
	cmd := &cobra.Command{
		Use:   "enable-email",
		Short: "Let people sign up and sign in with an emailed code",
		Long: `Let people sign up and sign in with an emailed code. Every other sign-in method
and factor stays as it is.

--sign-up says what new people give. Without it that is their email address,
unless they can sign up by email already:
  email           their email address
  email-or-phone  either of the two
  secondary       what they give today, and their email address besides
  keep            what they give today

--factor says what an email address is proven with. Without it a code is added
and a password that is accepted today stays accepted.`,
		Example: `  logtoctl sign-in-experience enable-email
  logtoctl sign-in-experience enable-email --sign-up secondary --factor both`,
		Args: cli.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("password-at-sign-up") {
				opts.want.PasswordAtSignUp = &opts.password
			}
			if err := opts.complete(); err != nil {
				return err
			}
			return opts.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.signUp, "sign-up", string(plan.SignUpDefault), "email, email-or-phone, secondary or keep")
	flags.StringVar(&opts.factor, "factor", string(plan.FactorAddCode), "code, password or both (default: code, beside what is accepted today)")
	flags.BoolVar(&opts.password, "password-at-sign-up", false, "new people create a password too")
	flags.BoolVar(&opts.want.ForgotPassword, "forgot-password", true, "offer password recovery by an emailed code (=false stops it)")
	return cmd
}

// complete checks the flags against each other before any request.
func (o *enableEmailOptions) complete() error {
	o.want.SignUp, o.want.Factor = plan.SignUpMode(o.signUp), plan.Factor(o.factor)
	modes := []string{string(plan.SignUpEmail), string(plan.SignUpEmailOrPhone), string(plan.SignUpSecondary), string(plan.SignUpKeep)}
	if err := cli.OneOf("sign-up", o.signUp, modes...); o.want.SignUp != plan.SignUpDefault && err != nil {
		return err
	}
	factors := []string{string(plan.FactorCode), string(plan.FactorPassword), string(plan.FactorBoth)}
	if err := cli.OneOf("factor", o.factor, factors...); o.want.Factor != plan.FactorAddCode && err != nil {
		return err
	}
	signsUpByEmail := o.want.SignUp == plan.SignUpEmail || o.want.SignUp == plan.SignUpEmailOrPhone
	switch {
	case o.want.Factor == plan.FactorPassword && signsUpByEmail && !o.password:
		return cli.Usagef("--factor password needs --password-at-sign-up: people who sign up without a password could not sign in again")
	case o.want.SignUp == plan.SignUpKeep && o.want.PasswordAtSignUp != nil:
		return cli.Usagef("--sign-up keep leaves sign-up as it is: --password-at-sign-up does not go with it")
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
