package benchmark_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/net/html"

	"github.com/logtoctl/logtoctl/internal/email"
)

// templateCount is how many templates are linted and rendered at least: a set is
// not cut in two.
const templateCount = 10_000

// measureTemplates lints and renders many templates, beside what it takes to read
// and tokenise the same files.
func measureTemplates(ctx context.Context) ([]templatesRow, error) {
	w, err := newWorld(newStage())
	if err != nil {
		return nil, err
	}
	defer w.close()
	folder := w.path("work", "emails")
	paths, err := copyTemplates(folder)
	if err != nil {
		return nil, err
	}
	if err := tokenise(paths); err != nil { // once in vain: the files are in memory by then
		return nil, err
	}
	begin := time.Now()
	if err := tokenise(paths); err != nil {
		return nil, err
	}
	bare := time.Since(begin).Seconds()
	begin = time.Now()
	if err := render(paths); err != nil {
		return nil, err
	}
	rendering := time.Since(begin).Seconds()
	lint, err := w.launched(ctx, "logtoctl", "templates", "lint", folder)
	if err != nil {
		return nil, err
	}
	return []templatesRow{
		{What: "`templates lint`", Count: len(paths), Seconds: lint.Seconds, Bare: bare, Memory: lint.Memory},
		{What: "rendering", Count: len(paths), Seconds: rendering, Bare: bare},
	}, nil
}

// copyTemplates writes the built-in English templates again and again, each set
// as a language of its own, and returns the paths.
func copyTemplates(folder string) ([]string, error) {
	var paths []string
	source := filepath.Join("..", "templates", "email", "en")
	entries, err := os.ReadDir(source)
	if err != nil {
		return nil, err
	}
	for set := 0; len(paths) < templateCount; set++ {
		to := filepath.Join(folder, fmt.Sprintf("en-x-t%05d", set))
		if err := os.MkdirAll(to, 0o700); err != nil {
			return nil, err
		}
		for _, entry := range entries {
			content, err := os.ReadFile(filepath.Join(source, entry.Name()))
			if err != nil {
				return nil, err
			}
			path := filepath.Join(to, entry.Name())
			if err := os.WriteFile(path, content, 0o600); err != nil {
				return nil, err
			}
			paths = append(paths, path)
		}
	}
	return paths, nil
}

// tokenise reads the files and takes their HTML apart, which is the least that
// somebody must do who wants to say something about them.
func tokenise(paths []string) error {
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tokens := html.NewTokenizer(bytes.NewReader(content))
		for tokens.Next() != html.ErrorToken {
			tokens.Token()
		}
		if err := tokens.Err(); !errors.Is(err, io.EOF) {
			return err
		}
	}
	return nil
}

// render reads the templates as logtoctl does, and fills their placeholders.
func render(paths []string) error {
	payload := email.Payload(map[string]string{"code": "123456", "application.name": "Bookstore"})
	folders := map[string]fs.FS{}
	for _, path := range paths {
		folders[filepath.Dir(path)] = os.DirFS(filepath.Dir(path))
	}
	for _, folder := range folders {
		templates, err := email.Read(folder)
		if err != nil {
			return err
		}
		for _, t := range templates {
			if email.Render(t.Content, payload) == "" || email.Render(t.Subject, payload) == "" {
				return fmt.Errorf("%s: rendered to nothing", t.UsageType)
			}
		}
	}
	return nil
}
