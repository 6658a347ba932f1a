package manifest

import (
	"github.com/logtoctl/logtoctl/internal/email"
)

// Version is the version of logtoctl.yaml that this package reads and writes.
const Version = 1

// Manifest is what a logtoctl.yaml says, its overlays merged, its references
// filled in and its defaults set. What it does not mention is nil or empty and
// stays as it is in the tenant.
type Manifest struct {
	// Endpoint is the address of Logto, for instance https://auth.example.com.
	// The settings of the command line and the environment win over it.
	Endpoint string
	// Applications are in the order of the file; their keys are unique.
	Applications []Application
	// DirectMail is what the Direct Mail account is to have.
	DirectMail *DirectMail
	// Connector is the Aliyun Direct Mail connector.
	Connector *Connector
	// EmailTemplates are the localised templates, by language and then in the
	// order of the file. Nil means that the file does not mention any.
	EmailTemplates []email.LocalisedTemplate
	// SignIn is the email part of the sign-in experience.
	SignIn *SignIn
	// Verify says how an apply shows that mail arrives.
	Verify Verify
}

// Application is an application of the file. A nil pointer or list was not
// mentioned; an empty list removes what there is.
type Application struct {
	// Key is the ownership key, by which logtoctl finds the application again.
	Key string
	// Name has at most 256 characters.
	Name string
	// Type is Traditional, SPA, Native or MachineToMachine.
	Type string
	// Description may be empty, which removes it.
	Description *string
	// RedirectURIs are where the browser may return to after sign-in.
	RedirectURIs []string
	// PostSignOutRedirectURIs are where it may return to after sign-out.
	PostSignOutRedirectURIs []string
	// CORSAllowedOrigins are the origins whose scripts may call Logto, as
	// corsAllowedOrigins of customClientMetadata has them.
	CORSAllowedOrigins []string
	// RefreshToken holds the settings of refresh tokens.
	RefreshToken RefreshToken
	// EnvFile is the .env file to write the application's variables to, as the
	// file has it: a relative path counts from the folder of the first source.
	EnvFile string
}

// RefreshToken holds the settings of an application's refresh tokens, which
// are those of customClientMetadata. Nil means not mentioned.
type RefreshToken struct {
	// AlwaysIssue is alwaysIssueRefreshToken: also without prompt=consent.
	AlwaysIssue *bool
	// Rotate is rotateRefreshToken: a new token for a used one.
	Rotate *bool
	// TTLInDays is refreshTokenTtlInDays, from 1 to 90.
	TTLInDays *int
}

// SignIn is how people sign up and in by email, in the words of
// plan.EmailSignIn.
type SignIn struct {
	// SignUp is a plan.SignUpMode, email by default.
	SignUp string
	// Factor is a plan.Factor, empty by default.
	Factor string
	// PasswordAtSignUp asks for a password at sign-up.
	PasswordAtSignUp bool
	// ForgotPassword offers password recovery by an emailed code. It is the
	// default.
	ForgotPassword bool
}

// Verify says how an apply shows that mail arrives.
type Verify struct {
	// TestEmail is the address that the connector is tested with before it is
	// saved. It may be empty: then there is no test.
	TestEmail string
	// RoundTrip requests a code for TestEmail in the end and has Logto verify it.
	RoundTrip bool
}

// Source is a file to decode: the first one is the base, the others are
// overlays.
type Source struct {
	// Name is the path of the file, for the findings.
	Name string
	// Data is the text, YAML or JSON.
	Data []byte
}

// Options is what [DecodeManifest] needs from outside of the files.
// Relative paths that ReadFile and OpenDir get count from the folder of the
// first source.
type Options struct {
	ConnectorOptions
	// ReadFile reads the connector.json that connector.file names. Without it
	// such a file is an error.
	ReadFile func(path string) ([]byte, error)
	// Check finds what is wrong with a template. Without it that is [email.Check];
	// who decodes a file with the same templates many times can spare the work.
	Check func(email.Template) []email.Issue
}

// EncodeOptions says which templates [EncodeManifest] replaces by the path of a
// folder, where the caller writes them with [EncodeTemplate].
type EncodeOptions struct {
	// ConnectorTemplates is the folder of the connector's templates; empty
	// writes them into the file.
	ConnectorTemplates string
	// EmailTemplates has the folder of each language whose localised templates
	// are in one; the others are written into the file.
	EmailTemplates map[string]string
}
