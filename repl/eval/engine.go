package eval

import (
	"fmt"
	"go/ast"
	"go/types"
	"io"
	"log"
	"os"
	"reflect"

	"github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"
	"github.com/traefik/yaegi/stdlib/syscall"
	"github.com/traefik/yaegi/stdlib/unrestricted"
)

// register gives the session its compiled packages: the standard library as yaegi has it, and pktsh's own.
func (s *Session) register() {
	s.universe.add(stdlib.Symbols)
	s.universe.add(syscall.Symbols)
	s.universe.pkgs["unsafe"], s.universe.tables["unsafe"] = types.Unsafe, table{name: "unsafe"} // its constants
	s.universe.add(map[string]map[string]reflect.Value{supportPath + "/support": s.supportSymbols()})
	s.universe.add(map[string]map[string]reflect.Value{hiddenPath + "/hidden": {}})
	for path := range stdSources {
		s.universe.tables[path] = table{name: baseName(path)}
	}
	for path, syms := range stdAdditions {
		s.override(path, syms)
	}
	s.registerOwn()
	s.replaceRestricted()
	for path, t := range s.universe.tables {
		if have := s.names.std[t.name]; have == "" || preferred(path, have) {
			s.names.std[t.name] = path
		}
	}
	delete(s.names.std, "support")
	delete(s.names.std, "sniff") // people mean the function
	s.names.std["errors"] = "errors"
	delete(s.names.std, "hidden")
}

// preferred chooses between two packages of the same name: the shorter path, and math/rand before crypto/rand.
func preferred(path, have string) bool {
	switch {
	case path == "math/rand", have == "crypto/rand":
		return true
	case have == "math/rand":
		return false
	}
	return len(path) < len(have)
}

// replaceRestricted puts the real functions where yaegi's table has tame ones, and the streams of the session where the
// table has those of the process. The shared tables stay as they are.
func (s *Session) replaceRestricted() {
	s.universe.add(map[string]map[string]reflect.Value{"os/exec/exec": unrestricted.Symbols["os/exec/exec"]})
	s.override("log", unrestricted.Symbols["log/log"])
	s.override("os", map[string]reflect.Value{
		"Exit":        reflect.ValueOf(os.Exit),
		"FindProcess": reflect.ValueOf(os.FindProcess),
		"Args":        reflect.ValueOf(&s.opts.Args).Elem(),
	})
	s.override("time", map[string]reflect.Value{"Sleep": reflect.ValueOf(s.sleep)})
	out := s.opts.Stdout
	s.override("fmt", map[string]reflect.Value{
		"Print":   reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprint(out, a...) }),
		"Printf":  reflect.ValueOf(func(f string, a ...any) (int, error) { return fmt.Fprintf(out, f, a...) }),
		"Println": reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprintln(out, a...) }),
	})
}

// override replaces symbols of a package in this session.
func (s *Session) override(path string, with map[string]reflect.Value) {
	t := s.universe.tables[path]
	syms := make(map[string]reflect.Value, len(t.syms))
	for name, v := range t.syms {
		syms[name] = v
	}
	for name, v := range with {
		syms[name] = v
	}
	s.universe.tables[path] = table{name: t.name, syms: syms}
}

// use lets yaegi see a compiled package. It happens when an entry first needs the package or a type of it, since telling
// yaegi of all of them takes milliseconds.
func (s *Session) use(path string) {
	t, ok := s.universe.tables[path]
	if !ok || s.loaded[path] {
		return
	}
	s.loaded[path] = true
	// The last element of the key must not be the package name: yaegi would take "fmt/fmt" as the sign to compile its
	// own sources of generic packages.
	err := s.interp.Use(interp.Exports{path + "/" + mark: t.syms})
	if err != nil {
		panic(err) // the key has a package name, the only thing Use asks for
	}
}

// startEngine gives yaegi the wrappers of interfaces and the stop flag.
func (s *Session) startEngine() error {
	wrappers := map[reflect.Value][]reflect.Type{}
	for fn, list := range stdlib.MapTypes {
		wrappers[fn] = list
	}
	for _, name := range []string{"Print", "Printf", "Println"} {
		wrappers[s.universe.tables["fmt"].syms[name]] = stdlib.MapTypes[reflect.ValueOf(fmt.Print)]
	}
	if err := s.interp.Use(interp.Exports{".": {"MapTypes": reflect.ValueOf(wrappers)}}); err != nil {
		return err
	}
	if _, err := s.interp.Eval("var " + stopName + " bool"); err != nil {
		return err
	}
	v, ok := s.interp.Globals()[stopName]
	if !ok {
		return fmt.Errorf("yaegi has no variable %s", stopName)
	}
	s.stop = v.Addr().Interface().(*bool)
	return nil
}

// compile has yaegi compile a file. Its panics, which it does not recover itself, become errors; what it says on the
// standard logger on the way is not for the user.
func (s *Session) compile(file *ast.File) (prog *interp.Program, err error) {
	out := log.Writer()
	log.SetOutput(io.Discard)
	defer log.SetOutput(out)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return s.interp.CompileAST(file)
}
