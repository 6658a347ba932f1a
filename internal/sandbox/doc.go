// Package sandbox runs a Logto, a Direct Mail, a DNS and an inbox on loopback, so
// that everything logtoctl does can be tried without an account.
//
// [Start] listens first, because the issuer of the tokens names its own port,
// then puts them together: the Logto (package logto) posts signed mails to the
// Direct Mail (package directmail) as the real one would, the Direct Mail
// verifies its domains in the DNS (package dns) and delivers into the store of
// the inbox (package inbox), and the inbox shows them. Around all of them stand
// the limits of the server (limits.go) and the guard against web pages of
// elsewhere (package origin). Around Logto and Direct Mail stand the log of
// requests and the injector of faults (package fault) as well, in that order, so
// that the log also has the requests that a fault has swallowed. The inbox is also where faults, log, DNS and the
// account of Direct Mail are controlled from (/api/faults, /api/requests,
// /api/dns, /api/account, /api/access-keys), and has neither around it.
//
// With an authority (package authority) the Direct Mail answers over https as
// well, as the hosts of its regions, so that a real Logto can send through it.
package sandbox
