package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/manifest"
)

// keyVariables is the member of a profile that is no setting: its variables for
// the files of logtoctl.
const keyVariables = "variables"

// stored is what a profile says.
type stored struct {
	name      string
	settings  map[string]any // texts, by the name of the setting
	variables map[string]string
}

// readProfile returns the profile in use. Without a config file there is none,
// unless a file or a profile was asked for by name.
func readProfile(source Source, environment map[string]any) (stored, error) {
	name, asked := environment[profile].(string)
	if changed(source.Flags, profile) {
		name, asked = source.Flags.Lookup(profile).Value.String(), true
	}
	if source.Profile != "" {
		name, asked = source.Profile, true
	}
	file, err := source.Stored.read()
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked && !source.Stored.named:
		return stored{}, nil
	case err != nil:
		return stored{}, source.Stored.failure(err)
	}
	if !asked {
		if name = file.profile; name == "" {
			return stored{}, nil
		}
	}
	name, node := file.find(name)
	if node == nil || len(node.Content) == 0 && node.Kind != yaml.AliasNode {
		return stored{}, source.Stored.none(name, file)
	}
	read, err := decodeProfile(node, source.Lookup)
	if err != nil {
		return stored{}, fmt.Errorf("the config file %s: profile %q %w", source.Stored.path, name, err)
	}
	read.name = name
	return read, nil
}

// decodeProfile reads a profile. The errors go on from its name.
func decodeProfile(node *yaml.Node, lookup func(string) (string, bool)) (stored, error) {
	var members map[string]yaml.Node // with what << merges into it
	if err := node.Decode(&members); err != nil {
		return stored{}, fmt.Errorf("cannot be read: %w", err)
	}
	known := map[string]bool{}
	for _, option := range Options() {
		known[option.Name] = true
	}
	read := stored{settings: map[string]any{}}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		value, name := members[key], strings.ToLower(key)
		switch {
		case name == keyVariables:
			var err error
			if read.variables, err = decodeVariables(value, lookup); err != nil {
				return stored{}, err
			}
		case !known[name]:
			return stored{}, fmt.Errorf("has an unknown setting %q", key)
		default:
			text, err := fill(value, lookup)
			if err != nil {
				return stored{}, fmt.Errorf("has a wrong %s: %w", name, err)
			}
			if text != "" {
				read.settings[name] = text
			}
		}
	}
	return read, nil
}

// decodeVariables reads the variables of a profile.
func decodeVariables(node yaml.Node, lookup func(string) (string, bool)) (map[string]string, error) {
	var members map[string]yaml.Node
	if err := node.Decode(&members); err != nil {
		return nil, fmt.Errorf("has wrong %s: %w", keyVariables, err)
	}
	variables := make(map[string]string, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		text, err := fill(members[name], lookup)
		if err != nil {
			return nil, fmt.Errorf("has a wrong variable %s: %w", name, err)
		}
		variables[name] = text
	}
	return variables, nil
}

// fill returns the text of a value. ${NAME} in it stands for a variable of the
// environment, so that a config file can do without secrets; one that is empty is
// none.
func fill(node yaml.Node, lookup func(string) (string, bool)) (string, error) {
	value := &node
	if value.Kind == yaml.AliasNode {
		value = value.Alias
	}
	switch {
	case value.Kind != yaml.ScalarNode:
		return "", fmt.Errorf("line %d: it must be a text", value.Line)
	case value.Tag == "!!null":
		return "", nil
	}
	return manifest.ExpandText(value.Value, func(name string) (string, bool) {
		text, found := lookup(name)
		return text, found && text != ""
	})
}
