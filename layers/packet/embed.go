package packet

import "embed"

// PacketDocs is the source of this package, from whose comments the shell's help is made.
//
//go:embed *.go
var PacketDocs embed.FS
