package cli

import "net/mail"

// Address checks an email address on the command line: bare, without a name.
func Address(address string) error {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address {
		return Usagef("%q is not an email address such as you@example.com", address)
	}
	return nil
}
