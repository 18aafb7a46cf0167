package main

// What package layers does not define is read by gopacket where it can. Linking it
// costs several milliseconds of every start: its tables of 65,536 entries are
// filled before main, whether they are asked or not.
import (
	_ "pktsh/layers/gopacket"
	_ "pktsh/layers/gopacket/prefault"
)
