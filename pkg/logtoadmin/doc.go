// Package logtoadmin is a client for the Logto Management API: applications
// and their secrets, connectors, the sign-in experience, verification codes,
// email templates and roles.
//
// A [Client] is made once with [New] and may be used from several goroutines.
// Each call goes the same way: the method of a service describes it, the client
// adds an access token, sends it with a deadline per attempt, repeats it where
// that is safe, and turns the answer into a value or a typed error.
//
//	client, err := logtoadmin.New("https://tenant.logto.app",
//		logtoadmin.WithCredentials(appID, appSecret))
//	...
//	application, err := client.Applications.Get(ctx, id)
//	if errors.Is(err, logtoadmin.ErrNotFound) { ... }
//
// # Tokens
//
// The client gets its access token with the client credentials of a
// machine-to-machine application, keeps it until a minute before it expires,
// and can share it between processes through a [TokenStore]. Concurrent calls
// share one token request. A token that the API refuses is renewed once.
//
// # Repeating
//
// A call is sent at most four times. Reads and writes of absolute values are
// repeated after a lost connection, 429, 502, 503 and 504. A POST is repeated
// only where it certainly had no effect: the connection could not be made, or
// the server answered 429. A write whose outcome is unknown fails with an error
// that is [ErrUncertain]; its caller has to look before trying again.
//
// # Errors
//
// Logto's own refusals are [*Error], those of the token endpoint [*TokenError]
// and [*MissingRoleError]. What is not an answer of Logto is a
// [*ConnectionError], a [*RedirectError] or an [*UnexpectedResponseError]. All
// match the sentinel values of this package with [errors.Is]. Secrets never
// appear in an error or a log line.
//
// The package reads no environment and no file, and prints nothing.
package logtoadmin
