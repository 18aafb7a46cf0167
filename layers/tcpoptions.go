package layers

import "pktsh/layers/packet"

// tcpOptions are the TCP options of the IANA registry that have a name here;
// others are read as their number and bytes.
var tcpOptions = &packet.OptionFamily{
	WholeLength: true,
	Class:       "TCPOptionsField",
	Align:       4,
	Options: []packet.Option{
		{Code: 0, Name: "EOL", Bare: true, Last: true},
		{Code: 1, Name: "NOP", Bare: true},
		{Code: 2, Name: "MSS", Values: []*packet.Field{packet.U16("mss")}},
		{Code: 3, Name: "WScale", Values: []*packet.Field{packet.U8("shift")}},
		{Code: 4, Name: "SAckOK"},
		{Code: 5, Name: "SAck", Values: []*packet.Field{packet.U32("edge")}, Repeat: true},
		{Code: 8, Name: "Timestamp", Values: []*packet.Field{packet.U32("value"), packet.U32("echo")}},
		{Code: 14, Name: "AltChkSum", Values: []*packet.Field{packet.U8("number"), packet.U16("sum")}},
		{Code: 15, Name: "AltChkSumOpt"},
		{Code: 19, Name: "MD5"},
		{Code: 25, Name: "Mood"},
		{Code: 28, Name: "UTO", Values: []*packet.Field{packet.U16("timeout")}},
		{Code: 29, Name: "AO", Values: []*packet.Field{packet.U8("keyid"), packet.U8("rnextkeyid"), packet.Data("mac")}},
		{Code: 30, Name: "MPTCP", Values: []*packet.Field{packet.RecordOf("mptcp", mptcpKind)}},
		{Code: 34, Name: "TFO", Values: []*packet.Field{packet.U32("cookie"), packet.U32("cookie")}},
	},
}
