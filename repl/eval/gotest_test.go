package eval

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// runGoTest runs a program of the Go toolchain's own tests. It must end without a panic, os.Exit or a line on the output
// that its .out file does not have.
func runGoTest(file string) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	want, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out") // most have none: nothing is printed
	var out bytes.Buffer
	s, err := New(Options{Plain: true, Stdout: &out, Stderr: &out})
	if err != nil {
		return err
	}
	s.override("os", map[string]reflect.Value{"Exit": reflect.ValueOf(func(code int) {
		if code != 0 {
			panic(fmt.Errorf("exit %d", code))
		}
		runtime.Goexit()
	})})
	fatal := func(a ...any) { panic(fmt.Sprint(a...)) }
	s.override("log", map[string]reflect.Value{
		"Fatal": reflect.ValueOf(fatal), "Fatalln": reflect.ValueOf(fatal),
		"Fatalf": reflect.ValueOf(func(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }),
	})
	s.override("runtime", map[string]reflect.Value{"Breakpoint": reflect.ValueOf(func() { panic("breakpoint") })})
	timer := time.AfterFunc(20*time.Second, s.Interrupt)
	defer timer.Stop()
	if err := s.RunProgram(string(src)); err != nil {
		return fmt.Errorf("%v; %s", err, firstLine(out.String()))
	}
	if out.String() != string(want) && len(want) > 0 || len(want) == 0 && strings.Contains(out.String(), "panic") {
		return fmt.Errorf("printed %q", firstLine(out.String()))
	}
	return nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

var runComment = regexp.MustCompile(`(?m)^// run\s*$`)

// goTests lists the single-file programs of the Go toolchain's tests.
func goTests(t *testing.T) []string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("there is no go command")
	}
	list, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "test", "*.go"))
	if err != nil || len(list) == 0 {
		t.Skip("the Go toolchain's tests are not installed")
	}
	var out []string
	for _, f := range list {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(src) < 20000 && runComment.Match(src) {
			out = append(out, f)
		}
	}
	return out
}

// notRun says of the programs that do not run why, by kind. What does not matter to a shell is not worth a lowering.
var notRun = map[string]string{
	"unsafe pointers": "cmp nilptr nilptr_aix noinit slicecap strcopy uintptrescapes3 unsafe_slice_data unsafe_string " +
		"unsafe_string_data unsafebuiltins",
	"the garbage collector, allocation and stacks of compiled code": "closure deferfin finprofiled gc2 gcstring heapsampling nosplit " +
		"stack stackobj stackobj3 tinyfin init1 chanlinear maplinear",
	"running the compiler or signals":                                                          "linkmain_run linkobj linkx_run sigchld",
	"line numbers of panics, and the exact text of runtime errors":                             "devirtualization_nil_panics recover1 recover2 recover3 chancap makeslice inline_literal const4",
	"recover in a function that defer did not call, defer in a range over a function":          "recover range4",
	"what print writes for pointers and interfaces":                                            "deferprint goprint print",
	"reflect on methods of interpreted types, which have none":                                 "reflectmethod1 reflectmethod2 reflectmethod3 reflectmethod4 reflectmethod5 reflectmethod6 reflectmethod7",
	"nil and zero-size corners: method values of nil, blank fields, nil arrays by pointer":     "blank method method5 nil nilptr2 convert4 newexpr",
	"recursive types without a struct (type T *T)":                                             "peano",
	"order of evaluation between operands":                                                     "range reorder reorder2",
	"types in interfaces that differ by name alone":                                            "convT2X switch typeswitch const",
	"shifts of untyped complex, variadic methods of embedded interfaces, wide multiplications": "shift3 ddd armimm escape",
	"too long for a test": "copy divmod",
}

// TestGoToolchain runs the toolchain's programs that are not in notRun.
func TestGoToolchain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	skip := map[string]bool{}
	for _, list := range notRun {
		for _, name := range strings.Fields(list) {
			skip[name] = true
		}
	}
	n := 0
	for _, f := range goTests(t) {
		if name := strings.TrimSuffix(filepath.Base(f), ".go"); !skip[name] {
			n++
			if err := runGoTest(f); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	t.Logf("%d programs", n)
}
