package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/logtoctl/logtoctl/internal/infile"
	"github.com/logtoctl/logtoctl/internal/nearest"
)

// fileLimit is the size in bytes of the largest config file that is read: ten
// thousand profiles have room in it.
const fileLimit = 4 << 20

// Stored is the config file of a run. It is read once, however many profiles are
// taken from it, and only when one is asked for.
type Stored struct {
	path  string
	named bool // by LOGTOCTL_CONFIG: then it has to be there
	read  func() (content, error)
}

// NewStored returns the config file that the environment leads to.
func NewStored(lookup func(name string) (string, bool)) *Stored {
	named, _ := lookup(fileVariable)
	s := &Stored{path: File(lookup), named: named != ""}
	s.read = sync.OnceValues(func() (content, error) { return readFile(s.path) })
	return s
}

// failure says which file could not be read.
func (s *Stored) failure(err error) error {
	return fmt.Errorf("read the config file %s: %w", s.path, err)
}

// content is what a config file says.
type content struct {
	profile  string                // the one in use when nobody asks for another
	names    []string              // of the profiles, in the order of the file
	profiles map[string]*yaml.Node // by name
}

// The keys of a config file.
const (
	keyProfile  = "profile"
	keyProfiles = "profiles"
)

func readFile(path string) (content, error) {
	if path == "" {
		return content{}, fs.ErrNotExist
	}
	data, err := infile.Read(path, fileLimit)
	if err != nil {
		return content{}, err
	}
	return decode(data)
}

// decode reads the text of a config file. What stands in a profile is read when
// the profile is.
func decode(data []byte) (content, error) {
	file := content{profiles: make(map[string]*yaml.Node)}
	var root yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&root); err != nil {
		if errors.Is(err, io.EOF) { // nothing but comments
			return file, nil
		}
		return content{}, err
	}
	members, err := pairs(root.Content[0])
	if err != nil {
		return content{}, err
	}
	for _, member := range members {
		switch strings.ToLower(member.name) {
		case keyProfile:
			file.profile = member.value.Value
		case keyProfiles:
			if members, err = pairs(member.value); err != nil {
				return content{}, fmt.Errorf("%s: %w", keyProfiles, err)
			}
			for _, one := range members {
				file.names = append(file.names, one.name)
				file.profiles[one.name] = one.value
			}
		default:
			return content{}, fmt.Errorf("unknown key %q: there are %s and %s", member.name, keyProfile, keyProfiles)
		}
	}
	return file, nil
}

// pair is a member of an object.
type pair struct {
	name  string
	value *yaml.Node
}

// pairs returns the members of an object in their order; null has none.
func pairs(node *yaml.Node) ([]pair, error) {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		return nil, nil
	case node.Kind != yaml.MappingNode:
		return nil, fmt.Errorf("line %d: this must be names with a colon after each", node.Line)
	}
	var members []pair
	seen := make(map[string]int, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if first, again := seen[key.Value]; again {
			return nil, fmt.Errorf("line %d: %q is there already, in line %d", key.Line, key.Value, first)
		}
		seen[key.Value] = key.Line
		members = append(members, pair{key.Value, node.Content[i+1]})
	}
	return members, nil
}

// find returns a profile and its name as it is written, nil when there is none.
// Upper and lower case do not matter unless the names of two differ in nothing
// else.
func (c content) find(name string) (string, *yaml.Node) {
	if node, found := c.profiles[name]; found {
		return name, node
	}
	for _, known := range c.names {
		if strings.EqualFold(known, name) {
			return known, c.profiles[known]
		}
	}
	return name, nil
}

// NoProfileError says that the config file has no profile of a name, or none that
// fits a pattern.
type NoProfileError struct {
	File string
	Name string // as somebody wrote it
	hint string
}

// Error names the file and what it does not have.
func (e *NoProfileError) Error() string {
	if isPattern(e.Name) {
		return fmt.Sprintf("the config file %s has no profile that fits %q", e.File, e.Name)
	}
	return fmt.Sprintf("the config file %s has no profile %q", e.File, e.Name)
}

// Hint says which profile was probably meant, or which there are.
func (e *NoProfileError) Hint() string { return e.hint }

// shown is how many profiles a hint names.
const shown = 5

// none returns the error for a name, or a pattern, that no profile has.
func (s *Stored) none(name string, file content) error {
	err := &NoProfileError{File: s.path, Name: name, hint: nearest.Hint(strings.Trim(name, meta+"]"), slices.Values(file.names))}
	switch rest := len(file.names) - shown; {
	case err.hint != "":
	case len(file.names) == 0:
		err.hint = "write one below " + keyProfiles + ": in that file"
	case rest <= 0:
		err.hint = "there is " + strings.Join(file.names, ", ")
	default:
		err.hint = fmt.Sprintf("there is %s and %d more", strings.Join(file.names[:shown], ", "), rest)
	}
	return err
}
