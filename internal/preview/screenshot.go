package preview

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

// maxTabs is how many pictures are taken at the same time, at most.
const maxTabs = 4

// minHeight is the least height of a picture, in pixels; it is as long as its
// mail.
const minHeight = 480

// shotsPerMail is how many pictures are taken of a mail.
const shotsPerMail = 4

// shot is one picture of a mail.
type shot struct {
	Mail   Mail
	Dark   bool
	Device string
	Width  int
	Name   string // path in the folder, with slashes
}

// address is where the preview serves the mail.
func (s shot) address() string { return "mail/" + s.Mail.Key + "?mode=" + mode(s.Dark) }

// shots are the pictures of the mails: light and dark, on a desk and in the
// hand.
func shots(mails []Mail) []shot {
	all := make([]shot, 0, len(mails)*shotsPerMail)
	for _, mail := range mails {
		for _, dark := range []bool{false, true} {
			for _, device := range []struct {
				name  string
				width int
			}{{"desktop", 680}, {"phone", 375}} {
				all = append(all, shot{
					Mail: mail, Dark: dark, Device: device.name, Width: device.width,
					Name: fmt.Sprintf("%s-%s-%s.png", mail.Key, mode(dark), device.name),
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
	browser, err := startChromium(ctx, executable)
	if err != nil {
		return nil, err
	}
	defer browser.close()
	if err := browser.takeAll(ctx, server.URL(), all, paths); err != nil {
		return nil, err
	}
	return append(paths, index), write(index, sheet)
}

// takeAll takes the pictures and writes each to the path of its index. A few
// are taken at the same time, each of them in a tab of its own.
func (c *chromium) takeAll(ctx context.Context, root string, all []shot, paths []string) error {
	todo := make(chan int, len(all))
	for i := range all {
		todo <- i
	}
	close(todo)
	group, ctx := errgroup.WithContext(ctx)
	for range min(len(all), runtime.NumCPU(), maxTabs) {
		group.Go(func() error {
			tab, err := c.open(ctx)
			if err != nil {
				return err
			}
			defer tab.close()
			for i := range todo {
				picture, err := tab.take(ctx, root+all[i].address(), all[i])
				if err != nil {
					return fmt.Errorf("take the picture %s: %w", all[i].Name, err)
				}
				if err := write(paths[i], picture); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// contactSheet returns a page with all pictures, a row for each mail. It does
// without html/template, whose use of reflection has the linker keep every
// method there is: that is a fourth of the program.
func contactSheet(name string, all []shot) ([]byte, error) {
	page, err := pageFiles.ReadFile("page/contact_sheet.html")
	if err != nil {
		return nil, err
	}
	var rows strings.Builder
	count := 0
	for row := range slices.Chunk(all, shotsPerMail) {
		count++
		writeRow(&rows, row)
	}
	fill := strings.NewReplacer("<!-- origin -->", html.EscapeString(name), "<!-- count -->", strconv.Itoa(count), "<!-- rows -->", rows.String())
	return []byte(fill.Replace(string(page))), nil
}

// writeRow writes the pictures of one mail.
func writeRow(page *strings.Builder, row []shot) {
	mail := row[0].Mail
	key := html.EscapeString(mail.Key)
	fmt.Fprintf(page, "<section id=\"%[1]s\">\n<h2>%[1]s</h2>\n<p>%[2]s</p>\n<div class=\"shots\">\n", key, html.EscapeString(mail.Subject))
	for _, shot := range row {
		address := html.EscapeString((&url.URL{Path: shot.Name}).String())
		fmt.Fprintf(page, `<figure class="%[1]s"><a href="%[2]s"><img src="%[2]s" alt="%[3]s" loading="lazy"></a><figcaption>%[1]s, %[4]s</figcaption></figure>`+"\n",
			shot.Device, address, html.EscapeString(shot.Name), mode(shot.Dark))
	}
	page.WriteString("</div>\n</section>\n")
}
