package gopacket

import (
	"bytes"

	"github.com/google/gopacket/layers"
)

// The protocols that gopacket reads, under the names that users of Scapy expect.
// One leaves this list when package layers defines it.
var (
	// ERSPAN is Cisco's Encapsulated Remote Switch Port Analyzer, type II.
	ERSPAN = define("ERSPAN", protocol{typ: layers.LayerTypeERSPANII, ok: erspan, shapes: []any{(*layers.ERSPANII)(nil)}})
	// EtherIP is Ethernet in IP (RFC 3378).
	EtherIP = define("EtherIP", protocol{typ: layers.LayerTypeEtherIP, shapes: []any{(*layers.EtherIP)(nil)}})
	// AH is the IPsec Authentication Header (RFC 4302).
	AH = define("AH", protocol{typ: layers.LayerTypeIPSecAH, shapes: []any{(*layers.IPSecAH)(nil)}})
	// ESP is the IPsec Encapsulating Security Payload (RFC 4303).
	ESP = define("ESP", protocol{typ: layers.LayerTypeIPSecESP, shapes: []any{(*layers.IPSecESP)(nil)}})
	// UDPLite is UDP with a partial checksum (RFC 3828).
	UDPLite = define("UDPLite", protocol{typ: layers.LayerTypeUDPLite, shapes: []any{(*layers.UDPLite)(nil)}})
	// RUDP is the Reliable Data Protocol (RFC 908).
	RUDP = define("RUDP", protocol{typ: layers.LayerTypeRUDP, shapes: []any{(*layers.RUDP)(nil)}})

	// LLDP is the Link Layer Discovery Protocol (IEEE 802.1AB).
	LLDP = define("LLDP", protocol{typ: layers.LayerTypeLinkLayerDiscovery, shapes: []any{(*layers.LinkLayerDiscovery)(nil), (*layers.LinkLayerDiscoveryInfo)(nil)}})
	// CDP is the Cisco Discovery Protocol.
	CDP = define("CDP", protocol{typ: layers.LayerTypeCiscoDiscovery, shapes: []any{(*layers.CiscoDiscovery)(nil)}})
	// CDPInfo is what the values of a CDP message mean.
	CDPInfo = define("CDPInfo", protocol{typ: layers.LayerTypeCiscoDiscoveryInfo, shapes: []any{(*layers.CiscoDiscoveryInfo)(nil)}})
	// NDP is the Nortel Discovery Protocol.
	NDP = define("NortelDiscovery", protocol{typ: layers.LayerTypeNortelDiscovery, shapes: []any{(*layers.NortelDiscovery)(nil)}})
	// FDDI is the Fiber Distributed Data Interface.
	FDDI = define("FDDI", protocol{typ: layers.LayerTypeFDDI, shapes: []any{(*layers.FDDI)(nil)}})
	// PFLog is the header of OpenBSD's packet filter log.
	PFLog = define("PFLog", protocol{typ: layers.LayerTypePFLog, shapes: []any{(*layers.PFLog)(nil)}})
	// Prism is the monitor mode header of Prism chips.
	Prism = define("Prism", protocol{typ: layers.LayerTypePrismHeader, shapes: []any{(*layers.PrismHeader)(nil)}})

	// OSPF is Open Shortest Path First, versions 2 and 3 (RFC 2328, RFC 5340).
	OSPF = define("OSPF", protocol{typ: layers.LayerTypeOSPF, shapes: []any{(*layers.OSPFv2)(nil), (*layers.OSPFv3)(nil)}})
	// BFD is Bidirectional Forwarding Detection (RFC 5880).
	BFD = define("BFD", protocol{typ: layers.LayerTypeBFD, shapes: []any{(*layers.BFD)(nil)}})

	// RADIUS is Remote Authentication Dial In User Service (RFC 2865).
	RADIUS = define("Radius", protocol{typ: layers.LayerTypeRADIUS, shapes: []any{(*layers.RADIUS)(nil)}})
	// DHCPv6 is the Dynamic Host Configuration Protocol for IPv6 (RFC 8415).
	DHCPv6 = define("DHCP6", protocol{typ: layers.LayerTypeDHCPv6, ok: dhcpv6, shapes: []any{(*layers.DHCPv6)(nil)}})
	// SIP is the Session Initiation Protocol (RFC 3261).
	SIP = define("SIP", protocol{typ: layers.LayerTypeSIP, ok: sip, shapes: []any{(*layers.SIP)(nil)}})
	// SFlow is sFlow version 5.
	SFlow = define("SFlow", protocol{typ: layers.LayerTypeSFlow, ok: sflow, shapes: []any{(*layers.SFlowDatagram)(nil)}})
	// RMCP is the Remote Management and Control Protocol.
	RMCP = define("RMCP", protocol{typ: layers.LayerTypeRMCP, ok: flagged(4, 0x06), shapes: []any{(*layers.RMCP)(nil)}})
	// ASF is the Alert Standard Format in RMCP.
	ASF = define("ASF", protocol{typ: layers.LayerTypeASF, shapes: []any{(*layers.ASF)(nil)}})
	// ASFPong is the presence pong of ASF.
	ASFPong = define("ASFPresencePong", protocol{typ: layers.LayerTypeASFPresencePong, shapes: []any{(*layers.ASFPresencePong)(nil)}})
	// TLS is Transport Layer Security, where a segment holds whole records.
	TLS = define("TLS", protocol{typ: layers.LayerTypeTLS, ok: tls, shapes: []any{(*layers.TLS)(nil)}})
	// Modbus is Modbus over TCP.
	Modbus = define("ModbusTCP", protocol{typ: layers.LayerTypeModbusTCP, ok: modbus, shapes: []any{(*layers.ModbusTCP)(nil)}})
)

// The first look at bytes that a port alone says are of a protocol: decoding
// costs a hundred times as much, and ports are used for other things, too.

func flagged(size int, first byte) func([]byte) bool {
	return func(b []byte) bool { return len(b) >= size && b[0] == first }
}

// erspan leaves type III, and type I, which has no header, to nobody.
func erspan(b []byte) bool { return len(b) >= 8 && b[0]>>4 == 1 }

func dhcpv6(b []byte) bool { return len(b) >= 4 && b[0] >= 1 && b[0] <= 36 }

func modbus(b []byte) bool { return len(b) >= 8 && b[2] == 0 && b[3] == 0 && b[4] == 0 }

func tls(b []byte) bool { return len(b) >= 5 && b[0] >= 20 && b[0] <= 23 && b[1] == 3 && b[2] <= 4 }

func sip(b []byte) bool {
	line, _, found := bytes.Cut(b, []byte("\r\n"))
	return found && len(line) < 1024 && bytes.Contains(line, []byte("SIP/2.0"))
}

// sflow refuses datagrams with an extended gateway record: gopacket reserves as
// much memory as a count in it says.
func sflow(b []byte) bool {
	return len(b) >= 28 && bytes.HasPrefix(b, []byte{0, 0, 0, 5}) && !bytes.Contains(b, []byte{0, 0, 0x03, 0xeb})
}
