//go:build !unix || solaris || aix

package pcapio

import "os"

// mapFile does not map on this system; files are read into memory.
func mapFile(*os.File, int64) []byte { return nil }
