package layers

import "embed"

// LayersDocs is the source of this package, from whose comments the shell's help is made.
//
//go:embed *.go
var LayersDocs embed.FS
