package bpf

// Directions of a qualifier.
const (
	dDefault uint32 = iota
	dSrc
	dDst
	dSrcOrDst
	dSrcAndDst
	dRA
	dTA
	dAddr1
	dAddr2
	dAddr3
	dAddr4
)

// Types of a qualifier: what the id is.
const (
	aDefault uint32 = iota
	aHost
	aNet
	aPort
	aPortRange
	aProto
	aProtoChain
	aGateway
	aNone // after a primitive that takes no id
)

// A proto is a protocol that has a keyword.
type proto uint32

const (
	pDefault proto = iota
	pLink
	pRadio
	pIP
	pARP
	pRARP
	pSCTP
	pTCP
	pUDP
	pICMP
	pIGMP
	pIGRP
	pPIM
	pVRRP
	pCARP
	pIP6
	pICMP6
	pAH
	pESP
	pAtalk
	pAARP
	pDECnet
	pLAT
	pSCA
	pMOPRC
	pMOPDL
	pISO
	pESIS
	pISIS
	pCLNP
	pL1
	pL2
	pIIH
	pLSP
	pSNP
	pCSNP
	pPSNP
	pSTP
	pIPX
	pNetBEUI
	protoCount
)

// protoWords holds the spellings of each protocol, the usual one first.
var protoWords = [protoCount][]string{
	pLink: {"ether", "link", "ppp", "slip", "fddi", "tr", "wlan"}, pRadio: {"radio"},
	pIP: {"ip"}, pARP: {"arp"}, pRARP: {"rarp"}, pSCTP: {"sctp"}, pTCP: {"tcp"}, pUDP: {"udp"}, pICMP: {"icmp"},
	pIGMP: {"igmp"}, pIGRP: {"igrp"}, pPIM: {"pim"}, pVRRP: {"vrrp"}, pCARP: {"carp"}, pIP6: {"ip6"}, pICMP6: {"icmp6"},
	pAH: {"ah"}, pESP: {"esp"}, pAtalk: {"atalk"}, pAARP: {"aarp"}, pDECnet: {"decnet"}, pLAT: {"lat"}, pSCA: {"sca"},
	pMOPRC: {"moprc"}, pMOPDL: {"mopdl"}, pISO: {"iso"}, pESIS: {"esis", "es-is"}, pISIS: {"isis", "is-is"}, pCLNP: {"clnp"},
	pL1: {"l1"}, pL2: {"l2"}, pIIH: {"iih"}, pLSP: {"lsp"}, pSNP: {"snp"}, pCSNP: {"csnp"}, pPSNP: {"psnp"},
	pSTP: {"stp"}, pIPX: {"ipx"}, pNetBEUI: {"netbeui"},
}

func (p proto) String() string {
	if p == pDefault {
		return "any"
	}
	return protoWords[p][0]
}

// A qual is what an id is qualified with.
type qual struct {
	proto     proto
	dir, addr uint32
	at        span // of the words, for errors
}

var addrNames = [...]string{"host", "host", "net", "port", "portrange", "proto", "protochain", "gateway", ""}

var dirNames = [...]string{"", "src", "dst", "src or dst", "src and dst", "ra", "ta", "addr1", "addr2", "addr3", "addr4"}
