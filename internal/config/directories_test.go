package config_test

import (
	"path/filepath"
	"runtime"
	"testing"

	"github.com/logtoctl/logtoctl/internal/config"
)

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, found := values[name]
		return value, found
	}
}

// The XDG variables count on every system, so that one script works on all.
func TestDirectories_xdg(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	lookup := environment(map[string]string{
		"XDG_CONFIG_HOME": filepath.Join(base, "config"), "XDG_CACHE_HOME": filepath.Join(base, "cache"), "XDG_STATE_HOME": filepath.Join(base, "state"),
	})
	for got, want := range map[string]string{
		config.File(lookup):     filepath.Join(base, "config", "logtoctl", "config.yaml"),
		config.CacheDir(lookup): filepath.Join(base, "cache", "logtoctl"),
		config.StateDir(lookup): filepath.Join(base, "state", "logtoctl"),
	} {
		if got != want {
			t.Errorf("it is %s, want %s", got, want)
		}
	}
}

func TestFile_named(t *testing.T) {
	t.Parallel()
	if got := config.File(environment(map[string]string{"LOGTOCTL_CONFIG": "./mine.yaml", "XDG_CONFIG_HOME": "/xdg"})); got != "./mine.yaml" {
		t.Errorf("it is %s", got)
	}
	if got, want := config.File(environment(map[string]string{"LOGTOCTL_CONFIG": "", "XDG_CONFIG_HOME": "/xdg"})), filepath.FromSlash("/xdg/logtoctl/config.yaml"); got != want && runtime.GOOS != "windows" {
		t.Errorf("with an empty variable it is %s, want %s", got, want)
	}
}

// Without the variables, or with relative ones, which the XDG rules forbid, the
// folders are below the home.
func TestDirectories_home(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have other folders")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	for name, lookup := range map[string]func(string) (string, bool){
		"unset":    environment(nil),
		"empty":    environment(map[string]string{"XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": ""}),
		"relative": environment(map[string]string{"XDG_CONFIG_HOME": "a", "XDG_CACHE_HOME": "b", "XDG_STATE_HOME": "c"}),
	} {
		for got, want := range map[string]string{
			config.File(lookup):     filepath.Join(home, ".config", "logtoctl", "config.yaml"),
			config.CacheDir(lookup): filepath.Join(home, ".cache", "logtoctl"),
			config.StateDir(lookup): filepath.Join(home, ".local", "state", "logtoctl"),
		} {
			if got != want {
				t.Errorf("%s: it is %s, want %s", name, got, want)
			}
		}
	}
}

// Without a home there is no place for secrets: a shared temporary folder, or
// the one where logtoctl happens to run, is none.
func TestDirectories_noHome(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have other folders")
	}
	t.Setenv("HOME", "")
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	if got := config.CacheDir(environment(nil)); got != "" {
		t.Errorf("the cache is in %s", got)
	}
	if got := config.StateDir(environment(nil)); got != "" {
		t.Errorf("the state is in %s", got)
	}
}
