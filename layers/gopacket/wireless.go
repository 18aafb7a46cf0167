package gopacket

import "github.com/google/gopacket/layers"

// IEEE 802.11 and USB, as far as gopacket reads them.
var (
	// RadioTap is the header of captured 802.11 frames.
	RadioTap = define("RadioTap", protocol{typ: layers.LayerTypeRadioTap, shapes: []any{(*layers.RadioTap)(nil)}})
	// Dot11 is an 802.11 frame.
	Dot11 = define("Dot11", protocol{typ: layers.LayerTypeDot11, shapes: []any{(*layers.Dot11)(nil)}})
	// Dot11Data is a data frame.
	Dot11Data = define("Dot11Data", protocol{typ: layers.LayerTypeDot11Data, shapes: []any{(*layers.Dot11Data)(nil)}})
	// Dot11QoS is a data frame with quality of service.
	Dot11QoS = define("Dot11QoS", protocol{typ: layers.LayerTypeDot11DataQOSData, shapes: []any{(*layers.Dot11DataQOSData)(nil)}})
	// Dot11WEP is an encrypted frame body.
	Dot11WEP = define("Dot11WEP", protocol{typ: layers.LayerTypeDot11WEP, shapes: []any{(*layers.Dot11WEP)(nil)}})
	// Dot11Elt is one information element.
	Dot11Elt = define("Dot11Elt", protocol{typ: layers.LayerTypeDot11InformationElement, shapes: []any{(*layers.Dot11InformationElement)(nil)}})
	// Dot11Beacon is a beacon.
	Dot11Beacon = define("Dot11Beacon", protocol{typ: layers.LayerTypeDot11MgmtBeacon, shapes: []any{(*layers.Dot11MgmtBeacon)(nil)}})
	// Dot11ProbeReq is a probe request.
	Dot11ProbeReq = define("Dot11ProbeReq", protocol{typ: layers.LayerTypeDot11MgmtProbeReq, shapes: []any{(*layers.Dot11MgmtProbeReq)(nil)}})
	// Dot11ProbeResp is a probe response.
	Dot11ProbeResp = define("Dot11ProbeResp", protocol{typ: layers.LayerTypeDot11MgmtProbeResp, shapes: []any{(*layers.Dot11MgmtProbeResp)(nil)}})
	// Dot11AssoReq is an association request.
	Dot11AssoReq = define("Dot11AssoReq", protocol{typ: layers.LayerTypeDot11MgmtAssociationReq, shapes: []any{(*layers.Dot11MgmtAssociationReq)(nil)}})
	// Dot11AssoResp is an association response.
	Dot11AssoResp = define("Dot11AssoResp", protocol{typ: layers.LayerTypeDot11MgmtAssociationResp, shapes: []any{(*layers.Dot11MgmtAssociationResp)(nil)}})
	// Dot11ReassoReq is a request to associate again.
	Dot11ReassoReq = define("Dot11ReassoReq", protocol{typ: layers.LayerTypeDot11MgmtReassociationReq, shapes: []any{(*layers.Dot11MgmtReassociationReq)(nil)}})
	// Dot11ReassoResp is its response.
	Dot11ReassoResp = define("Dot11ReassoResp", protocol{typ: layers.LayerTypeDot11MgmtReassociationResp, shapes: []any{(*layers.Dot11MgmtReassociationResp)(nil)}})
	// Dot11Auth is an authentication frame.
	Dot11Auth = define("Dot11Auth", protocol{typ: layers.LayerTypeDot11MgmtAuthentication, shapes: []any{(*layers.Dot11MgmtAuthentication)(nil)}})
	// Dot11Deauth ends an authentication.
	Dot11Deauth = define("Dot11Deauth", protocol{typ: layers.LayerTypeDot11MgmtDeauthentication, shapes: []any{(*layers.Dot11MgmtDeauthentication)(nil)}})
	// Dot11Disas ends an association.
	Dot11Disas = define("Dot11Disas", protocol{typ: layers.LayerTypeDot11MgmtDisassociation, shapes: []any{(*layers.Dot11MgmtDisassociation)(nil)}})
	// Dot11Action is an action frame.
	Dot11Action = define("Dot11Action", protocol{typ: layers.LayerTypeDot11MgmtAction, shapes: []any{(*layers.Dot11MgmtAction)(nil)}})
	// Dot11BlockAckReq asks for a block acknowledgement.
	Dot11BlockAckReq = define("Dot11BlockAckReq", protocol{typ: layers.LayerTypeDot11CtrlBlockAckReq, shapes: []any{(*layers.Dot11CtrlBlockAckReq)(nil)}})
	// Dot11BlockAck acknowledges a block of frames.
	Dot11BlockAck = define("Dot11BlockAck", protocol{typ: layers.LayerTypeDot11CtrlBlockAck, shapes: []any{(*layers.Dot11CtrlBlockAck)(nil)}})

	// USB is the header of captured USB requests on Linux.
	USB = define("USB", protocol{typ: layers.LayerTypeUSB, shapes: []any{(*layers.USB)(nil)}})
	// USBSetup is the setup of a USB request.
	USBSetup = define("USBSetup", protocol{typ: layers.LayerTypeUSBRequestBlockSetup, shapes: []any{(*layers.USBRequestBlockSetup)(nil)}})
	// USBControl is a USB control transfer.
	USBControl = define("USBControl", protocol{typ: layers.LayerTypeUSBControl, shapes: []any{(*layers.USBControl)(nil)}})
	// USBInterrupt is a USB interrupt transfer.
	USBInterrupt = define("USBInterrupt", protocol{typ: layers.LayerTypeUSBInterrupt, shapes: []any{(*layers.USBInterrupt)(nil)}})
	// USBBulk is a USB bulk transfer.
	USBBulk = define("USBBulk", protocol{typ: layers.LayerTypeUSBBulk, shapes: []any{(*layers.USBBulk)(nil)}})
)
