package pcapio

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// captures is a folder of captures of many programs, which need not be there.
const captures = "/work/shared/captures"

// collectWarnings gathers what Warn is told during a test.
func collectWarnings(t *testing.T) *[]string {
	t.Helper()
	var got []string
	before := Warn
	Warn = func(s string) { got = append(got, s) }
	t.Cleanup(func() { Warn = before })
	return &got
}

// noTime marks files whose first packet is not looked at.
const noTime = -1

func TestEdgeFiles(t *testing.T) {
	if _, err := os.Stat(captures); err != nil {
		t.Skip(err)
	}
	const (
		t0     = 1_700_000_000_000_000_000
		micros = t0 + 123_456_000
		nanos  = t0 + 123_456_789
	)
	tests := []struct {
		file  string
		n     int
		first int64
		warn  string // part of the warning, "" for none
		err   string // part of the error, "" for none
	}{
		{"be_ns.pcap", 3, nanos, "", ""},
		{"be_us.pcap", 3, micros, "", ""},
		{"big400k.pcap", 0, noTime, "a packet of 400042 bytes, more than 262144, is announced at byte 24", ""},
		{"big400k_snap1M.pcap", 0, noTime, "a packet of 400042 bytes", ""},
		{"caplen_gt_len.pcap", 1, micros, "", ""},
		{"corrupt_mid.pcap", 1, micros, "a packet of 2147483647 bytes", ""},
		{"empty.pcap", 0, noTime, "the file is empty", ""},
		{"fcs.pcap", 3, micros, "", ""},
		{"gz.pcap.gz", 3, micros, "", ""},
		{"hdr_only.pcap", 0, noTime, "", ""},
		{"hdr_short.pcap", 0, noTime, "cut short within the file header", ""},
		{"ixia_hw.pcap", 3, nanos, "", ""},
		{"kuz_be.pcap", 3, micros, "", ""},
		{"kuz_le.pcap", 3, micros, "", ""},
		{"le.pcap", 3, micros, "", ""},
		{"le.pcap.bz2", 3, micros, "", ""},
		{"le.pcap.lz4", 3, micros, "", ""},
		{"le.pcap.xz", 3, micros, "", ""},
		{"le.pcap.zst", 3, micros, "", ""},
		{"le_ns.pcap", 3, nanos, "", ""},
		{"le_us.pcap", 3, micros, "", ""},
		{"ng_badlen_trailer.pcapng", 1, t0, "says first that it has 76 bytes and then 255", ""},
		{"ng_be_flags.pcapng", 1, t0, "", ""},
		{"ng_be_ns.pcapng", 1, nanos, "", ""},
		{"ng_be_us.pcapng", 1, micros, "", ""},
		{"ng_blocklen_small.pcapng", 0, noTime, "a block of 4 bytes", ""},
		{"ng_comment_shb.pcapng", 1, t0, "", ""},
		{"ng_custom.pcapng", 1, t0, "", ""},
		{"ng_dsb.pcapng", 1, t0, "", ""},
		{"ng_empty_comment.pcapng", 2, t0, "", ""},
		{"ng_huge_block.pcapng", 0, noTime, "a block of 4026531840 bytes", ""},
		{"ng_huge_caplen.pcapng", 0, noTime, "a packet of 4026531840 bytes", ""},
		{"ng_le_flags.pcapng", 1, t0, "", ""},
		{"ng_le_ns.pcapng", 1, nanos, "", ""},
		{"ng_le_us.pcapng", 1, micros, "", ""},
		{"ng_multi_if_lt.pcapng", 3, t0, "", ""},
		{"ng_noidb.pcapng", 0, noTime, "a packet of interface 0, and 0 are described", ""},
		{"ng_nrb.pcapng", 1, t0, "", ""},
		{"ng_opb.pcapng", 1, t0, "", ""},
		{"ng_opt_overrun.pcapng", 1, t0, "", ""},
		{"ng_short_flags.pcapng", 1, t0, "", ""},
		{"ng_short_tsoffset.pcapng", 1, t0, "", ""},
		{"ng_short_tsresol.pcapng", 1, t0, "", ""},
		{"ng_snap0.pcapng", 1, t0, "", ""},
		{"ng_spb.pcapng", 1, 0, "", ""},
		{"ng_spb_snap.pcapng", 1, 0, "", ""},
		{"ng_trunc.pcapng", 1, t0, "cut short within a block", ""},
		{"ng_tsoffset.pcapng", 1, t0 + 123456000, "", ""},
		{"ng_tsoffset_neg.pcapng", 1, t0 - 3600e9, "", ""},
		{"ng_tsresol_0.pcapng", 1, t0, "", ""},
		{"ng_tsresol_10_12.pcapng", 1, t0 / 1000, "", ""},
		{"ng_tsresol_10_20.pcapng", 1, 0, "", ""},
		{"ng_tsresol_10_64.pcapng", 1, 0, "", ""},
		{"ng_tsresol_2_10.pcapng", 1, t0 + 5e8, "", ""},
		{"ng_tsresol_2_30.pcapng", 1, t0 + 5e8, "", ""},
		{"ng_tsresol_2_64.pcapng", 1, 0, "", ""},
		{"ng_two_sections.pcapng", 2, t0, "", ""},
		{"sll2.pcap", 3, micros, "", ""},
		{"snap0.pcap", 3, micros, "", ""},
		{"snap64small.pcap", 3, micros, "", ""},
		{"snapmax.pcap", 3, micros, "", ""},
		{"trunc_data.pcap", 2, micros, "cut short within a packet", ""},
		{"trunc_hdr.pcap", 2, micros, "cut short within a record header", ""},
		{"v2_2.pcap", 3, micros, "", ""},
		{"v2_3.pcap", 3, micros, "", ""},
		{"v543.pcap", 3, micros, "", ""},
	}
	seen := map[string]bool{}
	for _, test := range tests {
		seen[test.file] = true
		t.Run(test.file, func(t *testing.T) {
			warnings := collectWarnings(t)
			pkts, err := Rdpcap(filepath.Join(captures, "edge", test.file))
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(pkts) != test.n {
				t.Errorf("%d packets, want %d", len(pkts), test.n)
			}
			if got := strings.Join(*warnings, "; "); !strings.Contains(got, test.warn) || test.warn == "" && got != "" {
				t.Errorf("warning %q, want %q", got, test.warn)
			}
			if len(pkts) == 0 || test.first == noTime {
				return
			}
			if tm := pkts[0].Time(); tm.IsZero() && test.first != 0 || !tm.IsZero() && tm.UnixNano() != test.first {
				t.Errorf("first packet at %v, want %d", tm.UTC(), test.first)
			}
		})
	}
	files, err := os.ReadDir(filepath.Join(captures, "edge"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f.Name()] {
			t.Errorf("%s is not in the table", f.Name())
		}
	}
}

// A limit that the user raises lets long packets through.
func TestMaxPacket(t *testing.T) {
	name := filepath.Join(captures, "edge", "big400k.pcap")
	if _, err := os.Stat(name); err != nil {
		t.Skip(err)
	}
	pkts, err := Rdpcap(name, ReadOptions{MaxPacket: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if len(pkts) != 1 || pkts[0].Len() != 400042 {
		t.Errorf("got %d packets", len(pkts))
	}
}
