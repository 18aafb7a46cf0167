module pktsh

go 1.24.0

require (
	github.com/chzyer/readline v1.5.1
	github.com/google/gopacket v1.1.19
	github.com/klauspost/compress v1.18.0
	github.com/pierrec/lz4/v4 v4.1.33
	github.com/traefik/yaegi v0.16.1
	github.com/ulikunitz/xz v0.5.17
	golang.org/x/sys v0.38.0
	golang.org/x/term v0.37.0
)
