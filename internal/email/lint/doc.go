// Package lint holds the design rules for email templates: what Logto and
// Direct Mail carry without a word and a mail program then removes, breaks or
// shows so that nobody can read it.
//
// [Template] reads the content twice. The HTML tokenizer tells where each tag
// was written and the HTML parser, the same that browsers have, what becomes of
// it; so a finding has a place even where the parser mends the document. Style
// sheets and style attributes go through a CSS lexer into rules, the rules
// through a small cascade into the colours and sizes that each text ends up
// with, once for light and once for dark mode.
//
// The rules know what they do not know. A colour from a picture, a gradient or
// a variable, a selector that depends on the reader and a text too short to
// tell its language make no finding.
//
// What makes a template unusable for Logto (an empty subject, a missing code, a
// misspelt placeholder, a limit) is found by [email.Check] and not repeated
// here.
package lint
