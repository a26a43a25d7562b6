package i18n_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"pejl/internal/i18n"
)

// TestEveryKeyIsThereAndUsed holds the program to its catalogues. Keys are written
// out where they are used and never put together at run time, so that this test,
// and a search, can find them.
func TestEveryKeyIsThereAndUsed(t *testing.T) {
	t.Parallel()
	u := usage{texts: real(t), used: map[string]bool{}}
	if err := u.read(os.DirFS("../..")); err != nil {
		t.Fatal(err)
	}
	for _, line := range u.faults() {
		t.Error(line)
	}
}

// usage is what the sources of the program do with keys.
type usage struct {
	texts  *i18n.Catalogue
	used   map[string]bool
	wrong  []string
	consts map[string]string // of the package being read
}

// read goes through the Go files of the program, the templates and the scripts.
func (u *usage) read(root fs.FS) error {
	packages := map[string][]string{}
	for _, dir := range []string{"internal", "cmd", "web"} {
		err := fs.WalkDir(root, dir, func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				if file == dir {
					return nil // a tree that has no such part yet
				}
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "dist"):
				return fs.SkipDir
			case d.IsDir():
				return nil
			}
			switch ext := path.Ext(file); {
			case ext == ".go" && dir != "web" && !strings.HasSuffix(file, "_test.go"):
				packages[path.Dir(file)] = append(packages[path.Dir(file)], file)
			case (ext == ".html" || ext == ".txt") && strings.HasPrefix(file, "web/templates/"):
				return u.template(root, file)
			case ext == ".js" && strings.HasPrefix(file, "web/src/"):
				return u.script(root, file)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", dir, err)
		}
	}
	for _, files := range packages {
		if err := u.goPackage(root, files); err != nil {
			return err
		}
	}
	return nil
}

func (u *usage) faults() []string {
	for _, key := range u.texts.Keys() {
		if !u.used[key] {
			u.wrong = append(u.wrong, fmt.Sprintf("web/locales: %s is used nowhere", key))
		}
	}
	slices.Sort(u.wrong)
	return slices.Compact(u.wrong)
}

func (u *usage) fault(at, format string, args ...any) {
	u.wrong = append(u.wrong, at+": "+fmt.Sprintf(format, args...))
}

// mark notes a use of key where one must stand, with the names of the arguments
// given; nil means they cannot be read off.
func (u *usage) mark(at, key string, names []string) {
	want, ok := u.texts.Args(key)
	if !ok {
		u.fault(at, "there is no key %q", key)
		return
	}
	u.used[key] = true
	if names == nil {
		return
	}
	if slices.Sort(names); !slices.Equal(names, want) {
		u.fault(at, "%s takes %v, here it is given %v", key, want, names)
	}
}

// literal notes a string that may or may not be meant as a key.
func (u *usage) literal(s string) {
	if _, ok := u.texts.Args(s); ok {
		u.used[s] = true
	}
}

// goPackage reads the files of one package.
func (u *usage) goPackage(root fs.FS, files []string) error {
	set := token.NewFileSet()
	var parsed []*ast.File
	u.consts = map[string]string{}
	for _, file := range files {
		b, err := fs.ReadFile(root, file)
		if err != nil {
			return fmt.Errorf("read source: %w", err)
		}
		f, err := parser.ParseFile(set, file, b, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("read source: %w", err)
		}
		parsed = append(parsed, f)
		ast.Inspect(f, u.constant)
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if s, ok := text(n); ok {
					u.literal(s)
				}
			case *ast.CallExpr:
				u.call(set, f, n)
			case *ast.KeyValueExpr:
				u.keyField(set, n)
			}
			return true
		})
	}
	return nil
}

// constant remembers the strings of a package that have a name.
func (u *usage) constant(n ast.Node) bool {
	d, ok := n.(*ast.GenDecl)
	if !ok || d.Tok != token.CONST {
		return true
	}
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, value := range v.Values {
			if s, ok := text(value); ok {
				u.consts[v.Names[i].Name] = s
			}
		}
	}
	return true
}

// call looks at the key, and the names of the arguments, of a call that takes them.
func (u *usage) call(set *token.FileSet, f *ast.File, c *ast.CallExpr) {
	at := keyPlace(f, c)
	if at < 0 || at >= len(c.Args) {
		return
	}
	where := place(set, c)
	switch key := c.Args[at].(type) {
	case *ast.BasicLit:
		if s, ok := text(key); ok {
			u.mark(where, s, argNames(c, at+1))
		}
	case *ast.Ident:
		if s, ok := u.consts[key.Name]; ok {
			u.mark(where, s, argNames(c, at+1))
		}
	default:
		if composed(key) {
			u.fault(where, "the key is put together at run time; write it out")
		}
	}
}

// keyPlace tells which argument of a call is a key: the first of a method T, the
// second of fault.New, the third of fault.Wrap; -1 for other calls. Inside package
// fault the two go without their package name.
func keyPlace(f *ast.File, c *ast.CallExpr) int {
	name, from := "", f.Name.Name
	switch fun := c.Fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		if fun.Sel.Name == "T" || fun.Sel.Name == "TMap" {
			return 0
		}
		if x, ok := fun.X.(*ast.Ident); ok {
			name, from = fun.Sel.Name, x.Name
		}
	}
	switch {
	case from == "fault" && name == "New":
		return 1
	case from == "fault" && name == "Wrap":
		return 2
	}
	return -1
}

// argNames reads the names off pairs of name and value, or gives nil where they do
// not stand in the call.
func argNames(c *ast.CallExpr, from int) []string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "TMap" || c.Ellipsis.IsValid() {
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

var dotted = regexp.MustCompile(`^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$`)

// keyField looks at a field named Key of a composite literal, which is how a
// sentence travels that others will put into words.
func (u *usage) keyField(set *token.FileSet, kv *ast.KeyValueExpr) {
	name, ok := kv.Key.(*ast.Ident)
	if !ok || name.Name != "Key" {
		return
	}
	if s, ok := text(kv.Value); ok && dotted.MatchString(s) {
		u.mark(place(set, kv), s, nil)
	} else if _, sum := kv.Value.(*ast.BinaryExpr); sum {
		u.fault(place(set, kv), "the key is put together at run time; write it out")
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

func place(set *token.FileSet, n ast.Node) string {
	p := set.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// script notes every quoted string of a script that is a key.
func (u *usage) script(root fs.FS, file string) error {
	b, err := fs.ReadFile(root, file)
	if err != nil {
		return fmt.Errorf("read script: %w", err)
	}
	for _, m := range regexp.MustCompile("[\"'`]([a-z0-9_.-]+)[\"'`]").FindAllSubmatch(b, -1) {
		u.literal(string(m[1]))
	}
	return nil
}

// template reads one template file.
func (u *usage) template(root fs.FS, file string) error {
	b, err := fs.ReadFile(root, file)
	if err != nil {
		return fmt.Errorf("read template: %w", err)
	}
	top := parse.New(file)
	top.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := top.Parse(string(b), "", "", trees); err != nil {
		return fmt.Errorf("read template: %w", err)
	}
	for _, tree := range trees {
		u.node(tree, tree.Root)
	}
	return nil
}

// node walks a template for strings and for calls of T.
func (u *usage) node(tree *parse.Tree, n parse.Node) {
	branch := func(b *parse.BranchNode) {
		u.node(tree, b.Pipe)
		u.node(tree, b.List)
		if b.ElseList != nil {
			u.node(tree, b.ElseList)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, m := range n.Nodes {
			u.node(tree, m)
		}
	case *parse.ActionNode:
		u.node(tree, n.Pipe)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			u.node(tree, n.Pipe)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.PipeNode:
		for i, c := range n.Cmds {
			u.command(tree, c, i > 0)
			u.node(tree, c)
		}
	case *parse.CommandNode:
		for _, arg := range n.Args {
			u.node(tree, arg)
		}
	case *parse.ChainNode:
		u.node(tree, n.Node)
	case *parse.StringNode:
		u.literal(n.Text)
	}
}

// command looks at one call in a template; piped means that it takes its last
// argument from the call before.
func (u *usage) command(tree *parse.Tree, c *parse.CommandNode, piped bool) {
	if !callsT(c.Args[0]) {
		return
	}
	where, _ := tree.ErrorContext(c)
	where = strings.TrimSuffix(where, ":"+where[strings.LastIndexByte(where, ':')+1:])
	if len(c.Args) == 1 {
		u.fault(where, "T stands without a key, or gets one through a pipe; write it out")
		return
	}
	switch key := c.Args[1].(type) {
	case *parse.StringNode:
		var names []string
		if !piped {
			names = []string{}
		}
		for i := 2; i < len(c.Args) && names != nil; i += 2 {
			if s, ok := c.Args[i].(*parse.StringNode); ok {
				names = append(names, s.Text)
			} else {
				names = nil
			}
		}
		u.mark(where, key.Text, names)
	case *parse.PipeNode:
		if f, ok := key.Cmds[len(key.Cmds)-1].Args[0].(*parse.IdentifierNode); ok && strings.HasPrefix(f.Ident, "print") {
			u.fault(where, "the key is put together at run time; write it out")
		}
	}
}

// callsT says whether a template calls the method T of something.
func callsT(n parse.Node) bool {
	var names []string
	switch n := n.(type) {
	case *parse.FieldNode:
		names = n.Ident
	case *parse.VariableNode:
		names = n.Ident[1:]
	case *parse.ChainNode:
		names = n.Field
	}
	return len(names) > 0 && names[len(names)-1] == "T"
}
