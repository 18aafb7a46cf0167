// Package pcapio reads and writes capture files.
//
// Read: pcap in every variant libpcap reads (microseconds and nanoseconds, both byte orders, versions 2.0 to 2.4 and 543.0,
// the headers of Kuznetzov's patch and of IXIA), and pcapng (all block types, several sections, an own link type and clock
// for each interface), plain or compressed with gzip, zstd or bzip2. What a file is, its first bytes say; its name never does.
//
// [Rdpcap] maps a regular file into memory and indexes it; a packet in the list is a slice of the file. [PcapReader] and
// [RawPcapReader] stream. [Wrpcap], [Wrpcapng] and [PcapWriter] write.
//
// A damaged file is no error: what precedes the damage is returned and [Warn] says where and what it was. An error means that
// nothing could be read at all. Nothing a file says makes the reader allocate more than the file holds.
//
// The formats are specified in draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng, here "the pcap draft" and "the pcapng
// draft".
package pcapio
