# pktsh needs Go alone to build and test. Everything here runs offline once the
# modules are there, and without root.

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
BUILD   := CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
SAMPLE  := testdata/captures/sample.pcap

.PHONY: all build run test race lint fuzz bench bench-live golden cross

all: build test

build:
	$(BUILD) -o bin/pktsh ./cmd/pktsh

run: build
	@bin/pktsh $(SAMPLE)

test:
	go test -timeout 30m ./...

# Under the race detector the long property tests are left out.
race:
	go test -race -short -timeout 30m ./layers/... ./pcapio/... ./sniff/... ./repl/...

lint:
	test -z "$$(gofmt -l .)"
	go vet ./...

# Each fuzz target for FUZZTIME.
FUZZTIME ?= 5s
fuzz:
	@for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep ^Fuzz); do \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

# Figures and ratios to capinfos, tcpdump and Scapy, measured in the same run.
bench: build
	go build -o bin/pktbench ./cmd/pktbench
	bin/pktbench

# The same for the live network, in network namespaces: takes root, and tcpreplay, nmap and Scapy to compare with.
bench-live: build
	go build -o bin/pktbench ./cmd/pktbench
	bin/pktbench -live

# Write the expected outputs of tests anew; look at the difference before you commit.
golden:
	go test ./... -update

# The systems that pktsh builds for.
cross:
	@for target in linux/amd64 linux/arm64 darwin/arm64 freebsd/amd64 windows/amd64; do \
		echo $$target; \
		GOOS=$${target%/*} GOARCH=$${target#*/} CGO_ENABLED=0 go build -o /dev/null ./cmd/pktsh || exit 1; \
	done
