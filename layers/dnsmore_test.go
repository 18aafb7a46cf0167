package layers_test

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// dnsRecordsTable is records, the bytes of their data by the RFCs, and what tshark calls and shows of it, "" where it
// has no field.
var dnsRecordsTable = []struct {
	record       *Packet
	data         string
	field, shown string
}{
	{DNSRRHINFO.New("cpu", "RFC8482", "os", ""), "0752464338343832" + "00", "dns.hinfo.cpu", "RFC8482"},
	{DNSRRNAPTR.New("order", 100, "preference", 10, "flags", "S", "services", "SIP+D2U", "replacement", "_sip._udp.a."),
		"0064000a" + "0153" + "075349502b443255" + "00" + "045f736970045f756470016100", "dns.naptr.service", "SIP+D2U"},
	{DNSRRSSHFP.New("algorithm", "Ed25519", "fptype", "SHA-256", "fingerprint", []byte{1, 2}), "0402" + "0102", "dns.sshfp.fingerprint", "0102"},
	{DNSRRTLSA.New("association", []byte{0xab}), "030101" + "ab", "dns.tlsa.selector", "1"},
	{DNSRRURI.New("priority", 10, "weight", 1, "target", "ftp://a/"), "000a0001" + "6674703a2f2f612f", "", ""},
	{DNSRRCAA.New("flags", "critical", "value", "ca.example"), "80" + "056973737565" + "63612e6578616d706c65", "dns.caa.value", "ca.example"},
	{DNSRRLOC.New(), "00121613" + "80000000" + "80000000" + "00989680", "dns.loc.version", "0"},
	{DNSRRRP.New("mbox", "m.a.", "txt", "."), "016d016100" + "00", "", ""},
	{DNSRRHTTPS.New("svc_priority", 1, "target_name", ".", "svc_params", []*Packet{
		SvcParam.New("key", "mandatory", "value", []any{"port"}),
		SvcParam.New("key", "alpn", "value", []string{"h2", "h3"}),
		SvcParam.New("key", "port", "value", 8443),
		SvcParam.New("key", "ipv4hint", "value", []string{"192.0.2.1", "192.0.2.2"}),
		SvcParam.New("key", "ipv6hint", "value", []string{"2001:db8::1"}),
		SvcParam.New("key", 7, "value", "/q{?dns}"),
		SvcParam.New("key", 667, "value", []byte("x")),
	}), "000100" + "000000020003" + "00010006" + "02683202" + "6833" + "0003000220fb" + "00040008c0000201c0000202" +
		"0006001020010db8000000000000000000000001" + "000700082f717b3f646e737d" + "029b000178", "dns.svcb.svcparam.port", "8443"},
	{DNSRROPT.New("rdata", []*Packet{
		EDNS0NSID.New("nsid", []byte("ns1")),
		EDNS0DAU.New("alg_code", []int{8, 13}),
		EDNS0ClientSubnet.New("address", "198.51.100.0"),
		EDNS0ClientSubnet.New("family", 2, "address", "2001:db8::/56", "source_plen", 56),
		EDNS0COOKIE.New("client_cookie", []byte("12345678")),
		EDNS0Keepalive.New("timeout", []int{100}),
		EDNS0Keepalive.New(),
		EDNS0Padding.New("padding", make([]byte, 3)),
		EDNS0ExtendedDNSError.New("info_code", 18, "extra_text", "no"),
	}), "000300036e7331" + "00050002080d" + "0008000700011800c63364" + "0008000b0002380020010db8000000" + "000a00083132333435363738" +
		"000b00020064" + "000b0000" + "000c0003000000" + "000f000400126e6f", "dns.opt.client.netmask", "24"},
}

// Records are built as the RFCs say, and read back as what they were built from.
func TestDNSRecordData(t *testing.T) {
	for _, c := range dnsRecordsTable {
		name := c.record.Proto().Name()
		message := DNS.New("qr", 1, "qd", []*Packet{}, "an", c.record).Build()
		rr := c.record.Build()
		data := hex.EncodeToString(rr[11:])
		if data != c.data {
			t.Errorf("%s: the data is\n%s\nwant\n%s", name, data, c.data)
		}
		read := DNS.Dissect(message).List("an")
		if len(read) != 1 || read[0].Proto() != c.record.Proto() {
			t.Errorf("%s: read as %v", name, read)
			continue
		}
		q := read[0]
		for _, f := range q.Proto().Fields() {
			if f.Name() == "type" || strings.HasPrefix(f.Name(), "rr") {
				continue
			}
			if err := q.Set(f.Name(), q.Get(f.Name())); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := q.Build(); string(got) != string(rr) {
			t.Errorf("%s: with its own values set it is\n%x\nwas\n%x", name, got, rr)
		}
	}
}

// tshark finds in the records what was put in.
func TestDNSRecordsOfTshark(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip(err)
	}
	var dump strings.Builder
	args := []string{"-r", "-", "-T", "fields", "-e", "_ws.malformed"}
	for _, c := range dnsRecordsTable {
		message := DNS.New("qr", 1, "qd", []*Packet{}, "an", c.record)
		p := Stack(Ether.New("src", "02:00:00:00:00:01"), IP.New("src", "192.0.2.1", "dst", "192.0.2.2"), UDP.New("sport", 53, "dport", 4000), message)
		dump.WriteString(HexdumpText(p) + "\n\n")
		if c.shown != "" {
			args = append(args, "-e", c.field)
		}
	}
	text := filepath.Join(t.TempDir(), "records.txt")
	if err := os.WriteFile(text, []byte(dump.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	pcap := strings.TrimSuffix(text, "txt") + "pcap"
	if out, err := exec.Command("text2pcap", text, pcap).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	args[1] = pcap
	out, err := exec.Command(tshark, args...).Output()
	if err != nil {
		t.Skip(err) // an older one without a field
	}
	lines := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if len(lines) != len(dnsRecordsTable) {
		t.Fatalf("tshark shows %d packets of %d", len(lines), len(dnsRecordsTable))
	}
	column := 0
	for i, c := range dnsRecordsTable {
		cells := strings.Split(lines[i], "\t")
		if cells[0] != "" {
			t.Errorf("%s: tshark finds it malformed", c.record.Proto().Name())
		}
		if c.shown == "" {
			continue
		}
		column++
		if !strings.EqualFold(cells[column], c.shown) && !strings.HasPrefix(cells[column], c.shown+",") {
			t.Errorf("%s: tshark shows %s as %q, want %q", c.record.Proto().Name(), c.field, cells[column], c.shown)
		}
	}
}
