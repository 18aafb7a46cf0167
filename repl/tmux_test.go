package repl

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A screen is a terminal in which the shell runs, by tmux.
type screen struct {
	t      *testing.T
	socket string
	exited string // a file that holds the exit status once the shell has left
}

// newScreen builds the shell and runs it in a terminal of 80 columns and 40 rows.
func newScreen(t *testing.T) *screen {
	t.Helper()
	return sizedScreen(t, 80, 40)
}

// sizedScreen is newScreen with another size of the terminal, and more variables of the environment.
func sizedScreen(t *testing.T, columns, rows int, env ...string) *screen {
	t.Helper()
	if testing.Short() {
		t.Skip("drives a terminal")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "shell") // dir/pktsh is that of the history
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/pktsh").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := &screen{t: t, socket: filepath.Join(dir, "tmux"), exited: filepath.Join(dir, "exited")}
	run := fmt.Sprintf("XDG_STATE_HOME=%s XDG_CONFIG_HOME=%s LANG=C.UTF-8 %s %s; echo $? > %s; sleep 60",
		dir, dir, environment(env), binary, s.exited)
	s.tmux("-u", "-f", os.DevNull, "new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows), run)
	t.Cleanup(func() { exec.Command("tmux", "-S", s.socket, "kill-server").Run() })
	s.wait(">>>")
	return s
}

func (s *screen) tmux(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", s.socket}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// keys types keys by their names.
func (s *screen) keys(names ...string) { s.tmux(append([]string{"send-keys"}, names...)...) }

// line types text and Enter.
func (s *screen) line(text string) {
	s.typing(text)
	s.keys("Enter")
}

// text is what the screen shows, without the empty rows at its end.
func (s *screen) text() string { return strings.TrimRight(s.tmux("capture-pane", "-p"), "\n ") }

// wait waits until the screen ends in text.
func (s *screen) wait(text string) {
	s.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.HasSuffix(s.text(), text) {
			return
		}
	}
	s.t.Fatalf("the screen does not end in %q:\n%s", text, s.text())
}

func TestTerminal(t *testing.T) {
	s := newScreen(t)

	// A program is pasted, shown as it would have been typed, and runs once.
	program := "total := 0\nfor i := 1; i <= 3; i++ {\n\ttotal += i\n" +
		strings.Repeat("\tif i > 5 {\n\t\ttotal = 0\n\t}\n", 8) + "}\nfmt.Println(\"sum\", total)"
	buffer := filepath.Join(t.TempDir(), "buffer")
	if err := os.WriteFile(buffer, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	s.tmux("load-buffer", buffer)
	s.tmux("paste-buffer", "-p", "-r")
	s.wait(`fmt.Println("sum", total)`)
	if got := s.text(); strings.Contains(got, "sum 6") {
		t.Errorf("the paste ran before Enter:\n%s", got)
	}
	s.keys("Enter")
	s.wait("... }\n... fmt.Println(\"sum\", total)\nsum 6\n>>>")

	// Ctrl-C clears a line, and stops what runs; variables stay.
	s.tmux("send-keys", "-l", "not wanted")
	s.wait("not wanted")
	s.keys("C-c")
	s.wait("^C\n>>>")
	s.line("for { total++ }")
	time.Sleep(200 * time.Millisecond)
	s.keys("C-c")
	s.wait("interrupted\n>>>")
	s.line("total > 6")
	s.wait("true\n>>>")

	// Home, End, Delete, words, undo.
	s.tmux("send-keys", "-l", "ne two")
	s.keys("Home")
	s.tmux("send-keys", "-l", "O")
	s.keys("End")
	s.tmux("send-keys", "-l", " three")
	s.wait(">>> One two three")
	s.keys("C-w", "C-w")
	s.wait(">>> One")
	s.keys("C-y", "C-y")
	s.wait(">>> One two two")
	s.keys("C-_")
	s.wait(">>> One two")
	s.keys("Home", "DC")
	s.wait(">>> ne two")
	s.keys("C-u")
	s.keys("End", "C-u")
	s.wait(">>>")

	// Completion, of what is common and in a menu; Ctrl-C leaves the menu and the line.
	s.line("p := IP()/TCP()")
	s.tmux("send-keys", "-l", "p[TCP].dp")
	s.keys("Tab")
	s.wait(">>> p[TCP].dport")
	s.keys("Enter")
	s.wait("80\n>>>")
	s.tmux("send-keys", "-l", "p.show")
	s.keys("Tab")
	s.keys("Tab")
	time.Sleep(100 * time.Millisecond)
	s.keys("C-c")
	s.wait("^C\n>>>")

	// Entries of several lines are one in the history.
	s.line("for i := range 1 {")
	s.line("fmt.Println(i + 7)")
	s.line("}")
	s.wait("7\n>>>")
	s.keys("Up")
	s.wait(">>> for i := range 1 {⏎fmt.Println(i + 7)⏎}")
	s.keys("Enter")
	s.wait("... }\n7\n>>>")

	// Output of the background comes above what is being typed.
	s.line(`go func() { time.Sleep(300 * time.Millisecond); fmt.Println("from behind") }()`)
	s.wait(">>>")
	s.tmux("send-keys", "-l", "typing")
	s.wait("from behind\n>>> typing")
	s.keys("C-c")

	// Delete does nothing on an empty line, Ctrl-D leaves.
	s.keys("DC")
	s.line("6 * 7")
	s.wait("42\n>>>")
	s.keys("C-d")
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if status, err := os.ReadFile(s.exited); err == nil && len(status) > 0 {
			if strings.TrimSpace(string(status)) != "0" {
				t.Errorf("exit status is %s", status)
			}
			return
		}
	}
	t.Errorf("the shell has not left:\n%s", s.text())
}

// environment is the variables that the shell runs with, without colours unless it is told otherwise.
func environment(env []string) string {
	for _, e := range env {
		if e == "COLOR" {
			return "TERM=screen-256color"
		}
	}
	return strings.Join(append([]string{"NO_COLOR=1"}, env...), " ")
}
