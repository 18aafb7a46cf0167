package layers

import (
	"time"

	"pktsh/layers/packet"
)

// NTPHeader is a message of the Network Time Protocol (RFC 5905 section 7.3).
// Messages of modes 6 and 7 are read as NTPControl and NTPPrivate. Times are
// seconds since 1900.
var NTPHeader = packet.Define("NTPHeader",
	packet.Bits("leap", 2).Enum(packet.Names(map[uint64]string{
		0: "no warning", 1: "last minute of the day has 61 seconds",
		2: "last minute of the day has 59 seconds", 3: "unknown (clock unsynchronized)",
	})),
	packet.Bits("version", 3).Default(4),
	packet.Bits("mode", 3).Default(3).Enum(ntpModes),
	packet.Bits("stratum", 8).Default(2),
	packet.Bits("poll", 8).Default(10),
	packet.Bits("precision", 8),
	packet.Fixed("delay", 32, 16),
	packet.Fixed("dispersion", 32, 16),
	packet.IP4("id").Default("127.0.0.1").When(func(l packet.Layer) bool { return l.Int("stratum") > 1 }),
	packet.FixedText("ref_id", 4).When(func(l packet.Layer) bool { return l.Int("stratum") < 2 }),
	ntpTime("ref"),
	ntpTime("orig").Auto(ntpNow()),
	ntpTime("recv"),
	ntpTime("sent").Auto(ntpNow()),
).Summary("NTP v{version}, {mode}").Alias("NTP")

// NTP is NTPHeader, the Network Time Protocol (RFC 5905).
var NTP = NTPHeader

// NTPControl is a control message (RFC 9327).
var NTPControl = packet.Define("NTPControl",
	packet.Bits("zeros", 2),
	packet.Bits("version", 3).Default(2),
	packet.Bits("mode", 3).Default(6),
	packet.Bits("response", 1),
	packet.Bits("err", 1),
	packet.Bits("more", 1),
	packet.Bits("op_code", 5).Enum(packet.NamesOf("operation", func() map[uint64]string {
		return map[uint64]string{
			0: "CTL_OP_UNSPEC", 1: "CTL_OP_READSTAT", 2: "CTL_OP_READVAR", 3: "CTL_OP_WRITEVAR", 4: "CTL_OP_READCLOCK",
			5: "CTL_OP_WRITECLOCK", 6: "CTL_OP_SETTRAP", 7: "CTL_OP_ASYNCMSG", 8: "CTL_OP_CONFIGURE",
			9: "CTL_OP_SAVECONFIG", 10: "CTL_OP_READ_MRU", 11: "CTL_OP_READ_ORDLIST_A", 12: "CTL_OP_REQ_NONCE",
			31: "CTL_OP_UNSETTRAP",
		}
	})),
	packet.U16("sequence"),
	packet.X16("status_word"),
	packet.U16("association_id"),
	packet.U16("offset"),
	packet.U16("count").Auto(packet.LenOf("data")),
	packet.Data("data").Aligned(4),
).Titled("Control message").Summary("NTP v{version}, control {op_code}")

// NTPPrivate is a message of the private mode of the reference implementation;
// RFC 5905 reserves the mode for it.
var NTPPrivate = packet.Define("NTPPrivate",
	packet.Bits("response", 1),
	packet.Bits("more", 1),
	packet.Bits("version", 3).Default(2),
	packet.Bits("mode", 3).Default(7),
	packet.Bits("auth", 1),
	packet.Bits("seq", 7),
	packet.U8("implementation").Enum(packet.Names(map[uint64]string{0: "IMPL_UNIV", 2: "IMPL_XNTPD_OLD", 3: "IMPL_XNTPD"})),
	packet.U8("request_code"),
	packet.Bits("err", 4),
	packet.Bits("nb_items", 12),
	packet.Bits("mbz", 4),
	packet.Bits("data_item_size", 12),
).Titled("Private (mode 7)").Summary("NTP v{version}, reserved for private use")

// NTPAuthenticator is the digest that may end a message (RFC 5905 section 7.3).
var NTPAuthenticator = packet.Define("NTPAuthenticator",
	packet.U32("key_id"),
	hexData("dgst"),
).Titled("Authenticator").Accept(func(b []byte) bool { return len(b) == 4 || len(b) == 20 || len(b) == 24 })

var ntpModes = packet.NamesOf("mode", func() map[uint64]string {
	return map[uint64]string{
		0: "reserved", 1: "symmetric active", 2: "symmetric passive", 3: "client", 4: "server", 5: "broadcast",
		6: "NTP control message", 7: "reserved for private use",
	}
})

// ntpEpoch is the seconds from 1900 to 1970.
const ntpEpoch = 2208988800

// ntpNow is the time of building.
func ntpNow() *packet.Auto {
	return packet.Compute(func(packet.Layer) any {
		now := time.Now()
		return packet.FixedPoint{
			Bits:     uint64(now.Unix()+ntpEpoch)<<32 | uint64(now.Nanosecond())<<32/1e9,
			Fraction: 32,
		}
	}).Free()
}

// ntpTime is a time that prints as one when it lies after 1970.
func ntpTime(name string) *packet.Field {
	return packet.Fixed(name, 64, 32).Class("TimeStampField  (64 bits)").Shown(func(v any) string {
		x, _ := v.(packet.FixedPoint)
		if seconds := int64(x.Bits>>32) - ntpEpoch; seconds >= 0 {
			return time.Unix(seconds, 0).UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700")
		}
		return x.String()
	})
}

func init() {
	NTPHeader.Instead(func(b []byte) *packet.Proto {
		switch {
		case len(b) >= 12 && b[0]&7 == 6:
			return NTPControl
		case len(b) >= 8 && b[0]&7 == 7:
			return NTPPrivate
		}
		return nil
	})
	for _, p := range []*packet.Proto{NTPControl, NTPPrivate, NTPHeader} {
		packet.BindPort(UDP, p, 123)
		packet.BindDown(UDP, p, "sport", 123, "dport", 123)
	}
	packet.Bind(NTPHeader, NTPAuthenticator)
}
