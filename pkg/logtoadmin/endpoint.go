package logtoadmin

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

const (
	cloudDomain         = ".logto.app"
	selfHostedResource  = "https://default" + cloudDomain + managementAPIPath
	managementAPIPath   = "/api"
	tokenPath           = "/oidc/token"
	managementAPIScope  = "all"
	managementAPIRole   = "Logto Management API access"
	headerRequestID     = "Logto-Core-Request-Id"
	headerTotal         = "Total-Number"
	headerTotalIsCapped = "Total-Number-Is-Capped"
)

// ResourceFor returns the resource indicator of the Management API that belongs
// to an endpoint: https://{tenant}.logto.app/api for a Logto Cloud host, and
// https://default.logto.app/api for everything else, which is what each
// self-hosted Logto uses whatever its own address is. A Logto Cloud tenant
// behind a custom domain cannot be told apart; name its resource with
// [WithResource].
func ResourceFor(endpoint string) string {
	base, err := url.Parse(strings.TrimSpace(endpoint))
	if err != nil {
		return selfHostedResource
	}
	tenant, isCloud := strings.CutSuffix(strings.ToLower(base.Hostname()), cloudDomain)
	if !isCloud || tenant == "" || strings.Trim(tenant, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return selfHostedResource
	}
	return "https://" + tenant + cloudDomain + managementAPIPath
}

// parseEndpoint checks an endpoint and returns it without a trailing slash, and
// its host for errors to name.
// Anything that would not survive being a prefix of the request URLs is refused
// rather than dropped. The endpoint is not quoted when it may hold a password.
func parseEndpoint(endpoint string) (base, host string, err error) {
	if strings.TrimSpace(endpoint) == "" {
		return "", "", errors.New("logto endpoint is empty")
	}
	parsed, err := url.Parse(strings.TrimSpace(endpoint))
	switch {
	case err != nil:
		return "", "", errors.New("logto endpoint is not a URL")
	case parsed.User != nil:
		return "", "", errors.New("logto endpoint must not hold a user name or password")
	case parsed.Scheme != "http" && parsed.Scheme != "https":
		return "", "", fmt.Errorf("logto endpoint %q must start with http:// or https://", endpoint)
	case parsed.Hostname() == "":
		return "", "", fmt.Errorf("logto endpoint %q names no host", endpoint)
	case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return "", "", fmt.Errorf("logto endpoint %q must not hold a query or a fragment", endpoint)
	}
	return strings.TrimRight(parsed.String(), "/"), parsed.Host, nil
}
