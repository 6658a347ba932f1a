package preview

import (
	"fmt"
	"os"
	"runtime"
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

// ChromiumFlags returns the flags of a headless browser that can reach this
// machine only and draws alike on every one. Where it keeps its profile and how
// it is driven are not among them.
// See https://peter.sh/experiments/chromium-command-line-switches.
func ChromiumFlags() []string {
	flags := []string{
		"--headless",
		"--no-first-run",
		"--no-default-browser-check",

		// No name leads anywhere, and a proxy would resolve names itself.
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"--no-proxy-server",
		"--disable-background-networking",
		"--disable-breakpad",
		"--disable-client-side-phishing-detection",
		"--disable-component-update",
		"--disable-default-apps",
		"--disable-extensions",
		"--disable-sync",
		"--metrics-recording-only",
		"--safebrowsing-disable-auto-update",
		"--password-store=basic",
		"--use-mock-keychain",

		// Nothing waits for somebody to look.
		"--disable-background-timer-throttling",
		"--disable-backgrounding-occluded-windows",
		"--disable-dev-shm-usage", // which is too small in containers
		"--disable-features=Translate",
		"--disable-hang-monitor",
		"--disable-ipc-flooding-protection",
		"--disable-popup-blocking",
		"--disable-prompt-on-repost",
		"--disable-renderer-backgrounding",
		"--enable-automation",
		"--mute-audio",

		"--font-render-hinting=none",
		"--force-color-profile=srgb",
		"--hide-scrollbars",
	}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox") // Chromium refuses to run as root otherwise
	}
	return flags
}
