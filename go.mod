module pktsh

go 1.24.0

require (
	github.com/chzyer/readline v1.5.1 // indirect
	github.com/google/gopacket v1.1.19 // indirect
	github.com/klauspost/compress v1.18.1 // indirect
	github.com/traefik/yaegi v0.16.1 // indirect
	golang.org/x/sys v0.38.0 // indirect
	golang.org/x/term v0.37.0 // indirect
)
