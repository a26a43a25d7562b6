package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// program builds the real program once for all tests that run it as a process.
func program(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatalf("build the program: %v", err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "pejl-program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "pejl")
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return string(out), err
	}
	return path, nil
})

// process is a running server.
type process struct {
	cmd     *exec.Cmd
	address string
	log     *sync.WaitGroup
}

var isUp = regexp.MustCompile(`msg="the server is up" url=(\S+)`)

// start runs the server and waits until it says that it is up.
func start(t testing.TB, env []string) *process {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), program(t), "serve", "--address", "127.0.0.1:0", "--log-format", "text")
	cmd.Env = append(cmd.Environ(), env...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, log: &sync.WaitGroup{}}
	lines := bufio.NewScanner(stderr)
	var said string
	for p.address == "" && lines.Scan() {
		said += lines.Text() + "\n"
		if m := isUp.FindStringSubmatch(lines.Text()); m != nil {
			p.address = m[1]
		}
	}
	if p.address == "" {
		_ = cmd.Wait()
		t.Fatalf("the server did not come up:\n%s", said)
	}
	p.log.Go(func() {
		for lines.Scan() {
			if strings.Contains(lines.Text(), "level=ERROR") {
				t.Logf("server: %s", lines.Text())
			}
		}
	})
	return p
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	p.log.Wait()
	_ = p.cmd.Wait()
}
