// Package aliyundm is a client of Alibaba Cloud Direct Mail, the product "Dm"
// of API version 2015-11-23.
//
// The official SDK shapes and signs the requests and decodes the answers. What
// the SDK leaves open is decided here: which endpoint a region has, where the
// credentials come from, how long a call may take, what is repeated, and what a
// failure means.
//
// Data flows one way. An operation ([Client.SingleSendMail] and the others)
// fills the SDK's request and hands it to the one call path, which looks up the
// credentials, makes at most four attempts with a deadline each, and turns
// every failure into an [*Error]. In between sits an HTTP exchange of our own:
// it keeps the status that the SDK loses, refuses redirects, and lets only a
// JSON object of Direct Mail through to the SDK's decoder.
//
// A request that creates, deletes or sends something is sent a second time only if
// the first one certainly did not arrive or was turned away by flow control. If
// that cannot be known, the error says so: it is [ErrUncertain].
//
// The package prints nothing. Apart from [DefaultChain], which asks the official
// credential providers, it reads no file, and of the environment only the proxy
// settings, as net/http does.
package aliyundm
