package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"pejl/internal/config"
)

// stages reads the Dockerfile with the parser that builds it.
func stages(t *testing.T) []instructions.Stage {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	result, err := parser.Parse(f)
	if err != nil {
		t.Fatalf("Dockerfile: %v", err)
	}
	for _, w := range result.Warnings {
		t.Errorf("Dockerfile: %s", w.Short)
	}
	list, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		t.Fatalf("Dockerfile: %v", err)
	}
	return list
}

// last is the command of a kind that the final image keeps.
func last[C instructions.Command](t *testing.T) C {
	t.Helper()
	all := stages(t)
	for _, c := range slices.Backward(all[len(all)-1].Commands) {
		if command, ok := c.(C); ok {
			return command
		}
	}
	var none C
	t.Fatalf("the final stage of the Dockerfile has no %T", none)
	return none
}

// exposed is the port the image says it listens on.
func exposed(t *testing.T) uint32 {
	t.Helper()
	port, err := strconv.ParseUint(last[*instructions.ExposeCommand](t).Ports[0], 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(port)
}

func TestDockerfileCopiesWhatExists(t *testing.T) {
	t.Parallel()
	all := stages(t)
	ignored := dockerignore(t)
	for i, stage := range all {
		for _, c := range stage.Commands {
			command, ok := c.(*instructions.CopyCommand)
			if !ok {
				continue
			}
			if command.From != "" {
				if !slices.ContainsFunc(all[:i], func(s instructions.Stage) bool { return s.Name == command.From }) {
					t.Errorf("%s: there is no stage %s before", command, command.From)
				}
				continue
			}
			for _, path := range command.SourcePaths {
				if found, _ := filepath.Glob(filepath.Join(root, path)); len(found) == 0 {
					t.Errorf("%s: %s does not exist", command, path)
				}
				if slices.Contains(ignored, path) {
					t.Errorf("%s: .dockerignore keeps %s out", command, path)
				}
			}
		}
	}
}

func TestDockerfileFinalImage(t *testing.T) {
	t.Parallel()
	user, _, _ := strings.Cut(last[*instructions.UserCommand](t).User, ":")
	if id, err := strconv.Atoi(user); err != nil || id == 0 {
		t.Errorf("the image runs as %q; it must be a number that is not 0", user)
	}
	for what, words := range map[string][]string{
		"ENTRYPOINT":  last[*instructions.EntrypointCommand](t).CmdLine,
		"CMD":         last[*instructions.CmdCommand](t).CmdLine,
		"HEALTHCHECK": last[*instructions.HealthCheckCommand](t).Health.Test,
	} {
		if len(words) == 0 || slices.Contains(words, "/bin/sh") || slices.Contains(words, "CMD-SHELL") {
			t.Errorf("%s is %q: the image has no shell, use the exec form", what, words)
		}
	}
	if last[*instructions.EntrypointCommand](t).PrependShell || last[*instructions.CmdCommand](t).PrependShell {
		t.Error("ENTRYPOINT or CMD is for a shell, and the image has none: use the exec form")
	}
	env := map[string]string{}
	all := stages(t)
	for _, c := range all[len(all)-1].Commands {
		if command, ok := c.(*instructions.EnvCommand); ok {
			for _, pair := range command.Env {
				env[pair.Key] = pair.Value
			}
		}
	}
	settings, err := config.Parse(nil, func(name string) string { return env[name] })
	if err != nil {
		t.Errorf("the settings of the image: %v", err)
	}
	if want := ":" + strconv.FormatUint(uint64(exposed(t)), 10); settings.Address != want {
		t.Errorf("the image exposes %s and listens on %s", want, settings.Address)
	}
	if volumes := last[*instructions.VolumeCommand](t).Volumes; !slices.Contains(volumes, settings.Data) {
		t.Errorf("the image keeps its data in %s, which is none of its volumes %q", settings.Data, volumes)
	}
	for name := range env {
		if !setting(name) {
			t.Errorf("ENV sets %s, which is no setting", name)
		}
	}
}

// setting reports whether an environment variable is one that Pejl reads.
func setting(name string) bool {
	return strings.Contains(config.Table(), "`"+name+"`")
}

func TestDockerfileUsesTheGoOfTheModule(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(mod), "\ngo ")
	version, _, _ := strings.Cut(rest, "\n")
	parts := strings.Split(version, ".")
	if len(parts) < 2 {
		t.Fatalf("go.mod asks for go %q", version)
	}
	want := "golang:" + parts[0] + "." + parts[1] + "-"
	if !slices.ContainsFunc(stages(t), func(s instructions.Stage) bool { return strings.HasPrefix(s.BaseName, want) }) {
		t.Errorf("no stage of the Dockerfile builds with %s…, which go.mod asks for", want)
	}
}

func dockerignore(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(b))
}
