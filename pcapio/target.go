package pcapio

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A target is the file that is being written. A new regular file has another name until it is complete: until then nothing is
// lost of a file that it replaces, which may well be the one whose packets are being written.
type target struct {
	name  string   // final name
	file  *os.File // where bytes go
	temp  string   // name meanwhile, "" when bytes go straight to the final name
	start int64    // where appending began
	undo  bool     // a failure cuts the file back to start
}

// createTarget makes a new file, or opens what is not a regular file: "-" for standard output, a pipe, a device.
func createTarget(name string) (*target, error) {
	if name == "-" {
		return &target{name: name, file: os.Stdout}, nil
	}
	// A link stays, and the file that it points to is replaced.
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	mode := fs.FileMode(0o666)
	st, err := os.Stat(name)
	switch {
	case err == nil && st.IsDir():
		return nil, &fs.PathError{Op: "write", Path: name, Err: errors.New("is a directory")}
	case err == nil && !st.Mode().IsRegular():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &target{name: name, file: f}, nil
	case err == nil:
		mode = st.Mode().Perm()
	}
	return createTemp(name, mode)
}

// createTemp makes a file beside name. Unlike os.CreateTemp it leaves its mode to the umask, as the final file's should be.
func createTemp(name string, mode fs.FileMode) (*target, error) {
	dir, base := filepath.Split(name)
	for try := 0; ; try++ {
		temp := filepath.Join(dir, fmt.Sprintf(".%s.%08x", base, rand.Uint32()))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil {
			return &target{name: name, file: f, temp: temp}, nil
		}
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return nil, fmt.Errorf("%s: %w", name, withoutPath(err))
		}
	}
}

// withoutPath takes the name of a temporary file, which means nothing to the user, out of an error.
func withoutPath(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// appendTarget opens a file to write behind what it has. A file that does not exist gives nil.
func appendTarget(name string) (*target, error) {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		return &target{name: name, file: f}, nil
	}
	t := &target{name: name, file: f, undo: true}
	if err == nil {
		t.start, err = f.Seek(0, io.SeekEnd)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return t, nil
}

// publish gives the file its final name, with what it has by now. What follows goes to the same file.
func (t *target) publish() error {
	if err := t.rename(); err != nil {
		return err
	}
	if at, err := t.file.Seek(0, io.SeekCurrent); err == nil { // a pipe has no place to go back to
		t.start, t.undo = at, true
	}
	return nil
}

func (t *target) rename() error {
	if t.temp == "" {
		return nil
	}
	if err := os.Rename(t.temp, t.name); err != nil {
		var e *os.LinkError
		if errors.As(err, &e) {
			err = e.Err
		}
		return err
	}
	t.temp = ""
	return nil
}

// close gives the complete file its final name.
func (t *target) close() error {
	if t.file == os.Stdout {
		return nil
	}
	complete.set(t.file)
	if err := t.file.Close(); err != nil {
		return err
	}
	return t.rename()
}

// abandon takes back what can be taken back. What fails in that says less than the failure that led here.
func (t *target) abandon() {
	if t.undo {
		t.file.Truncate(t.start)
	}
	if t.file != os.Stdout {
		t.file.Close()
	}
	if t.temp != "" {
		os.Remove(t.temp)
	}
}
