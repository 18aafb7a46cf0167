package pcapio

// Wrpcap writes packets to a pcap file, in place of one of that name: a packet, a list, bytes, or anything else that
// PcapWriter.Write takes. It is safe to write packets over the file that they were read from.
func Wrpcap(name string, pkts any, opts ...WriteOptions) error {
	w, err := NewPcapWriter(name, opts...)
	if err != nil {
		return err
	}
	if err := w.Write(pkts); err != nil {
		w.Abandon()
		return err
	}
	return w.Close()
}

// Wrpcapng writes packets to a pcapng file as Wrpcap does to a pcap file. What pcapng files said of packets read from them goes
// along: comments, options, interfaces, and blocks other than packets.
func Wrpcapng(name string, pkts any, opts ...WriteOptions) error {
	o := last(opts)
	o.Pcapng = true
	return Wrpcap(name, pkts, o)
}
