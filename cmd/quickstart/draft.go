package quickstart

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/logtoctl/logtoctl/internal/apprun"
	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/folder"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/plan"
	"github.com/logtoctl/logtoctl/internal/scaffold"
	"github.com/logtoctl/logtoctl/templates"
)

// sandboxSender is the sender address that a fresh sandbox has.
const sandboxSender = "noreply@mail.example.com"

// draft is what the files in DIR are to be.
type draft struct {
	ours      bool // DIR has a logtoctl.yaml of an earlier quickstart
	kept      bool // it stays as it is, and so does the app
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
		return &draft{ours: true, kept: true, manifest: folder.File{Name: manifestName, Text: text, Status: plan.Unchanged}}, nil
	}
	isOurs := ours && bytes.Contains(text, []byte(connectorSection))
	if err := o.requireAccounts(isOurs); err != nil {
		return nil, err
	}
	if err := o.decide(ctx, isOurs); err != nil {
		return nil, apprun.Interrupted("finding out what there is", err)
	}
	files, err := o.prepare()
	if _, conflict := errors.AsType[*folder.ConflictError](err); conflict && ours {
		return nil, cli.Usagef("%w; to go on with what is there: %s", err, o.again())
	}
	if err != nil {
		return nil, cli.Usage(err)
	}
	files.ours = ours
	return files, nil
}

// requireAccounts finds out whether the accounts are named. A connector.json may
// bring an AccessKey of its own, which is told when it is read, and a connector that
// stays has one: whether there is such a connector, the tenant knows.
func (o *options) requireAccounts(isOurs bool) error {
	switch {
	case o.sandbox:
		return nil
	case o.connector != "":
		return o.env.RequireLogto(o.command() + sandboxFlag)
	case o.sender == "" && !isOurs && o.env.HasLogto():
		return nil
	default:
		return o.env.RequireAccounts(o.command() + sandboxFlag)
	}
}

// decide gives what no flag has said its default. A connector that the tenant has
// stays as it is, unless a file of an earlier quickstart is about it.
func (o *options) decide(ctx context.Context, isOurs bool) (err error) {
	if o.name == "" {
		whole, err := filepath.Abs(o.dir)
		if err != nil {
			return cli.Usage(err)
		}
		if o.name = scaffold.Title(filepath.Base(whole)); o.name == "" || o.checkName() != nil {
			return cli.Usagef("the name of the folder %s makes none for an application: give one with --name", o.dir)
		}
	}
	switch {
	case o.connector != "":
		return o.locate()
	case o.sender != "":
	case o.sandbox:
		o.sender = sandboxSender
	default:
		if !isOurs {
			if o.standing, err = o.standingSender(ctx); err != nil || o.standing != "" {
				return err
			}
			if err = o.env.RequireAccounts(o.command() + sandboxFlag); err != nil {
				return err
			}
		}
		o.sender, err = o.onlySender(ctx)
	}
	return err
}

// locate names the user's connector.json as seen from DIR, where the file that
// names it is.
func (o *options) locate() error {
	switch _, err := os.Stat(o.connector); {
	case errors.Is(err, fs.ErrNotExist):
		return cli.WithHint(cli.Usagef("there is no file %s", o.connector), "name your connector.json with -f, or the sender address alone with --sender")
	case err != nil:
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
	o.connectorFile, o.connector = o.connector, filepath.ToSlash(file)
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
		{Name: cli.RedirectURIVariable, Value: o.origin() + scaffold.CallbackPath},
		{Name: "LOGTO_POST_SIGN_OUT_REDIRECT_URI", Value: o.origin()},
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
	if _, err := folder.Write(ctx, d.app.Dir, []folder.File{d.manifest}); err != nil {
		return nil, partly(changed(output.NewScaffoldFiles(result.Files)), d.app.Dir, err)
	}
	return files, nil
}

func (d *draft) list(result scaffold.Result) []output.ScaffoldFile {
	return output.NewScaffoldFiles(append(result.Files, d.manifest))
}
