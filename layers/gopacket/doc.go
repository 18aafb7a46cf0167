// Package gopacket is the bridge to github.com/google/gopacket, and the only
// importer of it: protocols that package layers does not define but gopacket
// decodes appear as layers that can be read and not changed, marked as such. What
// they carry is read by package layers again where it can be.
//
// gopacket v1.1.19 panics on some captured input and once prints to standard
// output, so its decoders run behind a guard: one header at a time, with panics
// caught, the printing decoder left out, and bytes refused that would make a
// decoder take memory out of proportion. What a decoder refuses is Raw.
package gopacket
