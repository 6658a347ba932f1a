// Package dnscheck compares the DNS records that a sending domain should have
// with those that the DNS really has.
//
// Data flows one way. [Check] asks a [Lookup], usually [Resolver.Lookup], for
// every record of [aliyundm.DomainDetail.Records] at the same time, and
// [Compare] turns each record and its answers into a [Finding]: expected,
// found, verdict and how to put it right. Apart from the look-up everything is
// pure.
//
// The comparison is as tolerant as the mail servers are: case, white space and
// the dot at a host's end do not count, the pieces of a long TXT record are one
// text, DKIM is compared by its key and SPF by the terms that it needs.
package dnscheck
