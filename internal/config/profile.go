package config

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/viper"
)

// readProfile returns the settings of the profile in use. Without a config
// file there are none, unless a file or a profile was asked for by name.
func readProfile(source Source, environment map[string]any) (map[string]any, error) {
	name, asked := environment[profile].(string)
	if changed(source.Flags, profile) {
		name, asked = source.Flags.Lookup(profile).Value.String(), true
	}
	if source.Profile != "" {
		name, asked = source.Profile, true
	}
	path := File(source.Lookup)
	file, err := readFile(path)
	named, _ := source.Lookup(fileVariable)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked && named == "":
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the config file %s: %w", path, err)
	}
	if !asked {
		if name = file.GetString(profile); name == "" {
			return nil, nil
		}
	}
	stored := file.GetStringMap(profiles + "." + name)
	if len(stored) == 0 {
		return nil, fmt.Errorf("the config file %s has no profile %q", path, name)
	}
	return stored, knownKeys(path, name, stored)
}

// profiles is the key of the config file that holds them.
const profiles = "profiles"

func readFile(path string) (*viper.Viper, error) {
	if path == "" {
		return nil, fs.ErrNotExist
	}
	file := viper.New()
	file.SetConfigFile(path)
	file.SetConfigType("yaml")
	if err := file.ReadInConfig(); err != nil {
		return nil, err
	}
	for key := range file.AllSettings() {
		if key != profile && key != profiles {
			return nil, fmt.Errorf("unknown key %q: there are %s and %s", key, profile, profiles)
		}
	}
	return file, nil
}

func knownKeys(path, name string, stored map[string]any) error {
	known := map[string]bool{}
	for _, option := range Options() {
		known[option.Name] = true
	}
	for key := range stored {
		if !known[key] {
			return fmt.Errorf("the config file %s: profile %q has an unknown setting %q", path, name, key)
		}
	}
	return nil
}
