package repl

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// settle waits until the screen has not changed for a while.
func (s *screen) settle() string {
	s.t.Helper()
	last, same := "", 0
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && same < 6; time.Sleep(50 * time.Millisecond) {
		if now := s.text(); now == last {
			same++
		} else {
			last, same = now, 0
		}
	}
	return last
}

// volatile is what differs from run to run, and what takes its place.
var volatile = []struct{ from, to string }{
	{`(?m)^pktsh .*$`, "pktsh VERSION"},
	{`[0-9.]+(ns|µs|ms|s)\b`, "TIME"},
}

// golden compares the screen with the one that is kept under a name in testdata/screens; UPDATE_SCREENS=1 writes that.
func (s *screen) golden(name string) {
	s.t.Helper()
	got := s.settle()
	for _, v := range volatile {
		got = regexp.MustCompile(v.from).ReplaceAllString(got, v.to)
	}
	got += "\n"
	file := filepath.Join("testdata", "screens", name+".txt")
	if os.Getenv("UPDATE_SCREENS") != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if got != string(want) {
		s.t.Errorf("%s: the screen is\n%s\nand was\n%s", name, got, want)
	}
}

// typing types text without Enter.
func (s *screen) typing(text string) {
	if before, ok := strings.CutSuffix(text, ";"); ok {
		text = before + `\;` // which tmux would take for the end of its command
	}
	s.tmux("send-keys", "-l", text)
}

// fresh clears the line and the screen.
func (s *screen) fresh() {
	s.keys("C-c")
	s.wait("^C\n>>>")
	s.keys("C-l")
	s.wait(">>>")
}

func TestRecordedSession(t *testing.T) {
	s := newScreen(t)
	for _, line := range []string{
		`p = Ether()/IP(dst="192.0.2.1", src="192.0.2.2")/TCP(dport=80, flags="S")`, `p.summary()`, `p[TCP].dport`, `p.ttl = 3; p.ttl;`, `p.ttl`,
		`hexdump(p[TCP], fields=true)`,
	} {
		s.line(line)
		s.settle()
	}
	s.golden("first-minute")

	for name, text := range map[string]string{
		"complete-field":   `p[TCP].`,
		"complete-keyword": `IP(`,
		"complete-enum":    `ICMP(type=`,
		"complete-command": `:`,
		"complete-filter":  `sniff(filter="i`,
		"complete-import":  `import "enc`,
	} {
		s.fresh()
		s.typing(text)
		s.keys("Tab")
		s.golden(name)
	}

	s.fresh()
	for _, line := range []string{`p[TCPP]`, `IP(tll=3)`, `x := 3 +* 4`, `for i in range(3)`, `undefinedd(3)`, `p[UDP]`, `1/0`, `[]int{1}[4]`, `:hlp`, `rdpcap("nosuch.pcap")`} {
		s.line(line)
		s.settle()
	}
	s.golden("errors")

	s.fresh()
	s.typing(`日本 := "日本語 😀 é"`)
	s.keys("Left", "Left", "Left")
	s.typing("한")
	s.golden("wide-characters")
	s.keys("Enter")
	s.line(`日本`)
	s.golden("wide-characters-run")

	// A wide line that wraps, edited at its beginning, leaves nothing behind.
	s.fresh()
	s.typing(`x := "` + strings.Repeat("日本語", 20) + `"`)
	s.keys("Home")
	s.typing("wide")
	s.golden("wide-wrapped")
	s.keys("C-c")
	s.wait("^C\n>>>")
}

func TestRecordedSizes(t *testing.T) {
	for name, columns := range map[string]int{"60-columns": 60, "200-columns": 200} {
		s := sizedScreen(t, columns, 40)
		for _, line := range []string{`ls(IP)`, `explore("tunnel")`, `PacketList{IP(ttl=1),IP(ttl=2)}.make_table(lambda p: (f"column number {p.ttl}", "row", p.ttl))`} {
			s.line(line)
			s.settle()
		}
		s.golden(name)
	}
}

// TestPager shows what is longer than the screen in the pager, and only that.
func TestPager(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "pager")
	// The pager reads a key of its own: the shell must leave it to it.
	text := "#!/bin/sh\nwc -l | sed 's/.*/paged/'\nstty raw -echo < /dev/tty\nk=$(dd bs=1 count=1 2>/dev/null < /dev/tty)\nstty cooked echo < /dev/tty\necho key $k\n"
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	s := sizedScreen(t, 80, 20, "PAGER="+script)
	s.line("ls(IP)")
	s.wait(">>>")
	if strings.Contains(s.text(), "paged") {
		t.Errorf("paged what fits:\n%s", s.text())
	}
	for _, entry := range []string{"ls()", "help", "explore()", "lsc()"} {
		s.line(entry)
		s.wait("paged")
		s.keys("q")
		s.wait("key q\n>>>")
	}
	s.line("6 * 7")
	s.wait("42\n>>>")
}

// TestSuggestionIsTaken takes what is shown in grey, whole and by words.
func TestSuggestionIsTaken(t *testing.T) {
	s := sizedScreen(t, 80, 20, "COLOR")
	s.line(`number := 6 * 7`)
	s.line(`number + 1`)
	s.wait("43\n>>>")
	s.typing("num")
	s.wait(">>> number + 1")
	s.keys("Right")
	s.keys("Enter")
	s.wait(">>> number + 1\n43\n>>>")
	s.typing("nu")
	s.settle()
	s.keys("M-f")
	s.settle()
	s.keys("Enter")
	s.wait(">>> number\n42\n>>>")
}
