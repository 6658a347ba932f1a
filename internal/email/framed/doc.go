// Package framed makes of a mail what a page may put into a frame, for the
// preview of templates and for the sandbox's inbox.
//
// [Mail] reads a mail as a browser does, takes out what could leave the frame
// (tame.go), settles how it looks (scheme.go, picture.go), so that it looks the
// same on every machine and whatever the machine prefers, and writes it anew.
// What a policy can forbid is left to [Look.Policy], with which a frame is to be
// served; the two are made for each other.
//
// The package is pure: a mail is text.
package framed
