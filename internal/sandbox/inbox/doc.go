// Package inbox keeps the mails that the sandbox's Direct Mail has accepted
// and shows them: to people as a page, to scripts as JSON.
//
// Mails come in through [Store.Add], which works out the plain text, the
// one-time code (code.go) and what else is worth knowing of each, and drops the
// oldest ones when the store is full. [NewHandler] serves the store: the JSON
// API (api.go), the stream of events that keeps the page up to date (events.go),
// the HTML of a mail for a frame that it cannot get out of (frame.go, by way of
// the package framed) and the page itself (page.go). [Client] reads it from another process.
// Anything that waits for a mail waits on the channel that [Store.Changed]
// returns, so no reader can hold up the sender.
//
// The page is a few scripts without a build step: main.js puts them together,
// mailbox.js holds what stream.js hears, list.js and mail.js show it.
package inbox
