package eval

import (
	"go/token"
	"go/types"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/traefik/yaegi/interp"

	"pktsh/repl/dialect"
)

// Options say how a session meets the world. The zero value is a session on the process's own streams.
type Options struct {
	Stdout, Stderr io.Writer
	Args           []string // os.Args of the code that runs
	Plain          bool     // Go only: no other spellings
}

// A Session evaluates entries, each with the names that the earlier ones left. Its methods are for one goroutine, but
// for Interrupt and Context.
type Session struct {
	opts     Options
	universe *universe
	interp   *interp.Interpreter
	fset     *token.FileSet
	home     token.Pos // in the file whose name all lowered files share: yaegi keeps imports by the name of the file
	names    *names

	internal    map[types.Object]string     // internal names of the session's objects
	importNames map[string]string           // internal import names by path
	instances   map[types.Object][]instance // of generic functions and types
	sources     map[types.Object]*source    // generic declarations
	types       []*types.Named              // declared in the session, functions included
	helpers     map[string][]instance       // functions for min and max
	counter     int                         // of internal names
	loaded      map[string]bool             // packages that yaegi knows

	undo []func() // takes back what lowering the entry changed

	exported   map[types.Object]string // names in records of objects that yaegi does not see
	packageIDs map[string]string       // names in records of packages, by path
	records    []*Record               // of the entries that have run

	natives      []any // bodies of function literals that are not interpreted: a gen for each
	interpretAll bool  // leave all to yaegi, for tests that compare

	implemented map[types.Object]bool                      // methods that yaegi has
	redefined   map[types.Object]string                    // functions in place of methods declared again
	texts       map[*types.TypeName]map[bool]reflect.Value // String and Error methods, by type and whether of its pointer
	hasTexts    bool
	byName      map[string]*types.TypeName // types of texts by internal name
	shown       []types.Type               // static types of arguments that Shown gets by number
	calls       callGraph                  // of the session's functions
	stop        *bool                      // the flag that loops look at
	interrupted atomic.Bool                // the same, for compiled code
	entered     uint32                     // calls of Enter
	mu          sync.Mutex
	current     *run // the entry that runs
	runs        int  // number of the current run
}

// A Result is what an entry gave.
type Result struct {
	Values []reflect.Value // when the entry is one expression with values
	Types  []types.Type    // of Values
	Shown  []reflect.Value // Values to print: those of types with a String or Error method of the session have it
	IsExpr bool            // the entry is one expression
	Go     string          // the entry as plain Go
	Record *Record         // what a saved program has of the entry
}

// stopName is the variable that loops look at. It is true while an interrupt stops the entry.
const stopName = "stop" + mark

// New returns a session that knows the standard library and pktsh's own packages.
func New(opts Options) (*Session, error) {
	if opts.Stdout == nil {
		opts.Stdout = os.Stdout
	}
	if opts.Stderr == nil {
		opts.Stderr = os.Stderr
	}
	if opts.Args == nil {
		opts.Args = os.Args
	}
	s := &Session{
		opts:        opts,
		internal:    map[types.Object]string{},
		importNames: map[string]string{},
		instances:   map[types.Object][]instance{},
		sources:     map[types.Object]*source{},
		helpers:     map[string][]instance{},
		loaded:      map[string]bool{},
		calls:       callGraph{},
		exported:    map[types.Object]string{},
		packageIDs:  map[string]string{},
		implemented: map[types.Object]bool{},
		redefined:   map[types.Object]string{},
		texts:       map[*types.TypeName]map[bool]reflect.Value{},
		byName:      map[string]*types.TypeName{},
	}
	s.universe = newUniverse(s.use)
	s.universe.load = s.loadSource
	s.interp = interp.New(interp.Options{
		Stdin: os.Stdin, Stdout: opts.Stdout, Stderr: io.Discard, // yaegi's own remarks, not the program's
		Args: opts.Args, Unrestricted: true,
	})
	s.fset = s.interp.FileSet()
	s.home = token.Pos(s.fset.AddFile(fileName, s.fset.Base(), 1).Base())
	s.names = &names{u: s.universe, pkg: types.NewPackage("main", "main"), own: map[string]types.Object{}, imports: map[string]string{}, std: map[string]string{}}
	s.register()
	if err := s.startEngine(); err != nil {
		return nil, err
	}
	return s, nil
}

// newName makes an internal name out of a typed one.
func (s *Session) newName(name string) string {
	s.counter++
	return name + mark + strconv.Itoa(s.counter)
}

// Eval runs one entry. The error is a *dialect.Error when it has a place in src, dialect.ErrIncomplete when src is the
// beginning of an entry, and ErrInterrupted after Interrupt.
func (s *Session) Eval(src string) (Result, error) {
	u, goText, err := s.parse(src)
	if err != nil {
		return Result{}, err
	}
	return s.run(u, goText)
}

// parse reads an entry and rewrites it to plain Go.
func (s *Session) parse(src string) (u *unit, goText string, err error) {
	base := s.fset.Base()
	defer func() { nameFiles(s.fset, base) }()
	if s.opts.Plain {
		u, err = parsePlain(s.fset, src)
		return u, src, err
	}
	e, err := dialect.Parse(s.fset, src)
	if err != nil {
		return nil, "", err
	}
	if err := dialect.Rewrite(e, scope{s}); err != nil {
		return nil, "", err
	}
	return fromEntry(e), e.Go(), nil
}

// run checks, lowers and executes a unit, and takes over its names.
func (s *Session) run(u *unit, goText string) (Result, error) {
	c := checkUnit(s.fset, u, s.names)
	if len(c.errs) > 0 {
		return Result{}, c.firstError()
	}
	s.undo = nil
	file, out, err := s.lower(c)
	if err != nil {
		s.rollback()
		return Result{}, err
	}
	r, err := s.execute(u, file)
	if r == nil {
		s.rollback()
		return Result{}, err
	}
	if err != nil {
		s.commit(c, out, r)
		s.records = append(s.records, s.record(c, out, true))
		return Result{}, err
	}
	s.commit(c, out, nil)
	res := Result{Values: r.values, IsExpr: u.isExpr, Go: goText, Record: s.record(c, out, false)}
	s.records = append(s.records, res.Record)
	if u.isExpr {
		res.Types = c.resultTypes()
		res.Shown = make([]reflect.Value, len(res.Values))
		for i, v := range res.Values {
			res.Shown[i] = v
			if i < len(res.Types) && v.IsValid() && len(s.texts) > 0 {
				res.Shown[i] = reflect.ValueOf(s.twin(v, res.Types[i]))
			}
		}
	}
	return res, nil
}

// onFailure keeps what takes back a change that lowering an entry made to the session.
func (s *Session) onFailure(undo func()) { s.undo = append(s.undo, undo) }

// rollback takes back what lowering an entry changed: yaegi did not get it.
func (s *Session) rollback() {
	for _, undo := range slices.Backward(s.undo) {
		undo()
	}
	s.undo = nil
}

// commit makes the names of an entry those of the session. After a failure, the variables that had not got their values
// in the failed run do not become known.
func (s *Session) commit(c *check, out *output, failed *run) {
	if failed != nil {
		for i, v := range c.vars {
			if i >= failed.definedUpTo && c.names.own[v.Name()] == v {
				delete(c.names.own, v.Name())
			}
		}
	}
	for o, name := range out.names {
		s.internal[o] = name
	}
	c.names.join()
}

// resultTypes are the types of the values of the expression that the entry is.
func (c *check) resultTypes() []types.Type {
	switch t := c.exprType().(type) {
	case nil:
		return nil
	case *types.Tuple:
		list := make([]types.Type, t.Len())
		for i := range list {
			list[i] = t.At(i).Type()
		}
		return list
	default:
		return []types.Type{types.Default(t)}
	}
}
