// Package bpf compiles the filter language of pcap-filter(7) to classic BPF, and runs it.
package bpf
