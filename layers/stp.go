package layers

import (
	"strconv"

	"pktsh/layers/packet"
)

// STP is the Spanning Tree Protocol and its rapid kind (IEEE 802.1D): a
// configuration message, or the first bytes of it for a topology change. Times are
// in seconds.
var STP = packet.Define("STP",
	packet.U16("proto"),
	packet.U8("version"),
	packet.U8("bpdutype"),
	packet.U8("bpduflags"),
	packet.U16("rootid"),
	packet.MAC("rootmac").Default("00:00:00:00:00:00"),
	packet.U32("pathcost"),
	packet.U16("bridgeid"),
	packet.MAC("bridgemac").Default("00:00:00:00:00:00"),
	packet.U16("portid"),
	stpTime("age", 1),
	stpTime("maxage", 20),
	stpTime("hellotime", 2),
	stpTime("fwddelay", 15),
).Titled("Spanning Tree Protocol").Accept(func(b []byte) bool { return len(b) < 2 || b[0] == 0 && b[1] == 0 })

// stpTime is a time in units of 1/256 of a second.
func stpTime(name string, seconds int) *packet.Field {
	return packet.Fixed(name, 16, 8).Class("BCDFloatField").Default(seconds).Shown(func(v any) string {
		x, _ := v.(packet.FixedPoint)
		if text := x.String(); x.Bits&0xff != 0 {
			return text
		}
		return strconv.FormatUint(x.Bits>>8, 10) + ".0"
	})
}

func init() {
	packet.Bind(LLC, STP, "dsap", 0x42, "ssap", 0x42, "ctrl", 3)
	packet.BindUp(SNAP, STP, "OUI", 0x0c, "code", 0x010b) // PVST+, one tree a VLAN
}
