// Package reliability proves the promises of logtoctl under fire. It holds
// nothing but tests, all of the real binary against a sandbox, with a proxy in
// between that can do to each single request what networks, servers and users do.
//
// A run of logtoctl is cut up into points: its requests, each with a name such as
// "POST /api/applications" or "GET /api/connectors (2)". A trial disturbs one run
// at one point, looks at the tenant after each write, and runs the command again:
// what that leaves must be what an undisturbed run leaves. The outcomes of all
// trials are the tables of docs/reliability.md, which make reliability writes. A
// plain go test makes a sample of the trials and compares them with the document.
package reliability
