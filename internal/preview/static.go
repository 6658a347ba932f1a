package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"

	"github.com/logtoctl/logtoctl/internal/email/framed"
)

// WriteStatic writes the page with everything in it as index.html into a
// folder, which is made when it is missing, and returns the files' paths. The
// page needs no server, so its values are those of the options. Other files of
// the folder are left alone.
func WriteStatic(ctx context.Context, folder string, options Options) ([]string, error) {
	library, err := options.Load(ctx, brandValues(options.Values))
	if err != nil {
		return nil, err
	}
	page, err := staticPage(newStaticState(options, library))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "index.html")
	if options.DryRun {
		return []string{path}, nil
	}
	return []string{path}, write(path, page)
}

// newStaticState is the state with the mails in every look. Without pictures
// most mails are as with them, and stand there once.
func newStaticState(options Options, library Library) State {
	state := newState(options.Name, library, options.Values)
	for i, mail := range state.Mails {
		template, _ := library.find(mail.Key)
		content := render(template, options.Values)
		frames := make(map[string]string)
		for _, dark := range []bool{false, true} {
			with, without := framed.Look{Dark: dark}, framed.Look{Dark: dark, Pictures: framed.NoPictures}
			full, bare := framed.Mail(content, with), framed.Mail(content, without)
			frames[lookName(with)] = full
			if bare != full {
				frames[lookName(without)] = bare
			}
		}
		state.Mails[i].Frames = frames
	}
	return state
}

// staticPage puts style, script and state into the page. Its policy names the
// script by its hash: nothing that a template brings along can run, and frames
// inherit that.
func staticPage(state State) ([]byte, error) {
	var parts [3]string
	for i, name := range []string{"index.html", "preview.css", "preview.js"} {
		data, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			return nil, err
		}
		parts[i] = string(data)
	}
	document, err := json.Marshal(state) // which escapes < and >: no text can end the element
	if err != nil {
		return nil, fmt.Errorf("encode the templates: %w", err)
	}
	hash := sha256.Sum256([]byte(parts[2]))
	policy := "default-src 'none'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
	page := strings.NewReplacer(
		`<meta charset="utf-8">`, `<meta charset="utf-8">`+"\n"+`<meta http-equiv="Content-Security-Policy" content="`+policy+`">`+
			"\n"+`<meta http-equiv="x-dns-prefetch-control" content="off">`,
		`<link rel="stylesheet" href="preview.css">`, "<style>\n"+parts[1]+"</style>",
		`<script src="preview.js"></script>`, `<script type="application/json" id="state">`+string(document)+"</script>\n<script>"+parts[2]+"</script>",
	).Replace(parts[0])
	return []byte(page), nil
}

// write replaces a file as a whole, and makes the folders above it.
func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // what is written is for others to look at
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := atomic.WriteFile(path, bytes.NewReader(data)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Chmod(path, 0o644) //nolint:gosec // a new file is 0600 otherwise
}
