// Package logto is the Logto of the sandbox: one tenant of a self-hosted Logto
// 1.42, in memory, behind an [http.Handler].
//
// It serves what logtoctl touches: the token endpoint with its discovery
// documents; of the Management API applications and their secrets, roles,
// connector factories, connectors, the sign-in experience, verification codes,
// email templates and users; and the sign-in page (package page) with the
// Experience API that it calls. It refuses what a real Logto refuses, with the same
// status, code and shape; recordings of a real one are its contract and are
// replayed by its tests.
//
// A request goes through the router, which finds the route and answers for
// unknown ones; the bearer token is verified unless the route is public; a
// guard, the counterpart of Logto's zod schemas, checks the body and drops what
// it does not know; the handler applies the rules to the tenant, of which there
// is one, behind one lock; and the answer, or the error in place of it, is
// written as koa would write it.
//
// The Experience API takes no token: a cookie of the OpenID provider, which is
// package provider, says whose sign-in it is. What a person has shown on the
// page is an interaction, kept beside the tenant's users: records of what was
// verified, a profile of what the account does not have yet, and, once known,
// the user. Submitting it tells the provider who the person is. What the tenant
// demands of passwords, user names and addresses is judged by package policy.
//
// Organizations, custom phrases, and of the Experience API social, single and
// passkey sign-in, one-time tokens and second factors are not there: their
// paths answer 404, as unknown ones do, and settings about them are kept but
// have no effect. Of the three installed connectors only Aliyun Direct Mail
// sends; OAuth 2.0 and SMTP can be configured, which is enough for an email
// connector to displace another.
//
// Mail is sent as the Aliyun connector sends it: the template is chosen and
// rendered, and a signed request goes to the Direct Mail endpoint of the
// connector's region, which the sandbox also plays.
package logto
