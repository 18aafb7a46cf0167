package pcapio

import "embed"

// PcapioDocs is the source of this package, from whose comments the shell's help is made.
//
//go:embed *.go
var PcapioDocs embed.FS
