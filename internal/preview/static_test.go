package preview_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/preview"
)

func TestWriteStatic(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a", "b")
	written, err := preview.WriteStatic(t.Context(), folder, preview.Options{Name: "</script><b>", Load: library})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{filepath.Join(folder, "index.html")}, written); diff != "" {
		t.Fatal(diff)
	}
	data, err := os.ReadFile(written[0])
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	_, rest, _ := strings.Cut(page, `<script type="application/json" id="state">`)
	document, rest, _ := strings.Cut(rest, "</script>\n<script>")
	script, _, found := strings.Cut(rest, "</script>")
	if !found || strings.Contains(document, "<") {
		t.Fatalf("the page is not in one piece: %.200s", document)
	}
	hash := sha256.Sum256([]byte(script))
	if !strings.Contains(page, "script-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'") {
		t.Error("the policy does not let the script run")
	}
	for _, unwanted := range []string{`src="preview.js"`, `href="preview.css"`} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the page still asks for %s", unwanted)
		}
	}
	var state preview.State
	if err := json.Unmarshal([]byte(document), &state); err != nil {
		t.Fatal(err)
	}
	for _, mail := range state.Mails {
		for _, look := range []string{"light", "dark", "light-no-images", "dark-no-images"} {
			if frame := mail.Frames[look]; !strings.Contains(frame, "495172") || strings.Contains(frame, "https:") {
				t.Errorf("%s, %s: %s", mail.Key, look, frame)
			}
		}
	}
	if info, err := os.Stat(written[0]); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestWriteStatic_errors(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	failing := func(context.Context, map[string]string) (preview.Library, error) { return preview.Library{}, gone }
	if _, err := preview.WriteStatic(t.Context(), t.TempDir(), preview.Options{Load: failing}); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := preview.WriteStatic(t.Context(), file, preview.Options{Load: library}); err == nil {
		t.Error("a file was taken for a folder")
	}
}
