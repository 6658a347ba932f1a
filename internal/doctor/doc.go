// Package doctor looks a whole set-up over, from the Logto endpoint to the DNS
// of the sending domain, and names what is wrong with it.
//
// Data flows one way. [Look] asks the services, everything at the same time and
// nothing twice, and puts the answers, or why there is none, into [Facts].
// [Judge] holds the facts against the list of [Checks]: each check is a pure
// function from facts to a [Result]. A check that makes no sense as long as
// another one fails is skipped, so that one fault is one failed line.
//
// Nothing is changed anywhere and no mail is sent: both clients are read-only,
// unless [Target.ProbeSend] asks for the one request that can show a right to
// send.
package doctor
