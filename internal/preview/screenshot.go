package preview

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// shotTimeout is how long the browser may take for one picture, its own start
// included.
const shotTimeout = 30 * time.Second

// minHeight is the least height of a picture, in pixels; it is as long as its
// mail.
const minHeight = 480

// shot is one picture of a mail.
type shot struct {
	Mail   Mail
	Dark   bool
	Device string
	Width  int64
	Name   string // path in the folder, with slashes
}

// shots are the pictures of the mails: light and dark, on a desk and in the
// hand.
func shots(mails []Mail) []shot {
	var all []shot
	for _, mail := range mails {
		for _, dark := range []bool{false, true} {
			for _, device := range []struct {
				name  string
				width int64
			}{{"desktop", 680}, {"phone", 375}} {
				all = append(all, shot{
					Mail: mail, Dark: dark, Device: device.name, Width: device.width,
					Name: fmt.Sprintf("%s-%s-%s.png", mail.Key, Look{Dark: dark}, device.name),
				})
			}
		}
	}
	return all
}

// Screenshots takes a picture of every mail, light and dark, on a desktop and on
// a phone, and writes them into a folder as en/SignIn-dark-phone.png and so on,
// with an index.html that shows them side by side. It returns the files' paths.
// Other files of the folder are left alone.
func Screenshots(ctx context.Context, folder, executable string, options Options) ([]string, error) {
	library, err := options.Load(ctx, brandValues(options.Values))
	if err != nil {
		return nil, err
	}
	all := shots(newState(options.Name, library, options.Values).Mails)
	sheet, err := contactSheet(options.Name, all)
	if err != nil {
		return nil, err
	}
	paths := make([]string, 0, len(all)+1)
	for _, shot := range all {
		paths = append(paths, filepath.Join(folder, filepath.FromSlash(shot.Name)))
	}
	index := filepath.Join(folder, "index.html")
	if options.DryRun {
		return append(paths, index), nil
	}
	load := func(context.Context, map[string]string) (Library, error) { return library, nil }
	server, err := Start(ctx, Options{Name: options.Name, Load: load, Values: options.Values})
	if err != nil {
		return nil, err
	}
	defer server.Close(ctx)
	browser, stop := StartChromium(ctx, executable)
	defer stop()
	for i, shot := range all {
		picture, err := take(browser, server.URL(), shot)
		if err != nil {
			return paths[:i], fmt.Errorf("take the picture %s with %s: %w", shot.Name, executable, err)
		}
		if err := write(paths[i], picture); err != nil {
			return paths[:i], err
		}
	}
	return append(paths, index), write(index, sheet)
}

// take opens the address of a mail and takes a picture of all of it.
func take(browser context.Context, root string, s shot) ([]byte, error) {
	// The first use of the browser starts it, and it would end with the deadline
	// of that use.
	if err := chromedp.Do(browser); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(browser, shotTimeout)
	defer cancel()
	mode := Look{Dark: s.Dark}.String()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: mode}},
	}); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.Width, minHeight), chromedp.Navigate(root+"mail/"+s.Mail.Key+"?mode="+mode)); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// contactSheet returns a page with all pictures, a row for each mail.
func contactSheet(name string, all []shot) ([]byte, error) {
	text, err := pageFiles.ReadFile("page/contact_sheet.html")
	if err != nil {
		return nil, err
	}
	sheet, err := template.New("contact sheet").Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("parse the contact sheet: %w", err)
	}
	type row struct {
		Mail  Mail
		Shots []shot
	}
	var rows []row
	for _, shot := range all {
		if len(rows) == 0 || rows[len(rows)-1].Mail.Key != shot.Mail.Key {
			rows = append(rows, row{Mail: shot.Mail})
		}
		last := &rows[len(rows)-1]
		last.Shots = append(last.Shots, shot)
	}
	var page bytes.Buffer
	if err := sheet.Execute(&page, map[string]any{"Name": name, "Rows": rows}); err != nil {
		return nil, fmt.Errorf("write the contact sheet: %w", err)
	}
	return page.Bytes(), nil
}
