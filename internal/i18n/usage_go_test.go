package i18n_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
)

// goPackage is one package of Go files, as far as keys go.
type goPackage struct {
	*usage
	set     *token.FileSet
	consts  map[string]string // strings that have a name
	takes   map[string]int    // functions with a parameter named key: its place
	structs map[string]int    // structs with a field named key: its place
}

// read parses the files, learns what the package declares and then looks at every
// place where a key may stand.
func (p *goPackage) read(root fs.FS, files []string) error {
	p.set = token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		b, err := fs.ReadFile(root, file)
		if err != nil {
			return fmt.Errorf("read source: %w", err)
		}
		f, err := parser.ParseFile(p.set, file, b, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("read source: %w", err)
		}
		parsed = append(parsed, f)
		ast.Inspect(f, p.declaration)
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if s, ok := text(n); ok {
					p.literal(s)
				}
			case *ast.CallExpr:
				p.call(f, n)
			case *ast.CompositeLit:
				p.composite(n, n.Type)
			}
			return true
		})
	}
	return nil
}

// declaration remembers constants, and what has a place named key.
func (p *goPackage) declaration(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, value := range n.Values {
			if s, ok := text(value); ok {
				p.consts[n.Names[i].Name] = s
			}
		}
	case *ast.FuncDecl:
		if at := namedKey(n.Type.Params); at >= 0 {
			p.takes[n.Name.Name] = at
		}
	case *ast.TypeSpec:
		if s, ok := n.Type.(*ast.StructType); ok {
			if at := namedKey(s.Fields); at >= 0 {
				p.structs[n.Name.Name] = at
			}
		}
	}
	return true
}

// namedKey gives the place of what is called key in a list, or -1.
func namedKey(list *ast.FieldList) int {
	i := 0
	for _, field := range list.List {
		for _, name := range field.Names {
			if name.Name == "key" || name.Name == "Key" {
				return i
			}
			i++
		}
		if len(field.Names) == 0 {
			i++
		}
	}
	return -1
}

// call looks at the key, and the names of the arguments, of a call that takes them.
func (p *goPackage) call(f *ast.File, c *ast.CallExpr) {
	name, from := called(f, c)
	at := -1
	switch {
	case name == "T" || name == "TMap":
		at = 0
	case from == "fault" && name == "New":
		at = 1
	case from == "fault" && name == "Wrap":
		at = 2
	case from == f.Name.Name:
		if i, ok := p.takes[name]; ok && i < len(c.Args) {
			p.maybe(c.Args[i])
		}
		return
	}
	if at < 0 || at >= len(c.Args) {
		return
	}
	switch key := c.Args[at].(type) {
	case *ast.BasicLit:
		if s, ok := text(key); ok {
			p.mark(p.place(c), s, argNames(c, name, at+1))
		}
	case *ast.Ident:
		if s, ok := p.consts[key.Name]; ok {
			p.mark(p.place(c), s, argNames(c, name, at+1))
		}
	default:
		if composed(key) {
			p.fault(p.place(c), "the key is put together at run time; write it out")
		}
	}
}

// called names the function of a call and its package. What is called without a
// package is our own.
func called(f *ast.File, c *ast.CallExpr) (name, from string) {
	switch fun := c.Fun.(type) {
	case *ast.Ident:
		return fun.Name, f.Name.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return fun.Sel.Name, x.Name
		}
		return fun.Sel.Name, ""
	}
	return "", ""
}

// argNames reads the names off pairs of name and value, or gives nil where they do
// not stand in the call.
func argNames(c *ast.CallExpr, function string, from int) []string {
	if function == "TMap" || c.Ellipsis.IsValid() {
		return nil
	}
	names := []string{}
	for i := from; i < len(c.Args); i += 2 {
		s, ok := text(c.Args[i])
		if !ok {
			return nil
		}
		names = append(names, s)
	}
	return names
}

// composed says whether an expression makes a string out of others.
func composed(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.ParenExpr:
		return composed(e.X)
	case *ast.CallExpr:
		if s, ok := e.Fun.(*ast.SelectorExpr); ok {
			x, ok := s.X.(*ast.Ident)
			return ok && (x.Name == "fmt" || x.Name == "strings" || x.Name == "path")
		}
	}
	return false
}

// composite looks at the fields named key of a literal, which is how a key travels
// to where others put it into words. The type is handed down to elements that
// leave theirs out.
func (p *goPackage) composite(lit *ast.CompositeLit, of ast.Expr) {
	at := -1
	switch t := of.(type) {
	case *ast.Ident:
		if i, ok := p.structs[t.Name]; ok {
			at = i
		}
	case *ast.StructType:
		at = namedKey(t.Fields)
	case *ast.ArrayType:
		p.elements(lit, t.Elt)
	case *ast.MapType:
		p.elements(lit, t.Value)
	}
	for i, e := range lit.Elts {
		kv, named := e.(*ast.KeyValueExpr)
		if !named {
			if i == at {
				p.maybe(e)
			}
			continue
		}
		if name, ok := kv.Key.(*ast.Ident); ok && (name.Name == "Key" || name.Name == "key") {
			p.maybe(kv.Value)
		}
	}
}

func (p *goPackage) elements(lit *ast.CompositeLit, of ast.Expr) {
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
			p.composite(inner, of)
		}
	}
}

var dotted = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$`)

// maybe looks at what stands where something is named key: a text that is written
// as our keys are is held to be one.
func (p *goPackage) maybe(e ast.Expr) {
	if s, ok := text(e); ok {
		if dotted.MatchString(s) {
			p.mark(p.place(e), s, nil)
		}
		return
	}
	sum, ok := e.(*ast.BinaryExpr)
	if !ok {
		return
	}
	if s, ok := text(sum.X); ok && dotted.MatchString(s+"x") {
		p.fault(p.place(e), "the key is put together at run time; write it out")
	}
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func (p *goPackage) place(n ast.Node) string {
	at := p.set.Position(n.Pos())
	return fmt.Sprintf("%s:%d", at.Filename, at.Line)
}
