// Package bpf compiles the filter language of pcap-filter(7) to classic BPF, and runs it.
//
//	prog, err := bpf.Compile("tcp port 80 and host 10.0.0.1", 1)
//	if prog.Match(frame, wireLength) { ... }
//
// The language is that of libpcap 1.10, with geneve and vxlan. Code is generated from left to right, since vlan, mpls, pppoes,
// geneve and vxlan move the offsets of everything to their right in the text. A load past the captured bytes rejects the packet,
// also under "not"; len is the length on the wire.
//
// A program means the same live and in a file. The kernel takes the VLAN tag out of a frame before its filters see it, so
// [Program.KernelInstructions] lets every frame that had a tag taken out pass, and what captures runs [Program.Match] over such
// frames once the tag is back in place. [Program.Kernel] says whether the kernel would take the program at all; one that it would
// not take runs wholly in Match.
package bpf
