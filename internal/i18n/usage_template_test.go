package i18n_test

import (
	"fmt"
	"io/fs"
	"strings"
	"text/template/parse"
)

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
