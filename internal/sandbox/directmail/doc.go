// Package directmail is the Direct Mail of the sandbox: Alibaba Cloud's RPC
// endpoint for the product Dm, API version 2015-11-23, held in memory.
//
// A request goes through the server in the order in which the real gateway is
// believed to look at it. It is read (request.go: parameters from query and
// form alike, the body as it came), its signature is taken apart by one of the
// two schemes (signature_rpc.go for HMAC-SHA1, which Logto's connector uses;
// signature_acs3.go for ACS3-HMAC-SHA256, which the SDKs use) and judged
// against the account's AccessKeys, the clock and the nonces already seen
// (authenticate.go, nonces.go). Then the operation named by Action runs on the
// account's state in one region (operations.go and a file per resource), and
// the answer or the error is written as JSON or XML (answer.go, errors.go).
//
// A mail that is accepted goes to the inbox, once per recipient, unless the
// recipient's address says that it does not arrive (deliveries.go). A domain is
// verified by what the DNS of the sandbox has (domain_check.go). Nothing leaves
// the process.
//
// What the real Aliyun decides by itself, such as to freeze an account, tests
// and people decide here over HTTP ([Server.AccountControl],
// [Server.AccessKeysControl]).
package directmail
