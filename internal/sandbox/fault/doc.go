// Package fault makes the sandbox misbehave on request, so that scripts and
// tests can see how a client takes it.
//
// An [Injector] holds a list of rules. [Injector.Wrap] puts it in front of a
// service: the first rule that matches a request decides what happens to it,
// and a request that no rule matches goes through untouched. [Injector.Clock]
// puts it in front of a clock. [NewControl] is the JSON API that reads and
// replaces the rules while everything runs.
package fault
