package templates

import (
	"context"
	"os/exec"

	"github.com/cli/browser"
	"github.com/spf13/cobra"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/internal/manifest"
	"github.com/logtoctl/logtoctl/internal/output"
	"github.com/logtoctl/logtoctl/internal/preview"
)

type previewOptions struct {
	env        *cli.Env
	path       string
	brandFile  string
	values     variables
	port       int
	out        string
	screenshot string
}

// NewPreview returns the command templates preview.
func NewPreview(env *cli.Env) *cobra.Command {
	opts := previewOptions{env: env, values: make(variables)}
	cmd := &cobra.Command{
		Use:   "preview " + source,
		Short: "Show templates in the browser as mail programs do",
		Long: `Show the templates of a folder, a template file, a connector.json or a
logtoctl.yaml, or without any of them the built-in ones, on a page in the browser:
on desktop and phone, in light and dark mode, with and without images, as plain
text and as source, with what templates lint has to say beside them. The page
follows what you save. It is served to this machine only, until Ctrl-C, and
nothing is loaded from the network.

--out writes the page as one file instead, --screenshot takes pictures of all
mails with an installed Chromium or Chrome (LOGTOCTL_CHROMIUM names another).`,
		Example: `  logtoctl templates preview emails
  logtoctl templates preview logtoctl.yaml --var brand.color=#0f766e
  logtoctl templates preview emails --out preview --screenshot preview/pictures`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.path = from(args)
			return opts.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	bindBrand(cmd, &opts.brandFile)
	opts.values.bind(cmd, "sample value of a placeholder, or value of the brand, such as code=123456 or brand.name=Bookstore (repeatable)")
	flags.IntVar(&opts.port, "port", 0, "port of the page (default: a free one)")
	flags.StringVar(&opts.out, "out", "", "write the page as index.html into this folder, and serve nothing")
	flags.StringVar(&opts.screenshot, "screenshot", "", "write pictures of all mails into this folder, and serve nothing")
	cli.NotEmpty(flags, "out", "screenshot")
	return cmd
}

func (o *previewOptions) run(ctx context.Context) error {
	options := preview.Options{Name: o.path, Load: o.load, Values: o.values, Watch: o.path, Port: o.port, DryRun: o.env.Settings.DryRun}
	if o.path == "" {
		options.Name = "built in"
	}
	library, err := o.load(ctx, o.values) // what cannot be read at all is better said here than on a page
	if err != nil {
		return err
	}
	if o.out == "" && o.screenshot == "" {
		return o.serve(ctx, options)
	}
	if len(library.Templates) == 0 {
		return o.nothing(library.Findings)
	}
	return o.write(ctx, options)
}

// load reads the templates and everything that templates lint finds.
func (o *previewOptions) load(ctx context.Context, brand map[string]string) (preview.Library, error) {
	found, findings, err := read(ctx, o.env, o.path, o.brandFile, brand)
	if err != nil {
		return preview.Library{}, err
	}
	library := preview.Library{Templates: make([]preview.Template, len(found))}
	judged := newVerdicts()
	for i, template := range found {
		judged.take(template)
		library.Templates[i] = preview.Template{
			Template: template.Template(), Brand: template.Brand, Locale: template.LanguageTag, Localised: template.Localised,
			File: template.File, Source: template.Source,
		}
	}
	for _, finding := range judged.with(findings) {
		library.Add(finding.Finding, finding.Locale, finding.UsageType)
	}
	return library, nil
}

func (o *previewOptions) serve(ctx context.Context, options preview.Options) error {
	server, err := preview.Start(ctx, options)
	if err != nil {
		return err
	}
	defer server.Close(ctx)
	if err := o.env.Print(previewPage{URL: server.URL()}); err != nil {
		return err
	}
	if o.env.OutTerminal && !o.env.Structured() {
		go o.open(server.URL())
	}
	o.env.Note("previewing %s. Ctrl-C stops it.", options.Name)
	return server.Wait(ctx)
}

// open shows the page in the user's browser. Some openers end with the browser
// only, so nobody waits for them.
func (o *previewOptions) open(url string) {
	browser.Stdout, browser.Stderr = o.env.Err, o.env.Err // stdout is the address
	if err := browser.OpenURL(url); err != nil {
		o.env.Note("no browser could be opened: %v", err)
	}
}

// write writes page and pictures, whichever was asked for.
func (o *previewOptions) write(ctx context.Context, options preview.Options) error {
	var files []string
	if o.out != "" {
		written, err := preview.WriteStatic(ctx, o.out, options)
		if err != nil {
			return err
		}
		files = append(files, written...)
	}
	if o.screenshot != "" {
		chromium, err := preview.FindChromium(o.env.Lookup, exec.LookPath)
		if err != nil {
			return err
		}
		if !options.DryRun {
			o.env.Note("taking pictures with %s", chromium)
		}
		written, err := preview.Screenshots(ctx, o.screenshot, chromium, options)
		if err != nil {
			return err
		}
		files = append(files, written...)
	}
	return o.env.Print(newPreviewFiles(files, options.DryRun))
}

// nothing says why there is nothing to write.
func (o *previewOptions) nothing(findings manifest.Findings) error {
	if len(findings) > 0 {
		return &cli.TemplatesError{Path: o.path, Findings: findings}
	}
	return cli.Usagef("there are no templates to show")
}

// previewPage is the document of a preview that is being served.
type previewPage struct {
	URL string `json:"url"`
}

// Table returns the bare address.
func (p previewPage) Table() output.Table { return output.Table{Rows: [][]string{{p.URL}}} }

// previewFiles is the document of a preview that was written: a bare array.
type previewFiles []previewFile

type previewFile struct {
	File   string `json:"file"`
	Status string `json:"status"`
}

func newPreviewFiles(paths []string, dryRun bool) previewFiles {
	status := "written"
	if dryRun {
		status = "would be written"
	}
	files := make(previewFiles, len(paths))
	for i, path := range paths {
		files[i] = previewFile{File: path, Status: status}
	}
	return files
}

// Table returns one file a row.
func (f previewFiles) Table() output.Table {
	table := output.Table{Header: []string{"File", "Status"}}
	for _, file := range f {
		table.Rows = append(table.Rows, []string{file.File, file.Status})
	}
	return table
}
