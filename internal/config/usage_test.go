package config_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pejl/internal/config"
)

func TestManualNamesEveryFlag(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := config.Usage(&b); err != nil {
		t.Fatal(err)
	}
	manual, table := b.String(), config.Table()
	set := flag.NewFlagSet("all", flag.ContinueOnError)
	config.Bind(set)
	set.VisitAll(func(f *flag.Flag) {
		if !strings.Contains(manual, "\n  --"+f.Name+" ") {
			t.Errorf("the manual lacks --%s", f.Name)
		}
		if !strings.Contains(table, "`--"+f.Name+" ") {
			t.Errorf("the table lacks --%s", f.Name)
		}
		if !strings.HasSuffix(f.Usage, ".") || strings.Count(f.Usage, ". ") > 0 {
			t.Errorf("--%s is not told in one sentence: %q", f.Name, f.Usage)
		}
	})
	for _, want := range []string{
		"  --address HOST:PORT, PEJL_ADDRESS\n        Where to listen; without a host, on every address of the machine.\n        Default: 127.0.0.1:8080.\n",
		"  --database PATH|URL, PEJL_DATABASE, PEJL_DATABASE_FILE\n",
		"  --key-file FILE, PEJL_KEY, PEJL_KEY_FILE\n",
	} {
		if !strings.Contains(manual, want) {
			t.Errorf("the manual lacks\n%s", want)
		}
	}
	for i, line := range strings.Split(manual, "\n") {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("line %d of the manual has %d characters: %s", i+1, n, line)
		}
	}
}

func TestTableIsMarkdown(t *testing.T) {
	t.Parallel()
	table := config.Table()
	for i, line := range strings.Split(strings.TrimSuffix(table, "\n"), "\n") {
		bars := strings.Count(line, "|") - strings.Count(line, `\|`)
		if bars != 5 || !strings.HasPrefix(line, "|") || !strings.HasSuffix(line, "|") {
			t.Errorf("line %d is no row of four: %s", i+1, line)
		}
	}
	for _, want := range []string{
		"| `--address HOST:PORT` | `PEJL_ADDRESS` | `127.0.0.1:8080` | Where to listen;",
		"| `--database PATH\\|URL` | `PEJL_DATABASE`, `PEJL_DATABASE_FILE` | pejl.db in the data directory |",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks\n%s\nin\n%s", want, table)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	c, err := config.Parse([]string{"--database", "postgres://pejl:hemmelig@db/pejl"}, env("PEJL_KEY", strings.Repeat("hemmelig", 4)))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", c, "key", c.Key)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c, "key", c.Key)
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(b) + fmt.Sprintf("%v %+v %#v %s %q %x", c, c, c, c.Key, c.Key, c.Key)
	if strings.Contains(shown, "hemmelig") || strings.Contains(shown, fmt.Sprintf("%x", "hemmelig")) {
		t.Errorf("a secret is shown: %s", shown)
	}
	if !strings.Contains(shown, "(secret)") {
		t.Errorf("nothing says that there is a secret: %s", shown)
	}
	if config.Secret("").String() != "" {
		t.Error("no secret looks like one")
	}
}
