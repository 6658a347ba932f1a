package config

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/logtoctl/logtoctl/internal/infile"
	"github.com/logtoctl/logtoctl/pkg/secret"
)

// Settings are the resolved settings of one run.
type Settings struct {
	Profile            string            // the profile in use, "" without one
	Variables          map[string]string // of the profile, for the files of logtoctl
	Endpoint           string            // Logto endpoint, "" when not set
	M2MAppID           string
	M2MAppSecret       secret.Text
	Resource           string // "" means: found from the endpoint
	Region             string // Direct Mail region, "" means: the default one
	DirectMailEndpoint string // "" means: that of the region
	Resolver           string // DNS server, "" means: those of the system
	InboxURL           string // the sandbox inbox, "" outside the sandbox
	Output             string
	JQ                 string
	Timeout            time.Duration
	NoInput            bool
	DryRun             bool
	Verbose            bool
	SecretFromStdin    bool // the machine-to-machine secret was read from stdin
}

// Source is what settings are read from.
type Source struct {
	Flags  *pflag.FlagSet
	Lookup func(name string) (string, bool) // environment
	Stdin  io.Reader                        // for --m2m-app-secret-file -

	// Profile, when it is not empty, is used whatever the flag and the
	// environment say.
	Profile string
	// Stored is the config file, for a run that reads several profiles; nil means
	// that the environment leads to it.
	Stored *Stored
}

// opened is the source with its config file.
func (s Source) opened() Source {
	if s.Stored == nil {
		s.Stored = NewStored(s.Lookup)
	}
	return s
}

// AddFlags declares the flags of all settings that have one.
func AddFlags(flags *pflag.FlagSet) {
	for _, option := range Options() {
		switch {
		case !option.Flag:
		case option.Bool:
			flags.BoolP(option.Name, option.Short, false, option.Usage)
		default:
			flags.StringP(option.Name, option.Short, option.Default, option.Usage)
		}
	}
}

// Load resolves the settings. Its errors are wrong usage: a value that does
// not parse, a profile that does not exist, a file that cannot be read.
func Load(source Source) (Settings, error) {
	values, used, err := layered(source.opened())
	if err != nil {
		return Settings{}, err
	}
	settings := Settings{
		Profile:            used.name,
		Variables:          used.variables,
		Endpoint:           strings.TrimRight(values.GetString(endpoint), "/"),
		M2MAppID:           values.GetString(m2mAppID),
		M2MAppSecret:       secret.Text(values.GetString(m2mAppSecret)),
		Resource:           values.GetString(resource),
		Region:             values.GetString(region),
		DirectMailEndpoint: values.GetString(directMailEndpoint),
		Resolver:           values.GetString(resolver),
		InboxURL:           strings.TrimRight(values.GetString(inboxURL), "/"),
		Output:             values.GetString(outputFormat),
		JQ:                 values.GetString(jq),
	}
	if settings.Timeout, err = duration(values, timeout); err != nil {
		return Settings{}, err
	}
	for name, target := range map[string]*bool{noInput: &settings.NoInput, dryRun: &settings.DryRun, verbose: &settings.Verbose} {
		if *target, err = boolean(values, name); err != nil {
			return Settings{}, err
		}
	}
	if file := values.GetString(m2mAppSecretFile); file != "" && (changed(source.Flags, m2mAppSecretFile) || settings.M2MAppSecret == "") {
		if settings.M2MAppSecret, err = readSecret(file, source.Stdin); err != nil {
			return Settings{}, err
		}
		settings.SecretFromStdin = file == "-"
	}
	return settings, nil
}

func changed(flags *pflag.FlagSet, name string) bool {
	flag := flags.Lookup(name)
	return flag != nil && flag.Changed
}

// layered fills a viper of our own: profile below environment below flags. The
// environment is merged as a map, not bound, so that it can be given by a test.
func layered(source Source) (*viper.Viper, stored, error) {
	values := viper.New()
	environment := map[string]any{}
	for _, option := range Options() {
		values.SetDefault(option.Name, option.Default)
		if value, found := source.Lookup(option.Env); option.Env != "" && found && value != "" {
			environment[option.Name] = value
		}
	}
	used, err := readProfile(source, environment)
	if err != nil {
		return nil, stored{}, err
	}
	for _, layer := range []map[string]any{used.settings, environment} {
		if err := values.MergeConfigMap(layer); err != nil {
			return nil, stored{}, fmt.Errorf("merge the settings: %w", err)
		}
	}
	if err := values.BindPFlags(source.Flags); err != nil {
		return nil, stored{}, fmt.Errorf("bind the flags: %w", err)
	}
	return values, used, nil
}

func duration(values *viper.Viper, name string) (time.Duration, error) {
	parsed, err := time.ParseDuration(values.GetString(name))
	if err != nil || parsed <= 0 {
		return 0, fmt.Errorf("%s %q is not a duration such as 30s or 2m", name, values.GetString(name))
	}
	return parsed, nil
}

func boolean(values *viper.Viper, name string) (bool, error) {
	parsed, err := strconv.ParseBool(values.GetString(name))
	if err != nil {
		return false, fmt.Errorf("%s %q is neither true nor false", name, values.GetString(name))
	}
	return parsed, nil
}

// secretLimit is the size in bytes of the largest file that can be one secret.
const secretLimit = 64 << 10

// readSecret reads a secret from a file or stdin; the line break that editors
// leave at the end is not part of it.
func readSecret(file string, stdin io.Reader) (secret.Text, error) {
	content, err := func() ([]byte, error) {
		if file == "-" {
			return infile.All(stdin, secretLimit)
		}
		return infile.Read(file, secretLimit)
	}()
	if err != nil {
		return "", fmt.Errorf("read the machine-to-machine secret: %w", err)
	}
	return secret.Text(strings.TrimSpace(string(content))), nil
}
