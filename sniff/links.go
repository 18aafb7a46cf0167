package sniff

// Link types (LINKTYPE_ of the pcap formats) of what interfaces give.
const (
	etherLink    = 1
	rawLink      = 101
	radioLink    = 105
	radiotapLink = 127
	cookedLink   = 276
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
		return etherLink
	case hardwareRadio:
		return radioLink
	case hardwareRadiotap, hardwarePrism:
		return radiotapLink
	}
	return rawLink
}
