package scaffold_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/logtoctl/logtoctl/internal/dotenv"
	"github.com/logtoctl/logtoctl/internal/scaffold"
)

// In a clone there is no .env; a second time there is nothing left to do, and the
// pages keep their name.
func TestCompleteEnv(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	variables := []dotenv.Variable{{Name: "LOGTO_REDIRECT_URI", Value: "http://localhost:3005/callback"}}
	var before string
	for i, want := range []bool{true, false} {
		wrote, err := scaffold.CompleteEnv(dir, []string{"Corner Shop", "Shop"}[i], variables)
		if err != nil || wrote != want {
			t.Fatalf("wrote is %v, want %v: %v", wrote, want, err)
		}
		text, err := os.ReadFile(filepath.Join(dir, scaffold.EnvFile))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"LOGTO_REDIRECT_URI=http://localhost:3005/callback", "SESSION_SECRET=", `APP_NAME="Corner Shop"`} {
			if !strings.Contains(string(text), line) {
				t.Errorf(".env lacks %s:\n%s", line, text)
			}
		}
		if before != "" && string(text) != before {
			t.Error("the second time changed .env")
		}
		before = string(text)
	}
}

func TestCompleteEnv_noFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, scaffold.EnvFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := scaffold.CompleteEnv(dir, "", nil); err == nil {
		t.Error("a folder in the place of .env is no error")
	}
}
