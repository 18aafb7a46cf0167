// Package sniff is the live network: capture, send, match answers, and the tools made of them.
//
// [pktsh/sniff/bpf] compiles filters; [pktsh/sniff/route] knows interfaces, routes and neighbours.
package sniff
