package main

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/email"
)

func TestGenerate_isCheckedIn(t *testing.T) {
	t.Parallel()
	want, err := generate(os.DirFS("../source"))
	if err != nil {
		t.Fatal(err)
	}
	got := readAll(t, os.DirFS("../email"))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Fatalf("run go generate ./templates and delete what is left over: %s", diff)
	}
	for name := range want {
		if diff := cmp.Diff(string(want[name]), got[name]); diff != "" {
			t.Errorf("%s is not as generated, change ../source and run go generate ./templates: %s", name, diff)
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for range 2 { // the files may be there already
		if err := write(os.DirFS("../source"), folder); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readAll(t, os.DirFS("../email")), readAll(t, os.DirFS(folder))); diff != "" {
		t.Error(diff)
	}
	if err := write(os.DirFS("../source"), "main.go"); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestGenerate_refuses(t *testing.T) {
	t.Parallel()
	source := func(layout, wording string) fs.FS {
		return fstest.MapFS{"layout.html": {Data: []byte(layout)}, "en.yaml": {Data: []byte(wording)}}
	}
	for name, test := range map[string]struct {
		source fs.FS
		want   string
	}{
		"no layout":          {fstest.MapFS{"en.yaml": {Data: []byte("footer: x")}}, "layout.html"},
		"layout not closed":  {source("[[ if .Title ]]", "footer: x"), "unexpected EOF"},
		"unknown field":      {source("[[.Titel]]", allMails()), "Titel"},
		"unknown key":        {source("[[.Title]]", "foter: x"), "en.yaml: "},
		"missing usage type": {source("[[.Title]]", strings.ReplaceAll(allMails(), "BindMfa", "BindMFA")), "no mail for BindMfa"},
		"no YAML":            {source("[[.Title]]", "a: ["), "en.yaml: "},
		"unreadable":         {fstest.MapFS{"layout.html": {Data: []byte("x")}, "en.yaml": {Mode: fs.ModeDir}}, "en.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generate(test.source)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

// allMails is the least wording that is taken.
func allMails() string {
	text := "mails:\n"
	for _, usageType := range email.UsageTypes() {
		text += "  " + string(usageType) + ": {title: x}\n"
	}
	return text
}

func readAll(t *testing.T, folder fs.FS) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
