// Package benchmark measures what logtoctl costs beyond what cannot be avoided. It
// holds nothing but tests; make bench writes docs/performance.md with them.
//
// A command is measured like this. The real binary runs once against a sandbox,
// through a stage that stands in for both services; the stage notes each exchange,
// and in which round it was: the requests of a round go out together, and the next
// round needs an answer of this one. Then the stage plays the services by itself,
// from what it has noted and with a latency added to each exchange, and the binary
// takes turns with a bare program that sends the requests of the command's critical
// path and does nothing else. The ratio of their medians is the figure: it is about
// logtoctl, not about the machine or the server.
//
// The figures are kept in testdata, of which the document is written. A plain go
// test makes no measurement: it runs each command once and fails when a request or
// a round is another one than in the figures, when a ratio in them is beyond its
// budget, or when the document is not what they say.
package benchmark
