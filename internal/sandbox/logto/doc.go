// Package logto is the Logto of the sandbox: one tenant of a self-hosted Logto
// 1.42, in memory, behind an [http.Handler].
//
// It serves what logtoctl touches: the token endpoint with its discovery
// documents, and of the Management API applications and their secrets, roles,
// connector factories, connectors, the sign-in experience, verification codes
// and email templates. It refuses what a real Logto refuses, with the same
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
// Users, organizations, and the sign-in pages of people are not there: their
// paths answer 404, as unknown ones do. Of the three installed connectors only
// Aliyun Direct Mail sends; OAuth 2.0 and SMTP can be configured, which is
// enough for an email connector to displace another.
//
// Mail is sent as the Aliyun connector sends it: the template is chosen and
// rendered, and a signed request goes to the Direct Mail endpoint of the
// connector's region, which the sandbox also plays.
package logto
