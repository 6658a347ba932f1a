package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/cmd/app"
	"github.com/logtoctl/logtoctl/cmd/backup"
	"github.com/logtoctl/logtoctl/cmd/connector"
	"github.com/logtoctl/logtoctl/cmd/demo"
	"github.com/logtoctl/logtoctl/cmd/directmail"
	"github.com/logtoctl/logtoctl/cmd/doctor"
	"github.com/logtoctl/logtoctl/cmd/explain"
	"github.com/logtoctl/logtoctl/cmd/file"
	"github.com/logtoctl/logtoctl/cmd/quickstart"
	"github.com/logtoctl/logtoctl/cmd/sandbox"
	"github.com/logtoctl/logtoctl/cmd/signin"
	"github.com/logtoctl/logtoctl/cmd/templates"
	"github.com/logtoctl/logtoctl/cmd/testemail"
	"github.com/logtoctl/logtoctl/cmd/version"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/config"
)

// newRoot returns the whole tree of commands, readable as a table of contents.
func newRoot(env *cli.Env) *cobra.Command {
	root := cli.Group(rootCommand(env), append(fileCommands(env),
		quickstart.New(env),
		cli.Group(&cobra.Command{
			Use: "app", GroupID: steps, Short: "Applications: what people sign in to",
		},
			app.NewCreate(env),
			app.NewList(env),
			app.NewGet(env),
			app.NewUpdate(env),
			app.NewDelete(env),
			app.NewEnv(env),
			app.NewScaffold(env),
			cli.Group(&cobra.Command{
				Use: "secret", Short: "The client secrets of an application",
			},
				app.NewSecretList(env),
				app.NewSecretAdd(env),
				app.NewSecretRotate(env),
				app.NewSecretDelete(env),
			),
		),
		cli.Group(&cobra.Command{
			Use: "connector", GroupID: steps, Short: "Connectors: what Logto sends mail with",
		},
			cli.Group(&cobra.Command{
				Use: "aliyun-dm", Short: "The Aliyun Direct Mail connector",
			},
				connector.NewApply(env),
				connector.NewValidate(env),
				connector.NewGet(env),
				connector.NewExport(env),
				connector.NewTest(env),
				connector.NewDelete(env),
			),
		),
		cli.Group(&cobra.Command{
			Use: "sign-in-experience", Aliases: []string{"sie"}, GroupID: steps, Short: "How people sign up and sign in",
		},
			signin.NewGet(env),
			signin.NewEnableEmail(env),
			signin.NewDisableEmail(env),
		),
		testemail.New(env),
		directMailCommands(env),
		templateCommands(env),
		doctor.New(env),
		explain.New(env),
		cli.Group(&cobra.Command{
			Use: "sandbox", GroupID: trying, Short: "A local Logto and Direct Mail, to try everything without an account",
		},
			sandbox.NewStart(env),
			sandbox.NewExec(env),
			sandbox.NewInbox(env),
		),
		demo.New(env, Run),
		version.New(env, buildVersion()),
	)...)
	completeTree(root)
	return root
}

// fileCommands are the branches that do all of it from one file.
func fileCommands(env *cli.Env) []*cobra.Command {
	return []*cobra.Command{
		file.NewValidate(env),
		file.NewPlan(env),
		file.NewApply(env),
		file.NewExport(env),
		file.NewDestroy(env),
		file.NewSchema(env),
		cli.Group(&cobra.Command{
			Use: "backup", GroupID: oneFile, Short: "Connectors that were saved before they were displaced",
		},
			backup.NewList(env),
			backup.NewRestore(env),
		),
	}
}

// templateCommands is the branch of the email templates.
func templateCommands(env *cli.Env) *cobra.Command {
	return cli.Group(&cobra.Command{
		Use: "templates", Aliases: []string{"template"}, GroupID: mails, Short: "The email templates: what people get to see",
	},
		templates.NewInit(env),
		templates.NewList(env),
		templates.NewLint(env),
		templates.NewRender(env),
		templates.NewPreview(env),
		templates.NewPush(env),
	)
}

// directMailCommands is the branch of the Aliyun side.
func directMailCommands(env *cli.Env) *cobra.Command {
	return cli.Group(&cobra.Command{
		Use: "direct-mail", Aliases: []string{"dm"}, GroupID: mails, Short: "The Direct Mail account: domains with their DNS, senders, tags, quotas",
	},
		cli.Group(&cobra.Command{
			Use: "domain", Short: "Sending domains and the DNS records that they need",
		},
			directmail.NewDomainCreate(env),
			directmail.NewDomainList(env),
			directmail.NewDomainGet(env),
			directmail.NewDomainCheck(env),
			directmail.NewDomainDelete(env),
		),
		cli.Group(&cobra.Command{
			Use: "sender", Short: "Sender addresses: what mails come from",
		},
			directmail.NewSenderCreate(env),
			directmail.NewSenderList(env),
			directmail.NewSenderGet(env),
			directmail.NewSenderSetReply(env),
			directmail.NewSenderDelete(env),
		),
		cli.Group(&cobra.Command{
			Use: "tag", Short: "Tags: what mails can be counted by",
		},
			directmail.NewTagCreate(env),
			directmail.NewTagList(env),
			directmail.NewTagDelete(env),
		),
		directmail.NewAccount(env),
		directmail.NewStats(env),
	)
}

// The groups of the help text.
const (
	steps   = cli.GroupSteps
	oneFile = cli.GroupFile
	mails   = cli.GroupMails
	trouble = cli.GroupTrouble
	trying  = cli.GroupTrying
)

func rootCommand(env *cli.Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "logtoctl",
		Short: "Set up sign-in by emailed code with Logto and Aliyun Direct Mail",
		Long: `logtoctl sets up sign-in by emailed code: an application at Logto, the Aliyun
Direct Mail connector with its email templates, and the sign-in experience.
Every command can be run again at any time and changes only what differs.

Try it without any account:  logtoctl demo`,
		Example: `  logtoctl app create Bookstore --redirect-uri http://localhost:3000/callback \
      --post-sign-out-redirect-uri http://localhost:3000 --env-file .env
  logtoctl connector aliyun-dm apply -f connector.json
  logtoctl sign-in-experience enable-email
  logtoctl test-email you@example.com`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       buildVersion().Version,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Name() == "version" || (cmd.HasParent() && cmd.Parent().Name() == "completion") {
				env.LoadOutput(cmd.Flags()) // broken settings must not break what needs none
				return nil
			}
			env.Isolate(cmd)
			if err := env.Load(cmd.Context(), cmd.Flags()); err != nil {
				return err
			}
			return env.CheckProfiles(cmd)
		},
	}
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return cli.Usage(err) })
	root.AddGroup(
		&cobra.Group{ID: steps, Title: "The steps:"},
		&cobra.Group{ID: oneFile, Title: "All of it from one file:"},
		&cobra.Group{ID: mails, Title: "The mails and what sends them:"},
		&cobra.Group{ID: trouble, Title: "When something is wrong:"},
		&cobra.Group{ID: trying, Title: "Without an account:"},
	)
	config.AddFlags(root.PersistentFlags())
	root.PersistentFlags().SortFlags = false
	return root
}

// completeTree adds what cobra would add by itself, but with wrong names being
// wrong usage there too.
func completeTree(root *cobra.Command) {
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		RunE: func(_ *cobra.Command, args []string) error {
			command, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return cli.Usagef("there is no command %q", strings.Join(append([]string{root.Name()}, args...), " "))
			}
			return command.Help()
		},
	})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			cli.Group(command)
		}
	}
}
