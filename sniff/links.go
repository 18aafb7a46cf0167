package sniff

// Link types (LINKTYPE_ of the pcap formats) of what interfaces give.
const (
	linkEthernet = 1
	linkRaw      = 101
	linkRadio    = 105
	linkRadiotap = 127
	linkCooked2  = 276
)

// Hardware types of interfaces (if_arp.h of Linux).
const (
	hardwareEther    = 1
	hardwareLoopback = 772
	hardwareRadio    = 801
	hardwarePrism    = 802
	hardwareRadiotap = 803
)

// linkOfHardware is the link type of the frames of an interface. Those without a link header worth showing, such as tunnels,
// give bare IP packets.
func linkOfHardware(hardware int) int {
	switch hardware {
	case hardwareEther, hardwareLoopback, 0:
		return linkEthernet
	case hardwareRadio:
		return linkRadio
	case hardwareRadiotap, hardwarePrism:
		return linkRadiotap
	}
	return linkRaw
}
