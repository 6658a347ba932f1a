package file

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/email"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
)

// NewValidate returns the command validate.
func NewValidate(env *cli.Env) *cobra.Command {
	var from files
	cmd := &cobra.Command{
		Use:     "validate -f logtoctl.yaml",
		GroupID: cli.GroupFile,
		Short:   "Check a logtoctl.yaml without any request",
		Long: `Check a logtoctl.yaml, with the files that it names, without any request. All
that is wrong is told at once, with line and column.`,
		Example: "  logtoctl validate -f logtoctl.yaml\n  logtoctl validate -f base.yaml -f production.yaml --var-file production.env",
		Args:    cli.Args(),
		RunE:    func(cmd *cobra.Command, _ []string) error { return validate(cmd.Context(), env, from) },
	}
	from.bind(cmd)
	return cmd
}

func validate(ctx context.Context, env *cli.Env, from files) error {
	m, err := env.ReadManifest(ctx, from.paths, from.variables)
	if err != nil {
		return err
	}
	return env.Print(newValid(from.paths, m))
}

// valid is the document of files that passed their checks: what they mention.
type valid struct {
	Files          []string           `json:"files"`
	Valid          bool               `json:"valid"`
	Endpoint       string             `json:"endpoint,omitempty"`
	Applications   []validApplication `json:"applications"`
	DirectMail     *validDirectMail   `json:"directMail,omitempty"`
	Connector      bool               `json:"connector"`
	UsageTypes     []email.UsageType  `json:"usageTypes"`     // of the connector's templates
	EmailTemplates []string           `json:"emailTemplates"` // such as ja/SignIn
	SignIn         bool               `json:"signInExperience"`
	TestEmail      string             `json:"testEmail,omitempty"`
	RoundTrip      bool               `json:"roundTrip"`
}

type validApplication struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Type string `json:"type"`
}

type validDirectMail struct {
	Region string `json:"region,omitempty"`
	Domain string `json:"domain,omitempty"`
	Sender string `json:"sender,omitempty"`
	Tag    string `json:"tag,omitempty"`
}

func newValid(files []string, m manifest.Manifest) valid {
	view := valid{
		Files: files, Valid: true, Endpoint: m.Endpoint,
		Applications: []validApplication{}, Connector: m.Connector != nil,
		UsageTypes: []email.UsageType{}, EmailTemplates: []string{},
		SignIn: m.SignIn != nil, TestEmail: m.Verify.TestEmail, RoundTrip: m.Verify.RoundTrip,
	}
	if want := m.DirectMail; want != nil {
		view.DirectMail = &validDirectMail{Region: want.Region, Domain: want.Domain, Sender: want.Sender, Tag: want.Tag}
	}
	for _, application := range m.Applications {
		view.Applications = append(view.Applications, validApplication{application.Key, application.Name, application.Type})
	}
	if m.Connector != nil {
		for _, template := range m.Connector.Templates {
			view.UsageTypes = append(view.UsageTypes, template.UsageType)
		}
	}
	for _, row := range m.EmailTemplates {
		view.EmailTemplates = append(view.EmailTemplates, row.LanguageTag+"/"+string(row.UsageType))
	}
	return view
}

// Table returns the files, their verdict and what they are about.
func (v valid) Table() output.Table {
	keys := make([]string, len(v.Applications))
	for i, application := range v.Applications {
		keys[i] = application.Key
	}
	table := output.Table{}
	for _, row := range [][]string{
		{"files", strings.Join(v.Files, " ")},
		{"status", "valid"},
		{"endpoint", v.Endpoint},
		{"applications", strings.Join(keys, " ")},
		{"direct mail", v.DirectMail.names()},
		{"connector", templates(v.Connector, len(v.UsageTypes))},
		{"email templates", strings.Join(v.EmailTemplates, " ")},
		{"sign-in experience", mentioned(v.SignIn, "email")},
		{"test email", v.TestEmail},
		{"round trip", mentioned(v.RoundTrip, "yes")},
	} {
		if row[1] != "" {
			table.Rows = append(table.Rows, row)
		}
	}
	return table
}

// names returns what is to be at Direct Mail, in a line.
func (v *validDirectMail) names() string {
	if v == nil {
		return ""
	}
	return strings.Join(strings.Fields(v.Region+" "+v.Domain+" "+v.Sender+" "+v.Tag), " ")
}

func mentioned(is bool, text string) string {
	if !is {
		return ""
	}
	return text
}

func templates(is bool, count int) string {
	return mentioned(is, "aliyun-direct-mail, "+strconv.Itoa(count)+" templates")
}
