package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/logtoctl/logtoctl/internal/cli"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

// Every code that the sources can put into an error document is explained, and
// no other.
func TestOwnCodes_areThoseOfTheSources(t *testing.T) {
	t.Parallel()
	var got []string
	for _, explanation := range cli.OwnCodes() {
		got = append(got, explanation.Code)
	}
	slices.Sort(got)
	want := codesInSources(t)
	if len(want) < 30 {
		t.Fatalf("only %d codes found: the test looks in the wrong place", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the codes (-sources +explained):\n%s", diff)
	}
}

func TestOwnCodes_sayWhatToDo(t *testing.T) {
	t.Parallel()
	for _, explanation := range cli.OwnCodes() {
		switch {
		case explanation.Service != "logtoctl":
			t.Errorf("%s is said to be of %q", explanation.Code, explanation.Service)
		case len(explanation.Meaning) < 20 || !strings.HasSuffix(explanation.Meaning, ".") || strings.Count(explanation.Meaning, ". ") > 0:
			t.Errorf("%s means %q, want one sentence", explanation.Code, explanation.Meaning)
		case len(explanation.Next) < 10 || strings.HasSuffix(explanation.Next, "."):
			t.Errorf("%s suggests %q, want a step without a full stop", explanation.Code, explanation.Next)
		case strings.Contains(explanation.Next, `""`) || strings.Contains(explanation.Next, "[]") || strings.Contains(explanation.Next, "  "):
			t.Errorf("%s suggests %q, where the example lacks a name", explanation.Code, explanation.Next)
		}
	}
}

// The scan sees each form in which a code is given.
func TestCodesIn(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "sample.go", `package sample
const named = "by_constant"
const passed = "InvalidMailAddress.NotFound"
func (e *one) Code() string { return "by_literal" }
func (e *two) Code() string { return named }
func (e *three) Code() string { if e.ok { return "by_branch" }; return passed }
func (e *four) Name() string { return "no_code" }
func Code() string { return "no_method" }
func describe(f *Failure) {
	_ = Failure{Code: "by_value", Message: "no"}
	_ = other{Code: "of_others"}
	f.Code = "by_assignment"
	f.set("by_call", "no")
	f.set(cmp.Or(err.Code, "by_fallback"), err.RequestID)
}`, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := codesIn(t, []*ast.File{file}, true)
	slices.Sort(got)
	want := []string{"by_assignment", "by_branch", "by_call", "by_constant", "by_fallback", "by_literal", "by_value"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the codes (-want +got):\n%s", diff)
	}
}

// codesInSources finds the codes in all packages but the clients, whose codes are
// the services', and the sandbox, which plays the services.
func codesInSources(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..")
	packages := map[string][]*ast.File{}
	for _, tree := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, tree), func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "sandbox" && tree == "internal"):
				return filepath.SkipDir
			case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			packages[filepath.Dir(name)] = append(packages[filepath.Dir(name)], file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var codes []string
	for folder, files := range packages {
		codes = append(codes, codesIn(t, files, filepath.Base(folder) == "cli")...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// codesIn finds the codes of one package: what methods Code return and, where
// failures are described, what is put into one. Those of Direct Mail are left out.
func codesIn(t *testing.T, files []*ast.File, describes bool) []string {
	t.Helper()
	constants := constantsOf(files)
	var codes []string
	for node := range nodesOf(files) {
		var given []ast.Expr
		if function, ok := node.(*ast.FuncDecl); ok && function.Recv != nil && function.Name.Name == "Code" {
			given = returnedBy(function)
			for _, expression := range given {
				if _, known := text(expression, constants); !known {
					t.Errorf("a method Code of package %s returns neither a text nor a constant of its package", files[0].Name)
				}
			}
		} else if describes {
			given = intoFailure(node)
		}
		for _, expression := range given {
			if code, ok := text(expression, constants); ok && !slices.Contains(aliyundm.Codes(), code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

func nodesOf(files []*ast.File) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		for _, file := range files {
			for node := range ast.Preorder(file) {
				if !yield(node) {
					return
				}
			}
		}
	}
}

// constantsOf returns the texts that have a name in a package.
func constantsOf(files []*ast.File) map[string]string {
	constants := map[string]string{}
	for node := range nodesOf(files) {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Names) != len(spec.Values) {
			continue
		}
		for i, name := range spec.Names {
			if value, ok := literal(spec.Values[i]); ok {
				constants[name.Name] = value
			}
		}
	}
	return constants
}

func returnedBy(function *ast.FuncDecl) []ast.Expr {
	var returned []ast.Expr
	for node := range ast.Preorder(function.Body) {
		if answer, ok := node.(*ast.ReturnStmt); ok {
			returned = append(returned, answer.Results...)
		}
	}
	return returned
}

// intoFailure returns what a statement or value puts into the code of a failure.
func intoFailure(node ast.Node) []ast.Expr {
	switch node := node.(type) {
	case *ast.CompositeLit:
		if !isNamed(node.Type, "Failure") {
			return nil
		}
		for _, element := range node.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok && isNamed(pair.Key, "Code") {
				return []ast.Expr{pair.Value}
			}
		}
	case *ast.AssignStmt:
		for i, target := range node.Lhs {
			if selected, ok := target.(*ast.SelectorExpr); ok && selected.Sel.Name == "Code" && len(node.Lhs) == len(node.Rhs) {
				return []ast.Expr{node.Rhs[i]}
			}
		}
	case *ast.CallExpr:
		if selected, ok := node.Fun.(*ast.SelectorExpr); ok && selected.Sel.Name == "set" && len(node.Args) == 2 {
			if or, ok := node.Args[0].(*ast.CallExpr); ok {
				return or.Args
			}
			return node.Args[:1]
		}
	}
	return nil
}

func isNamed(expression ast.Expr, name string) bool {
	identifier, ok := expression.(*ast.Ident)
	return ok && identifier.Name == name
}

// text returns the text that stands in an expression itself or has its name.
func text(expression ast.Expr, constants map[string]string) (string, bool) {
	if name, ok := expression.(*ast.Ident); ok {
		value, known := constants[name.Name]
		return value, known
	}
	return literal(expression)
}

func literal(expression ast.Expr) (string, bool) {
	basic, ok := expression.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(basic.Value)
	return value, err == nil
}
