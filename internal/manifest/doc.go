// Package manifest reads and writes the files that a user writes for logtoctl:
// today connector.json, the configuration of the Aliyun Direct Mail connector.
//
// A file's bytes become a tree of nodes that know their place in the source.
// A decoder walks the tree, fills placeholders such as ${NAME} from the
// environment, checks every value and gathers findings, each with line and
// column, until there is nothing left to find: a user sees everything that is
// wrong at once, and before any request was made. What comes out is a typed
// value, for instance a [Connector], that the rest of logtoctl can rely on.
//
// The package is pure. The environment and the folders of templates come in as
// functions of the options, and a secret never gets into a finding.
package manifest
