package archtest

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"
)

// compose reads docker-compose.yml and .env the way `docker compose` does, with
// its own library.
func compose(t *testing.T, profiles ...string) *types.Project {
	t.Helper()
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	options, err := cli.NewProjectOptions(
		[]string{filepath.Join(dir, "docker-compose.yml")},
		cli.WithWorkingDirectory(dir),
		cli.WithEnvFiles(filepath.Join(dir, ".env")),
		cli.WithDotEnv,
		cli.WithDefaultProfiles(profiles...),
	)
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatalf("docker-compose.yml: %v", err)
	}
	return project
}

func TestComposeProfiles(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		profiles []string
		want     []string
	}{
		"SQLite when nothing is said": {nil, []string{"pejl"}},
		"PostgreSQL when asked for":   {[]string{"postgres"}, []string{"pejl-postgres", "postgres"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := slices.Sorted(maps.Keys(compose(t, tt.profiles...).Services))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("services (-want +got):\n%s", diff)
			}
		})
	}
}

func TestComposeServices(t *testing.T) {
	t.Parallel()
	project := compose(t, "sqlite", "postgres")
	port := exposed(t)
	for name, service := range project.Services {
		for key, value := range service.Environment {
			if value != nil && strings.Contains(*value, "://") && strings.Contains(*value, "@") {
				t.Errorf("%s: %s holds a password; give it as a file", name, key)
			}
		}
		for _, secret := range service.Secrets {
			if file := project.Secrets[secret.Source].File; !strings.HasPrefix(file, filepath.Join(project.WorkingDir, "secrets")) {
				t.Errorf("%s: secret %s lies in %q, outside the ignored directory secrets", name, secret.Source, file)
			}
		}
		if service.Build == nil {
			continue
		}
		for key, value := range service.Environment {
			if !setting(key) {
				t.Errorf("%s sets %s, which is no setting", name, key)
			}
			if file, ok := strings.CutPrefix(*value, "/run/secrets/"); ok {
				if !slices.ContainsFunc(service.Secrets, func(s types.ServiceSecretConfig) bool { return s.Source == file }) {
					t.Errorf("%s reads %s from %s, a secret it is not given", name, key, *value)
				}
			}
		}
		if service.Build.Dockerfile != "Dockerfile" || service.Build.Context != project.WorkingDir {
			t.Errorf("%s is built from %s in %s", name, service.Build.Dockerfile, service.Build.Context)
		}
		if !service.ReadOnly || len(service.CapDrop) == 0 {
			t.Errorf("%s may write to its image or keeps capabilities", name)
		}
		for _, p := range service.Ports {
			if p.Target != port {
				t.Errorf("%s publishes port %d, the image exposes %d", name, p.Target, port)
			}
		}
		if len(service.Ports) == 0 {
			t.Errorf("%s publishes no port", name)
		}
	}
}
