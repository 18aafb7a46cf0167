package route

import "embed"

// RouteDocs is the source of this package, from whose comments the shell's help is made.
//
//go:embed *.go
var RouteDocs embed.FS
