package preview

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"

	"github.com/chromedp/chromedp"
)

// ChromiumVariable names the browser to take pictures with.
const ChromiumVariable = "LOGTOCTL_CHROMIUM"

// NoChromiumError says that there is no browser to take pictures with.
type NoChromiumError struct {
	// Named is what LOGTOCTL_CHROMIUM says; it may be empty.
	Named string
}

// Error says where was looked.
func (e *NoChromiumError) Error() string {
	if e.Named != "" {
		return fmt.Sprintf("%s is %q, which is no program that can be run", ChromiumVariable, e.Named)
	}
	return "there is no Chromium or Chrome on this machine to take pictures with"
}

// Hint says what to install.
func (e *NoChromiumError) Hint() string {
	switch runtime.GOOS {
	case "linux":
		return "install one (apt-get install chromium, dnf install chromium), or set " + ChromiumVariable + " to its path"
	case "darwin":
		return "install one (brew install --cask chromium), or set " + ChromiumVariable + " to its path"
	default:
		return "install Chrome or Chromium, or set " + ChromiumVariable + " to its path"
	}
}

// FindChromium returns the path of a Chromium, Chrome or Edge: the one that
// LOGTOCTL_CHROMIUM names, else the first that is installed. The functions are
// os.LookupEnv and exec.LookPath or their like. The error is a
// [NoChromiumError].
func FindChromium(lookup func(string) (string, bool), lookPath func(string) (string, error)) (string, error) {
	named, _ := lookup(ChromiumVariable)
	names := chromiumNames()
	if named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := lookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &NoChromiumError{Named: named}
}

func chromiumNames() []string {
	return []string{
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell", "headless-shell", "chrome", "microsoft-edge", "msedge",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		`C:\Program Files\Google\Chrome\Application\chrome.exe`,
		`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
		`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
	}
}

// StartChromium starts a headless browser that can reach this machine only, and
// returns a context whose actions it carries out. It runs until stop is called
// or the context ends, and leaves nothing behind.
func StartChromium(ctx context.Context, executable string) (_ context.Context, stop func()) {
	flags := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(executable),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("no-proxy-server", true), // a proxy would resolve names itself
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("font-render-hinting", "none"),
	})
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox) // Chromium refuses to run as root otherwise
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(ctx, flags...)
	ctx, stopTab := chromedp.NewContext(ctx)
	return ctx, func() { stopTab(); stopBrowser() }
}
