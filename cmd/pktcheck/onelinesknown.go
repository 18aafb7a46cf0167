package main

// onelinersKnown are the lines of which pktsh shows something else than Scapy on purpose or for a reason, by their ids.
var onelinersKnown = map[string]string{
	"027": "text that reads as a hardware address is one in chaddr; Scapy takes its letters, which nobody means",
	"059": "haslayer is a bool: false, not 0",
	"115": "a cut header shows the fields that are there; Scapy gives up on a header that is cut",
	"116": "a comprehension over packets is a PacketList, which keeps its methods and prints as one",
	"143": "ls sorts by name, and finds words in the description too; DNSCompressedPacket is internal to Scapy",
	"154": "command gives Go, and there is no eval: what it gives is typed or pasted",
	"155": "options are arrays of JSON, which can be read back, not the text of Python tuples",
	"184": "a comprehension over packets is a PacketList, which keeps its methods and prints as one",
	"229": "a comprehension used as a statement shows nothing, not a list of None",
	"301": "_ keeps single values only so far, not the pair that a call shows",
	"302": "res is what line 301 leaves, of arping; the line with the traceroute that Scapy shows is not among the lines",
	"303": "res is what line 301 leaves, of arping; the line with the traceroute that Scapy shows is not among the lines",
	"307": "report_ports gives a plain table, not LaTeX",
	"333": "lsc lists pktsh's own functions",
	"334": "there are fewer than 1,000 protocols",
	"338": "OSPF is not among the protocols",
	"355": "answers is a bool: true, not 1",
	"356": "answers is a bool: true, not 1",
	"373": "the destination port is tried before the source port, so that what was built is read back",
	"400": "ICMP has fields for extended echo, and what Scapy's classes of fields are called is not followed everywhere",
	"446": "times subtract as floating point, not as decimals",
}
