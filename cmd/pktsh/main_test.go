package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test binary be pktsh when a test runs it as such.
func TestMain(m *testing.M) {
	if os.Getenv("PKTSH_TEST_MAIN") != "" {
		main()
	}
	os.Exit(m.Run())
}

// pktsh runs the program in a directory and returns what it printed.
func pktsh(t *testing.T, dir, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PKTSH_TEST_MAIN=1", "XDG_CONFIG_HOME="+dir+"/config", "XDG_STATE_HOME="+dir+"/state")
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestCommandLine(t *testing.T) {
	dir := t.TempDir()
	capture, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"sample.pcap": string(capture),
		"capture.bin": string(capture),
		"program.go":  "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() { fmt.Println(len(os.Args), os.Args[1:]) }\n",
		"bare":        "#!/usr/bin/env pktsh\nfmt.Println(os.Args[0], os.Args[1])\nfmt.Println(\"end\")\n",
		"bad.go":      "fmt.Println(1)\n\nnosuch\nfmt.Println(2)\n",
		"fails.go":    "fmt.Println(1)\nvar list []int\nfmt.Println(list[3])\nfmt.Println(2)\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		args   string
		stdin  string
		out    string
		err    string // what standard error must contain
		status int
	}{
		{"-c|1+2", "", "3\n", "", 0},
		{"-c|x := 1\nx+1\nIP(ttl=3)", "", "2\n<IP  ttl=3 |>\n", "", 0},
		{"-c|1\nnosuch\n2", "", "1\n", "nosuch is not defined", 1},
		{"-c|os.Args|a|-b", "", `["-c", "a", "-b"]` + "\n", "", 0},
		{`-c|fmt.Println(1); fmt.Fprintln(os.Stdout, 2); fmt.Println(3); os.Exit(4)`, "", "1\n2\n3\n", "", 4},
		{"", "1\nnosuch\n2", "1\n2\n", "stdin:2: error: nosuch is not defined", 1},
		{"", "for i := 0; i < 2; i++ {\nfmt.Println(i)\n}\n", "0\n1\n", "", 0},
		{"sample.pcap|-c|pkts", "", "<sample.pcap: TCP:10 UDP:5 ICMP:3 Other:3>\n", "", 0},
		{"capture.bin|-c|len(pkts)", "", "21\n", "", 0},
		{"-c|len(pkts)|sample.pcap|capture.bin", "", "42\n", "", 0},
		{"sample.pcap", "len(pkts)", "21\n", "", 0},
		{"--no-color|sample.pcap|--no-init", "len(pkts)", "21\n", "", 0},
		{"program.go|a|-c|--help", "", "4 [a -c --help]\n", "", 0},
		{"bare|x", "", "bare x\nend\n", "", 0},
		{"sample.pcap|bad.go", "", "", "bad.go:3: error: nosuch", 1},
		{"fails.go", "", "1\n", "index out of range", 1},
		{"missing.go", "", "", "there is no file missing.go", 2},
		{"missing.pcap|-c|1", "", "", "there is no file missing.pcap", 2},
		{"--nonsense", "", "", "not defined: -nonsense", 2},
		{"--version", "", "pktsh", "", 0},
		{"--help", "", "pktsh is a packet shell", "", 0},
	}
	for _, c := range tests {
		var args []string
		if c.args != "" {
			args = strings.Split(c.args, "|")
		}
		out, errs, status := pktsh(t, dir, c.stdin, args...)
		exact := !strings.HasPrefix(c.args, "--")
		if status != c.status || exact && out != c.out || !strings.HasPrefix(out, c.out) ||
			!strings.Contains(errs, c.err) || c.err == "" && errs != "" {
			t.Errorf("pktsh %q < %q: status %d, printed %q and %q", args, c.stdin, status, out, errs)
		}
	}
}

func TestInitFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(dir+"/config/pktsh", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/config/pktsh/init.go", []byte("mine := 4\nfunc twice(n int) int { return 2 * n }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, errs, status := pktsh(t, dir, "twice(mine)"); out != "8\n" || status != 0 {
		t.Errorf("status %d, printed %q and %q", status, out, errs)
	}
	if out, _, status := pktsh(t, dir, "mine", "--no-init"); out != "" || status != 1 {
		t.Errorf("with --no-init: status %d, printed %q", status, out)
	}
}

// TestClosedPipe prints into a pipe whose reader leaves, as head does.
func TestClosedPipe(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "--no-init", "-c", `for { fmt.Println("a line") }`)
	cmd.Env = append(os.Environ(), "PKTSH_TEST_MAIN=1")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
	out.Read(make([]byte, 100))
	out.Close()
	cmd.Wait()
	if !stuck.Stop() {
		t.Error("pktsh went on after its output was closed")
	}
	if errs.Len() > 0 {
		t.Errorf("it said %q", errs.String())
	}
}
