// Package manifest reads and writes the files that a user writes for logtoctl:
// logtoctl.yaml, a whole set-up with its overlays, and connector.json, the
// configuration of the Aliyun Direct Mail connector.
//
// A file's bytes become a tree of nodes that know their place in the source;
// there is a front end for JSON and one for YAML. Overlays are merged into one
// tree. A decoder walks it, fills references such as ${NAME}, checks every
// value and gathers findings, each with file, line and column, until there is
// nothing left to find: a user sees everything that is wrong at once, and before
// any request was made. What comes out is a typed value, a [Manifest] or a
// [Connector], that the rest of logtoctl can rely on.
//
// Email templates may be in either file, in folders or built in. All go the same
// way: the brand and the variables are filled in, and what comes out is a
// [MailTemplate], which knows where each byte of it stands.
//
// What a logtoctl.yaml looks like is declared once, as a shape of shapes: the
// decoder checks a tree against it, and the JSON schema is written from it.
//
// The package is pure. The environment, folders of templates and other files
// come in as functions of the options, and a secret never gets into a finding.
package manifest
