package sniff

import "embed"

// SniffDocs is the source of this package, from whose comments the shell's help is made.
//
//go:embed *.go
var SniffDocs embed.FS
