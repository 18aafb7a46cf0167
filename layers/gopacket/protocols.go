package gopacket

import (
	"bytes"
	"errors"

	gp "github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// The protocols that gopacket reads, under the names that users of Scapy expect.
// One leaves this list when package layers defines it.
var (
	// GRE is Generic Routing Encapsulation (RFC 2784).
	GRE = define("GRE", protocol{typ: layers.LayerTypeGRE, shapes: []any{(*layers.GRE)(nil)}})
	// ERSPAN is Cisco's Encapsulated Remote Switch Port Analyzer, type II.
	ERSPAN = define("ERSPAN", protocol{typ: layers.LayerTypeERSPANII, ok: erspan, shapes: []any{(*layers.ERSPANII)(nil)}})
	// EtherIP is Ethernet in IP (RFC 3378).
	EtherIP = define("EtherIP", protocol{typ: layers.LayerTypeEtherIP, shapes: []any{(*layers.EtherIP)(nil)}})
	// MPLS is one entry of a label stack (RFC 3032).
	MPLS = define("MPLS", protocol{typ: layers.LayerTypeMPLS, shapes: []any{(*layers.MPLS)(nil)}})
	// VXLAN is Virtual eXtensible Local Area Network (RFC 7348).
	VXLAN = define("VXLAN", protocol{typ: layers.LayerTypeVXLAN, ok: flagged(8, 0x08), shapes: []any{(*layers.VXLAN)(nil)}})
	// GENEVE is Generic Network Virtualization Encapsulation (RFC 8926).
	GENEVE = define("GENEVE", protocol{typ: layers.LayerTypeGeneve, ok: geneve, shapes: []any{(*layers.Geneve)(nil)}})
	// AH is the IPsec Authentication Header (RFC 4302).
	AH = define("AH", protocol{typ: layers.LayerTypeIPSecAH, shapes: []any{(*layers.IPSecAH)(nil)}})
	// ESP is the IPsec Encapsulating Security Payload (RFC 4303).
	ESP = define("ESP", protocol{typ: layers.LayerTypeIPSecESP, shapes: []any{(*layers.IPSecESP)(nil)}})
	// UDPLite is UDP with a partial checksum (RFC 3828).
	UDPLite = define("UDPLite", protocol{typ: layers.LayerTypeUDPLite, shapes: []any{(*layers.UDPLite)(nil)}})
	// RUDP is the Reliable Data Protocol (RFC 908).
	RUDP = define("RUDP", protocol{typ: layers.LayerTypeRUDP, shapes: []any{(*layers.RUDP)(nil)}})

	// PPPoE is PPP over Ethernet, discovery and session (RFC 2516).
	PPPoE = define("PPPoE", protocol{typ: layers.LayerTypePPPoE, shapes: []any{(*layers.PPPoE)(nil)}})
	// PPP is the Point-to-Point Protocol (RFC 1661).
	PPP = define("PPP", protocol{typ: layers.LayerTypePPP, shapes: []any{(*layers.PPP)(nil)}})
	// EAPOL is 802.1X authentication on a LAN.
	EAPOL = define("EAPOL", protocol{typ: layers.LayerTypeEAPOL, shapes: []any{(*layers.EAPOL)(nil)}})
	// EAPOLKey is the key exchange in EAPOL, as WPA does it.
	EAPOLKey = define("EAPOL_KEY", protocol{typ: layers.LayerTypeEAPOLKey, shapes: []any{(*layers.EAPOLKey)(nil)}})
	// EAP is the Extensible Authentication Protocol (RFC 3748).
	EAP = define("EAP", protocol{typ: layers.LayerTypeEAP, shapes: []any{(*layers.EAP)(nil)}})
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

	// IGMP is the Internet Group Management Protocol (RFC 3376).
	IGMP = define("IGMP", protocol{typ: layers.LayerTypeIGMP, shapes: []any{(*layers.IGMPv1or2)(nil), (*layers.IGMP)(nil)}})
	// OSPF is Open Shortest Path First, versions 2 and 3 (RFC 2328, RFC 5340).
	OSPF = define("OSPF", protocol{typ: layers.LayerTypeOSPF, shapes: []any{(*layers.OSPFv2)(nil), (*layers.OSPFv3)(nil)}})
	// VRRP is the Virtual Router Redundancy Protocol, version 2 (RFC 3768).
	VRRP = define("VRRP", protocol{typ: layers.LayerTypeVRRP, shapes: []any{(*layers.VRRPv2)(nil)}})
	// BFD is Bidirectional Forwarding Detection (RFC 5880).
	BFD = define("BFD", protocol{typ: layers.LayerTypeBFD, shapes: []any{(*layers.BFD)(nil)}})

	// NTP is the Network Time Protocol (RFC 5905).
	NTP = define("NTP", protocol{typ: layers.LayerTypeNTP, shapes: []any{(*layers.NTP)(nil)}})
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

// The chunks of SCTP follow each other as layers.
var (
	// SCTP is the Stream Control Transmission Protocol (RFC 9260).
	SCTP = define("SCTP", protocol{typ: layers.LayerTypeSCTP, shapes: []any{(*layers.SCTP)(nil)}})

	_ = chunk("SCTPChunkData", layers.LayerTypeSCTPData, (*layers.SCTPData)(nil))
	_ = chunk("SCTPChunkInit", layers.LayerTypeSCTPInit, (*layers.SCTPInit)(nil))
	_ = chunk("SCTPChunkInitAck", layers.LayerTypeSCTPInitAck, (*layers.SCTPInit)(nil))
	_ = chunk("SCTPChunkSACK", layers.LayerTypeSCTPSack, (*layers.SCTPSack)(nil))
	_ = chunk("SCTPChunkHeartbeatReq", layers.LayerTypeSCTPHeartbeat, (*layers.SCTPHeartbeat)(nil))
	_ = chunk("SCTPChunkHeartbeatAck", layers.LayerTypeSCTPHeartbeatAck, (*layers.SCTPHeartbeat)(nil))
	_ = chunk("SCTPChunkAbort", layers.LayerTypeSCTPAbort, (*layers.SCTPError)(nil))
	_ = chunk("SCTPChunkError", layers.LayerTypeSCTPError, (*layers.SCTPError)(nil))
	_ = chunk("SCTPChunkShutdown", layers.LayerTypeSCTPShutdown, (*layers.SCTPShutdown)(nil))
	_ = chunk("SCTPChunkShutdownAck", layers.LayerTypeSCTPShutdownAck, (*layers.SCTPShutdownAck)(nil))
	_ = chunk("SCTPChunkCookieEcho", layers.LayerTypeSCTPCookieEcho, (*layers.SCTPCookieEcho)(nil))
	_ = chunk("SCTPChunkCookieAck", layers.LayerTypeSCTPCookieAck, (*layers.SCTPEmptyLayer)(nil))
	_ = chunk("SCTPChunkShutdownComplete", layers.LayerTypeSCTPShutdownComplete, (*layers.SCTPEmptyLayer)(nil))
)

// chunk defines a chunk of SCTP: its first byte says how it is read.
func chunk(name string, typ gp.LayerType, shape any) any {
	return define(name, protocol{typ: typ, decoder: gp.DecodeFunc(decodeChunk), shapes: []any{shape}})
}

func decodeChunk(b []byte, p gp.PacketBuilder) error {
	if len(b) < 4 {
		return errors.New("a chunk has at least 4 bytes")
	}
	return layers.SCTPChunkType(b[0]).Decode(b, p)
}

// The first look at bytes that a port alone says are of a protocol: decoding
// costs a hundred times as much, and ports are used for other things, too.

func flagged(size int, first byte) func([]byte) bool {
	return func(b []byte) bool { return len(b) >= size && b[0] == first }
}

// erspan leaves type III, and type I, which has no header, to nobody.
func erspan(b []byte) bool { return len(b) >= 8 && b[0]>>4 == 1 }

func geneve(b []byte) bool { return len(b) >= 8 && b[0]>>6 == 0 && b[1]&0x3f == 0 }

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
