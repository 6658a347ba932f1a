package sandbox

import "strings"

// resource is the Management API resource of a self-hosted Logto's default
// tenant. It is set so that a LOGTO_RESOURCE of the caller does not get in.
const resource = "https://default.logto.app/api"

// Environ returns NAME=value pairs that point logtoctl, the Alibaba Cloud SDKs
// and the scripts of the caller at this sandbox, always in the same order. The
// secrets in it are worth something only while the sandbox runs.
func (s *Sandbox) Environ() []string {
	appID, appSecret := s.logto.Credentials()
	keyID, keySecret := s.directMail.Credentials()
	noProxy := s.exceptions()
	pairs := []string{
		"LOGTO_ENDPOINT=" + s.LogtoURL(),
		"LOGTO_M2M_APP_ID=" + appID,
		"LOGTO_M2M_APP_SECRET=" + appSecret,
		"LOGTO_RESOURCE=" + resource,
		"ALIBABA_CLOUD_ACCESS_KEY_ID=" + keyID,
		"ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + keySecret,
		// Empty, so that a token of the caller is not sent with this key.
		"ALIBABA_CLOUD_SECURITY_TOKEN=",
		"ALIBABA_CLOUD_REGION_ID=cn-hangzhou",
		"LOGTOCTL_DM_ENDPOINT=" + s.DirectMailURL(),
		"LOGTOCTL_RESOLVER=" + s.Resolver(),
		"LOGTOCTL_INBOX_URL=" + s.InboxURL(),
		"NO_PROXY=" + noProxy,
		"no_proxy=" + noProxy,
	}
	if s.authority == nil {
		return pairs
	}
	// Node trusts the file beside what it trusts anyway. The like for other programs
	// would take the place of all that they trust, so that is left to the user.
	return append(pairs, "LOGTOCTL_DM_TLS_ENDPOINT="+s.DirectMailTLSURL(), "NODE_EXTRA_CA_CERTS="+s.authority.CertificateFile())
}

// exceptions keeps a proxy of the caller out. The Alibaba Cloud SDK compares
// entries with host and port, others with the host alone. The hosts that the
// sandbox has certificates for are reached here, if at all.
func (s *Sandbox) exceptions() string {
	entries := []string{"localhost", "127.0.0.1", "::1"}
	for _, url := range []string{s.LogtoURL(), s.DirectMailURL(), s.InboxURL()} {
		entries = append(entries, strings.TrimPrefix(url, "http://"))
	}
	if s.authority != nil {
		entries = append(entries, strings.TrimPrefix(s.DirectMailTLSURL(), "https://"))
		entries = append(entries, s.authority.Names()...)
	}
	if s.noProxy != "" {
		entries = append([]string{s.noProxy}, entries...)
	}
	return strings.Join(entries, ",")
}
