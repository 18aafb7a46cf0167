package repl

import (
	"bytes"
	"errors"
	"strings"
)

// Replay runs the entries of a transcript, the lines that begin with a prompt, and returns the transcript with the output
// that they give now, errors among it. Lines before the first entry, and lines that begin with "# ", stay as they are.
//
// Documentation whose examples are transcripts is true when Replay returns it unchanged.
func (s *Shell) Replay(transcript string) (string, error) {
	var got bytes.Buffer
	s.out.redirect(&got)
	stderr := s.stderr
	s.stderr = s.out
	defer func() {
		s.out.redirect(s.cfg.Stdout)
		s.stderr = stderr
	}()
	lines := strings.SplitAfter(transcript, "\n")
	output := false // the line is what an entry printed when the transcript was made
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if !strings.HasPrefix(line, firstPrompt) {
			output = output && !strings.HasPrefix(line, "# ")
			if !output {
				got.WriteString(line)
			}
			continue
		}
		output = true
		got.WriteString(line)
		entry := strings.TrimPrefix(line, firstPrompt)
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], strings.TrimRight(morePrompt, " ")) {
			i++
			got.WriteString(lines[i])
			entry += strings.TrimPrefix(strings.TrimPrefix(lines[i], "..."), " ")
		}
		entry = strings.TrimRight(entry, "\n")
		err := s.do(entry)
		if errors.Is(err, errQuit) {
			break
		}
		if err != nil {
			s.fail(err, source{text: entry})
		}
		if err := s.out.Flush(); err != nil {
			return "", err
		}
	}
	return got.String(), nil
}
