package repl

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// files are the names of files and directories that begin with word, directories with a slash behind. The only candidate,
// when it is a file, gets the closing quote.
func files(word string, quote rune) []string {
	dir, base := filepath.Split(word)
	entries, err := os.ReadDir(expandHome(dir))
	if err != nil {
		return nil // no such directory: nothing to offer
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || base == "" && strings.HasPrefix(name, ".") {
			continue
		}
		if info, err := os.Stat(filepath.Join(expandHome(dir), name)); err == nil && info.IsDir() {
			name += string(filepath.Separator)
		}
		out = append(out, dir+name)
	}
	if len(out) == 1 && quote != 0 && !strings.HasSuffix(out[0], string(filepath.Separator)) {
		return closing(out, quote)
	}
	return sorted(out)
}

// captureEnds are the ends of names that captures have.
var captureEnds = []string{".pcap", ".pcapng", ".cap", ".ntar", ".dmp", ".erf", ".gz", ".zst", ".lz4", ".xz", ".bz2"}

// captures are the candidates of files that are directories or look like captures; all files when none does.
func captures(word string, quote rune) []string {
	all := files(word, 0)
	var out []string
	for _, name := range all {
		if strings.HasSuffix(name, string(filepath.Separator)) || slices.Contains(captureEnds, strings.ToLower(filepath.Ext(name))) {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return files(word, quote)
	}
	if len(out) == 1 && !strings.HasSuffix(out[0], string(filepath.Separator)) {
		return closing(out, quote)
	}
	return out
}

// expandHome returns the directory that a path with a leading tilde names; "." for "".
func expandHome(dir string) string {
	if dir == "" {
		return "."
	}
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return dir
}
