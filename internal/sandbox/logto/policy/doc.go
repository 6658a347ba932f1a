// Package policy holds the rules that a tenant of Logto has for passwords, user
// names and email addresses, and hashes passwords as Logto does.
//
// [Password], [Username] and [Email] are columns of the sign-in experience and
// decode from their JSON. Their Check methods say which rules are broken, each
// named as Logto's error codes end, and know neither tenant nor route: the
// caller makes an answer of it.
package policy
