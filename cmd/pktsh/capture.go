package main

import (
	"encoding/binary"
	"path/filepath"
	"strings"
)

// captureMagic reports whether four bytes begin a capture file: pcap in its variants and both byte orders, pcapng, or one
// of the compressions that captures come in.
func captureMagic(head []byte) bool {
	for _, m := range []uint32{binary.BigEndian.Uint32(head), binary.LittleEndian.Uint32(head)} {
		switch m {
		case 0xa1b2c3d4, 0xa1b23c4d, // pcap with microseconds, with nanoseconds
			0xa1b2cd34,             // Kuznetzov's
			0x1c0001ac, 0x1c0001b1, // IXIA's
			0x0a0d0d0a: // pcapng
			return true
		}
	}
	switch {
	case head[0] == 0x1f && head[1] == 0x8b, // gzip
		string(head) == "\x28\xb5\x2f\xfd", // zstd
		string(head[:3]) == "BZh",          // bzip2
		string(head) == "\x04\x22\x4d\x18", // lz4
		string(head) == "\xfd7zX":          // xz
		return true
	}
	return false
}

// captureName reports whether a file's name is that of a capture.
func captureName(name string) bool {
	name = strings.ToLower(name)
	for _, suffix := range []string{".gz", ".zst", ".bz2", ".lz4", ".xz"} {
		name = strings.TrimSuffix(name, suffix)
	}
	switch filepath.Ext(name) {
	case ".pcap", ".pcapng", ".cap", ".dmp", ".ntar", ".pcapng0":
		return true
	}
	return false
}
