package aliyundm

import (
	"context"
	"strings"

	"github.com/aliyun/credentials-go/credentials/providers"

	"github.com/logtoctl/logtoctl/pkg/secret"
)

// ChainOptions says what [DefaultChain] may do besides reading the environment
// and files.
type ChainOptions struct {
	// InstanceMetadata asks the metadata service of an ECS instance. Elsewhere the
	// address of that service leads nowhere, and asking takes seconds. A CLI profile
	// of mode EcsRamRole asks it in any case, for that is what the profile says.
	InstanceMetadata bool
}

// DefaultChain returns the credential search that Alibaba Cloud's own tools
// share, made of their official providers: the environment, an OIDC role, the
// Alibaba Cloud CLI's configuration, the shared credentials file, instance
// metadata if the options allow it, and a credentials URI. The first one that
// has an AccessKey is kept. If none has, the error is a [*NoCredentialsError],
// in our words.
//
// The search is composed here because the official one always asks the instance
// metadata, unless the environment of the process says otherwise.
func DefaultChain(options ChainOptions) (CredentialsProvider, error) {
	steps, err := fixedSteps()
	if err != nil {
		return nil, err
	}
	steps = append(steps, optionalSteps(options)...)
	return &chain{turn: make(chan struct{}, 1), steps: steps}, nil
}

// step is one place of the search. The provider's error is only compared with
// the beginnings in known; it never gets out, since it can quote a whole file.
type step struct {
	place    string
	provider providers.CredentialsProvider
	known    []knownFailure
	other    string // the reason for any other error
}

type knownFailure struct {
	beginning, reason string
	absent            bool // the place is not there at all
}

// fixedSteps are looked at wherever the program runs.
func fixedSteps() ([]step, error) {
	environment, err := providers.NewEnvironmentVariableCredentialsProviderBuilder().Build()
	if err != nil {
		return nil, &NoCredentialsError{Reasons: []string{"the environment cannot be searched"}}
	}
	shared, err := providers.NewProfileCredentialsProviderBuilder().Build()
	if err != nil {
		return nil, &NoCredentialsError{Reasons: []string{"the shared credentials file cannot be searched"}}
	}
	steps := []step{{
		place:    "environment",
		provider: environment,
		known: []knownFailure{
			// The provider spells it this way.
			{beginning: "unable to get credentials from enviroment variables, Access key ID", reason: "ALIBABA_CLOUD_ACCESS_KEY_ID is not set", absent: true}, //nolint:misspell // see above
		},
		other: "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set",
	}}
	if oidc, err := providers.NewOIDCCredentialsProviderBuilder().Build(); err == nil {
		steps = append(steps, step{place: "OIDC role", provider: oidc, other: "the role could not be assumed"})
	}
	if cli, err := providers.NewCLIProfileCredentialsProviderBuilder().Build(); err == nil {
		steps = append(steps, cliStep(cli))
	}
	return append(steps, step{
		place:    "shared credentials file (~/.alibabacloud/credentials)",
		provider: shared,
		known: []knownFailure{
			{beginning: "ERROR: Can not open file", reason: "it does not exist or could not be read as INI", absent: true},
			{beginning: "ERROR: Can not load section", reason: "it has no section for the chosen profile"},
			{beginning: "ERROR: Can not find credential type", reason: "the chosen profile has no type"},
		},
		other: "the chosen profile has no usable AccessKey",
	}), nil
}

func cliStep(cli providers.CredentialsProvider) step {
	return step{
		place:    "Alibaba Cloud CLI configuration (~/.aliyun/config.json)",
		provider: cli,
		known: []knownFailure{
			{beginning: "reading aliyun cli config", reason: "the file does not exist or cannot be opened", absent: true},
			{beginning: "unmarshal aliyun cli config", reason: "the file could not be read as JSON"},
			{beginning: "no any configured profiles", reason: "the file has no profiles", absent: true},
			{beginning: "unable to get profile", reason: "the file has no profile of the chosen name"},
			{beginning: "unsupported profile mode", reason: "the chosen profile has a mode that is not supported"},
		},
		other: "the chosen profile has no usable AccessKey",
	}
}

// optionalSteps are looked at where the options or the environment ask for it.
func optionalSteps(options ChainOptions) []step {
	var steps []step
	if options.InstanceMetadata {
		if instance, err := providers.NewECSRAMRoleCredentialsProviderBuilder().Build(); err == nil {
			steps = append(steps, step{place: "instance metadata", provider: instance, other: "the metadata service gave no credentials"})
		}
	}
	// Building this provider fails unless the environment names an address.
	if uri, err := providers.NewURLCredentialsProviderBuilder().Build(); err == nil {
		steps = append(steps, step{place: "ALIBABA_CLOUD_CREDENTIALS_URI", provider: uri, other: "the address gave no credentials"})
	}
	return steps
}

// chain is the search. The official providers are neither safe for concurrent
// use nor can they be cancelled, so one caller at a time has its turn, and a
// caller who gives up leaves the search to end by its own timeouts.
type chain struct {
	turn  chan struct{}
	steps []step
	found *step
}

type found struct {
	credentials Credentials
	err         error
}

// Credentials searches, or asks the place where credentials were found before.
func (c *chain) Credentials(ctx context.Context) (Credentials, error) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return Credentials{}, ended(ctx)
	}
	result := make(chan found, 1)
	go func() {
		defer func() { <-c.turn }()
		credentials, err := c.search()
		result <- found{credentials, err}
	}()
	select {
	case r := <-result:
		return r.credentials, r.err
	case <-ctx.Done():
		return Credentials{}, ended(ctx)
	}
}

func (c *chain) search() (Credentials, error) {
	none := &NoCredentialsError{}
	if c.found != nil {
		if credentials, ok := c.found.ask(none); ok {
			return credentials, nil
		}
		return Credentials{}, none
	}
	for i := range c.steps {
		if credentials, ok := c.steps[i].ask(none); ok {
			c.found = &c.steps[i]
			return credentials, nil
		}
	}
	return Credentials{}, none
}

// ask returns the credentials of the place, or adds to the error why it has none.
func (s *step) ask(none *NoCredentialsError) (Credentials, bool) {
	pair, err := s.provider.GetCredentials()
	failure := knownFailure{reason: "it holds no AccessKey"}
	if err != nil {
		failure = s.failure(err)
	}
	if err != nil || pair == nil || pair.AccessKeyId == "" || pair.AccessKeySecret == "" {
		reason := s.place + ": " + failure.reason
		none.Reasons = append(none.Reasons, reason)
		if !failure.absent {
			none.Unusable = append(none.Unusable, reason)
		}
		return Credentials{}, false
	}
	return Credentials{
		AccessKeyID:     pair.AccessKeyId,
		AccessKeySecret: secret.Text(pair.AccessKeySecret),
		SecurityToken:   secret.Text(pair.SecurityToken),
	}, true
}

func (s *step) failure(err error) knownFailure {
	for _, failure := range s.known {
		if strings.HasPrefix(err.Error(), failure.beginning) {
			return failure
		}
	}
	return knownFailure{reason: s.other}
}
