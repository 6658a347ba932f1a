package preview_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/browsertest"
	"github.com/logtoctl/logtoctl/internal/preview"
)

func TestFindChromium(t *testing.T) {
	t.Parallel()
	installed := func(names ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			for _, there := range names {
				if name == there {
					return "/bin/" + name, nil
				}
			}
			return "", exec.ErrNotFound
		}
	}
	tests := []struct {
		name, named string
		lookPath    func(string) (string, error)
		want        string
		wantErr     string
	}{
		{"the first that is there", "", installed("msedge", "google-chrome"), "/bin/google-chrome", ""},
		{"the one that is named", "mine", installed("chromium", "mine"), "/bin/mine", ""},
		{"named and missing", "mine", installed("chromium"), "", `LOGTOCTL_CHROMIUM is "mine", which is no program that can be run`},
		{"none", "", installed(), "", "there is no Chromium or Chrome on this machine to take pictures with"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := preview.FindChromium(func(string) (string, bool) { return test.named, test.named != "" }, test.lookPath)
			if got != test.want || (err == nil) != (test.wantErr == "") {
				t.Fatalf("got %q, %v", got, err)
			}
			var missing *preview.NoChromiumError
			if err != nil && (!errors.As(err, &missing) || err.Error() != test.wantErr || !strings.Contains(missing.Hint(), "LOGTOCTL_CHROMIUM")) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestScreenshots(t *testing.T) {
	t.Parallel()
	executable := browsertest.Executable(t)
	folder := t.TempDir()
	load := func(ctx context.Context, brand map[string]string) (preview.Library, error) {
		l, err := library(ctx, brand)
		l.Templates = l.Templates[1:2]
		l.Templates[0].Content = `<style>body{margin:0;background:#fff}@media (prefers-color-scheme: dark){body{background:#000}}</style><div style="height:900px"></div>{{code}}`
		return l, err
	}
	written, err := preview.Screenshots(t.Context(), folder, executable, preview.Options{Load: load})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		name  string
		width int
		light bool
	}{
		{"SignIn-light-desktop.png", 680, true},
		{"SignIn-light-phone.png", 375, true},
		{"SignIn-dark-desktop.png", 680, false},
		{"SignIn-dark-phone.png", 375, false},
	} {
		data, err := os.ReadFile(filepath.Join(folder, "en", want.name))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", want.name, err)
			continue
		}
		bounds := picture.Bounds()
		red, _, _, _ := picture.At(5, 5).RGBA()
		if bounds.Dx() != want.width || bounds.Dy() < 900 || (red > 0x8000) != want.light {
			t.Errorf("%s: %v, red %x", want.name, bounds, red)
		}
	}
	sheet, err := os.ReadFile(filepath.Join(folder, "index.html"))
	if err != nil || !strings.Contains(string(sheet), `src="en/SignIn-dark-phone.png"`) || len(written) != 5 {
		t.Errorf("%v: %v: %s", written, err, sheet)
	}
}

func TestScreenshots_dryRun(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "none")
	written, err := preview.Screenshots(t.Context(), folder, "none", preview.Options{Load: library, DryRun: true})
	if _, missing := os.Stat(folder); err != nil || len(written) != 4*4+1 || missing == nil {
		t.Errorf("got %v, %v", written, err)
	}
}

func TestScreenshots_errors(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	failing := func(context.Context, map[string]string) (preview.Library, error) { return preview.Library{}, gone }
	if _, err := preview.Screenshots(t.Context(), t.TempDir(), "none", preview.Options{Load: failing}); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	if _, err := preview.Screenshots(t.Context(), t.TempDir(), filepath.Join(t.TempDir(), "none"), preview.Options{Load: library}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "start the browser") {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Screenshots(t.Context(), file, browsertest.Executable(t), preview.Options{Load: library}); err == nil || !strings.Contains(err.Error(), "write "+file) {
		t.Errorf("a file was taken for a folder: %v", err)
	}
}
