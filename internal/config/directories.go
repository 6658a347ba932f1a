package config

import (
	"os"
	"path/filepath"
)

// folder is the name of logtoctl's own folder inside the user's folders.
const folder = "logtoctl"

// fileVariable names the config file where the usual one will not do.
const fileVariable = "LOGTOCTL_CONFIG"

// File returns the path of the config file: LOGTOCTL_CONFIG, else config.yaml
// in the user's config folder, else "".
func File(lookup func(string) (string, bool)) string {
	if path, found := lookup(fileVariable); found && path != "" {
		return path
	}
	if folder := directory(lookup, "XDG_CONFIG_HOME", os.UserConfigDir); folder != "" {
		return filepath.Join(folder, "config.yaml")
	}
	return ""
}

// CacheDir returns the folder for what may be lost at any time: tokens.
func CacheDir(lookup func(string) (string, bool)) string {
	return directory(lookup, "XDG_CACHE_HOME", os.UserCacheDir)
}

// StateDir returns the folder for what should be kept: backups. It follows the
// XDG rule on every system, because Go knows no other.
func StateDir(lookup func(string) (string, bool)) string {
	return directory(lookup, "XDG_STATE_HOME", func() (string, error) {
		home, err := os.UserHomeDir()
		return filepath.Join(home, ".local", "state"), err
	})
}

// directory prefers the XDG variable, on every system, so that one script
// works on all of them. It returns "" where there is neither that nor a home,
// as in some containers: a shared temporary folder is no place for secrets.
func directory(lookup func(string) (string, bool), variable string, fallback func() (string, error)) string {
	if base, found := lookup(variable); found && filepath.IsAbs(base) {
		return filepath.Join(base, folder)
	}
	base, err := fallback()
	if err != nil {
		return ""
	}
	return filepath.Join(base, folder)
}
