// Package config resolves the settings of one run. Every setting is declared
// once, in [Options]: its name, flag, environment variable, default and
// whether it is secret. [Load] layers the sources, the strongest last: default,
// profile in the config file, environment, flag.
package config

// Option declares one setting.
type Option struct {
	Name    string // key in a profile of the config file, and name of the flag where there is one
	Flag    bool   // whether a flag of that name exists; secrets never have one
	Short   string // one-letter form of the flag
	Bool    bool   // whether the flag takes no value
	Env     string // environment variable, "" when there is none
	Default string
	Secret  bool
	Usage   string
}

// The names of the settings.
const (
	endpoint           = "endpoint"
	m2mAppID           = "m2m-app-id"
	m2mAppSecret       = "m2m-app-secret"
	m2mAppSecretFile   = "m2m-app-secret-file"
	resource           = "resource"
	region             = "region"
	directMailEndpoint = "dm-endpoint"
	resolver           = "resolver"
	inboxURL           = "inbox-url"
	outputFormat       = "output"
	jq                 = "jq"
	profile            = "profile"
	timeout            = "timeout"
	noInput            = "no-input"
	dryRun             = "dry-run"
	verbose            = "verbose"
)

// Options returns the declaration of every setting, in the order in which help
// texts and documents list them.
func Options() []Option {
	return []Option{
		{Name: endpoint, Flag: true, Env: "LOGTO_ENDPOINT", Usage: "Logto endpoint, for instance http://localhost:3001 or https://TENANT.logto.app"},
		{Name: m2mAppID, Flag: true, Env: "LOGTO_M2M_APP_ID", Usage: "id of the machine-to-machine application that logtoctl signs in as"},
		{Name: m2mAppSecret, Env: "LOGTO_M2M_APP_SECRET", Secret: true},
		{Name: m2mAppSecretFile, Flag: true, Usage: "file with the secret of that application, - for stdin (or set LOGTO_M2M_APP_SECRET)"},
		{Name: resource, Flag: true, Env: "LOGTO_RESOURCE", Usage: "Management API resource indicator (default: found from the endpoint)"},
		{Name: region, Flag: true, Env: "ALIBABA_CLOUD_REGION_ID", Usage: "Direct Mail region, also of a connector.json that names none (default: cn-hangzhou)"},
		{Name: directMailEndpoint, Flag: true, Env: "LOGTOCTL_DM_ENDPOINT", Usage: "Direct Mail endpoint (default: that of the region)"},
		{Name: resolver, Flag: true, Env: "LOGTOCTL_RESOLVER", Usage: "DNS server to look records up at, HOST:PORT (default: that of the system)"},
		{Name: inboxURL, Env: "LOGTOCTL_INBOX_URL"},
		{Name: outputFormat, Flag: true, Short: "o", Env: "LOGTOCTL_OUTPUT", Default: "table", Usage: "output format: table, json or yaml"},
		{Name: jq, Flag: true, Usage: "filter the JSON output with a jq expression"},
		{Name: profile, Flag: true, Env: "LOGTOCTL_PROFILE", Usage: "profile of the config file to use; plan, apply and destroy take several, such as a,b or 'shop-*'"},
		{Name: timeout, Flag: true, Env: "LOGTOCTL_TIMEOUT", Default: "30s", Usage: "deadline of each request"},
		{Name: noInput, Flag: true, Bool: true, Env: "LOGTOCTL_NO_INPUT", Default: "false", Usage: "never ask a question"},
		{Name: dryRun, Flag: true, Bool: true, Default: "false", Usage: "say what would change, over a connection that cannot write"},
		{Name: verbose, Flag: true, Short: "v", Bool: true, Default: "false", Usage: "log each request to stderr"},
	}
}
