// Command pejl is the school leadership self-assessment tool: the server, and
// what an administrator does from a terminal.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"
	_ "time/tzdata" // the time zones travel with the program

	"pejl/internal/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(report(err, os.Stderr))
}

// command is one subcommand. do gets what stands behind the command's name.
type command struct {
	name  string
	short string
	do    func(ctx context.Context, c call) error
}

// call is what a command has to work with: the rest of the command line and the
// outside world.
type call struct {
	name   string // as typed: "pejl round new"
	args   []string
	getenv func(string) string
	stdout io.Writer
	stderr io.Writer
}

func commands() []command {
	return []command{
		{"serve", "run the server", serve},
		{"demo", "run the server with a demonstration municipality", demonstrate},
		{"round", "make, open, follow and close rounds", rounds},
		{"account", "add people who sign in", accounts},
		{"profile", "compute profiles from a file, without a server", profiles},
		{"check", "check instrument files", check},
		{"preview", "write an instrument as a page to read", preview},
		{"health", "ask a running server whether it is well", health},
		{"version", "say which version this is", version},
	}
}

// run does what the command line says.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	return dispatch(ctx, commands(), call{name: "pejl", args: args, getenv: getenv, stdout: stdout, stderr: stderr})
}

// dispatch finds the subcommand that the first argument names.
func dispatch(ctx context.Context, list []command, c call) error {
	if len(c.args) == 0 {
		overview(c.stderr, c.name, list)
		return usageError{fmt.Errorf("%s: say what to do", c.name)}
	}
	switch c.args[0] {
	case "-h", "-help", "--help", "help":
		overview(c.stdout, c.name, list)
		return nil
	}
	for _, cmd := range list {
		if cmd.name == c.args[0] {
			c.name, c.args = c.name+" "+cmd.name, c.args[1:]
			return cmd.do(ctx, c)
		}
	}
	overview(c.stderr, c.name, list)
	return usageError{fmt.Errorf("%s: there is no command %q", c.name, c.args[0])}
}

func overview(w io.Writer, name string, list []command) {
	_, _ = fmt.Fprintf(w, "usage: %s COMMAND [flags]\n\n", name)
	tw := tabwriter.NewWriter(w, 0, 4, 3, ' ', 0)
	for _, cmd := range list {
		_, _ = fmt.Fprintf(tw, "  %s\t%s\n", cmd.name, cmd.short)
	}
	_ = tw.Flush()
	_, _ = fmt.Fprintf(w, "\n%s COMMAND -h tells more.\n", name)
}

// usageError is a command line that cannot be followed: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errFaults says that a file has faults that have already been printed.
var errFaults = errors.New("faults were found")

// report prints an error and gives the program's exit code: 0 ok, 1 something
// was wrong with what was worked on, 2 the command line could not be followed.
func report(err error, stderr io.Writer) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errFaults):
		return 1
	case errors.As(err, &usage):
		_, _ = fmt.Fprintln(stderr, "pejl: "+strings.TrimPrefix(err.Error(), "pejl: "))
		return 2
	}
	_, _ = fmt.Fprintln(stderr, "pejl: "+words(err))
	return 1
}

// words puts an error into words for a terminal: a fault in its own sentence,
// with its cause where it has one.
func words(err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err.Error()
	}
	catalogue, loadErr := catalogue()
	if loadErr != nil {
		return err.Error()
	}
	text := catalogue.In("en").Error(f)
	if f.Err != nil {
		text += " (" + f.Err.Error() + ")"
	}
	return text
}
