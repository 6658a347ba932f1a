// Package dns is the DNS of the sandbox: one zone for all names, in memory,
// answered over UDP and TCP on loopback.
//
// Records come in as JSON or as the text of a zone file ([NewControl],
// [ParseZoneFile]), are checked one by one and against each other, and stand in
// a [Zone]. From there they are looked up by the sandbox's Direct Mail, which
// verifies domains, and by a [Server], which gives resolvers the answers that
// the public DNS would give: it is authoritative for every name, follows
// aliases, and asks nobody else. Nothing leaves the process.
package dns
