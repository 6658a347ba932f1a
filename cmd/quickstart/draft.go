package quickstart

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
	"github.com/logtoctl/logtoctl/templates"
)

// sandboxSender is the sender address that a fresh sandbox has.
const sandboxSender = "noreply@mail.example.com"

// redirectVariable is where an app finds its redirect URI.
const redirectVariable = "LOGTO_REDIRECT_URI"

// draft is what the files in DIR are to be.
type draft struct {
	kept      bool // an earlier quickstart wrote them, and they stay as they are
	manifest  folder.File
	app       *scaffold.Project // nil when kept
	variables []dotenv.Variable // for the app's .env, as far as known without Logto
}

// draft says what the files are to be and finds out whether they can be written.
// A logtoctl.yaml of an earlier quickstart counts, for the user may have changed
// it since, and the app too.
func (o *options) draft(ctx context.Context) (*draft, error) {
	text, found, err := folder.Read(o.dir, manifestName)
	if err != nil {
		return nil, cli.Usage(err)
	}
	ours := found && bytes.Contains(text, []byte(mark))
	if ours && !o.decided && !o.force {
		return &draft{kept: true, manifest: folder.File{Name: manifestName, Text: text, Status: plan.Unchanged}}, nil
	}
	if !o.sandbox {
		if err := o.env.RequireAccounts(o.command() + sandboxFlag); err != nil {
			return nil, err
		}
	}
	if err := o.decide(ctx); err != nil {
		return nil, err
	}
	files, err := o.prepare()
	if _, conflict := errors.AsType[*folder.ConflictError](err); conflict && ours {
		return nil, cli.Usagef("%w; to go on with what is there: %s", err, o.again())
	}
	return files, cli.Usage(err)
}

// decide gives what no flag has said its default.
func (o *options) decide(ctx context.Context) (err error) {
	if o.name == "" {
		whole, err := filepath.Abs(o.dir)
		if err != nil {
			return cli.Usage(err)
		}
		o.name = scaffold.Title(filepath.Base(whole))
	}
	if plan.Slug(o.name) == "" {
		return cli.Usagef("no ownership key can be made from the name %q: give another one with --name", o.name)
	}
	switch {
	case o.connector != "":
		return o.locate()
	case o.sender != "":
	case o.sandbox:
		o.sender = sandboxSender
	default:
		o.sender, err = o.onlySender(ctx)
	}
	return err
}

// onlySender returns the sender address of an account that has one.
func (o *options) onlySender(ctx context.Context) (string, error) {
	client, err := o.env.DirectMailAccount(ctx, o.region)
	if err != nil {
		return "", err
	}
	var known []string
	for address, err := range client.QueryMailAddressByParam(ctx, aliyundm.MailAddressQuery{}) {
		if err != nil {
			return "", err
		}
		known = append(known, address.AccountName)
	}
	switch len(known) {
	case 0:
		return "", cli.Usagef("the Direct Mail account has no sender address in this region to send the codes from: logtoctl direct-mail sender create --help")
	case 1:
		o.env.Note("the codes will come from %s, the one sender address there is", known[0])
		return known[0], nil
	default:
		return "", cli.Usagef("the Direct Mail account has several sender addresses: say with --sender which of them the codes come from: %s", strings.Join(known, ", "))
	}
}

// locate names the user's connector.json as seen from DIR.
func (o *options) locate() error {
	if _, err := os.Stat(o.connector); err != nil {
		return cli.Usagef("read the connector.json: %w", err)
	}
	file, err := filepath.Abs(o.connector)
	if err != nil {
		return cli.Usage(err)
	}
	whole, err := filepath.Abs(o.dir)
	if err != nil {
		return cli.Usage(err)
	}
	if relative, err := filepath.Rel(whole, file); err == nil {
		file = relative
	}
	o.connector = filepath.ToSlash(file)
	return nil
}

// prepare compares the files with what DIR holds. The error is a
// [*folder.ConflictError] when something would be lost.
func (o *options) prepare() (*draft, error) {
	source, err := templates.App()
	if err != nil {
		return nil, err
	}
	app, err := scaffold.Prepare(source, o.dir, scaffold.Options{Framework: scaffold.Framework(o.framework), Module: o.module, Title: o.name, Force: o.force})
	if err != nil {
		return nil, err
	}
	file := []folder.File{{Name: manifestName, Text: o.manifestText()}}
	if err := folder.Compare(o.dir, file); err != nil {
		return nil, err
	}
	if !o.force {
		if err := folder.Conflict(o.dir, file); err != nil {
			return nil, err
		}
	}
	return &draft{manifest: file[0], app: app, variables: []dotenv.Variable{
		{Name: redirectVariable, Value: o.origin() + scaffold.CallbackPath},
		{Name: "LOGTO_POST_SIGN_OUT_REDIRECT_URI", Value: o.origin()},
		{Name: "PORT", Value: strconv.Itoa(o.port)},
	}}, nil
}

// manifestPath is the path of the file that says what is set up.
func (o *options) manifestPath() string { return filepath.Join(o.dir, manifestName) }

// preview returns what would become of the files.
func (d *draft) preview() ([]output.ScaffoldFile, error) {
	if d.kept {
		return []output.ScaffoldFile{}, nil
	}
	result, err := d.app.Preview(d.variables)
	return d.list(result), err
}

// write writes the app, and then the file, whose presence says that the app is
// complete.
func (d *draft) write(ctx context.Context) ([]output.ScaffoldFile, error) {
	result, err := d.app.Write(ctx, d.variables)
	if err != nil {
		return nil, err
	}
	files := d.list(result)
	if err := folder.Write(ctx, d.app.Dir, []folder.File{d.manifest}); err != nil {
		return nil, partly(changed(output.NewScaffold(result).Files), d.app.Dir, err)
	}
	return files, nil
}

func (d *draft) list(result scaffold.Result) []output.ScaffoldFile {
	return append(output.NewScaffold(result).Files, output.ScaffoldFile{Path: d.manifest.Name, Status: d.manifest.Status})
}
