package config_test

import (
	"errors"
	"flag"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones, on machines without them

	"github.com/google/go-cmp/cmp"

	"pejl/internal/config"
)

// env is an environment of variables in pairs of name and value.
func env(pairs ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return m[name] }
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// secretFile writes a secret as echo does, with a newline behind it.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// compare compares secrets by what they hide, and zones by name.
func compare(t *testing.T, got, want config.Config) {
	t.Helper()
	opts := cmp.Options{
		cmp.Transformer("secret", config.Secret.Reveal),
		cmp.Transformer("zone", (*time.Location).String),
		cmp.Transformer("prefix", netip.Prefix.String),
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func defaults(t *testing.T) config.Config {
	t.Helper()
	return config.Config{
		Address: "127.0.0.1:8080", PublicURL: "http://localhost:8080", PlainHTTP: true, BodyLimit: 2_000_000,
		Data: "data", Database: config.Database{Driver: config.SQLite, Source: config.Secret(filepath.Join("data", "pejl.db"))},
		Language: "en", Zone: zone(t, "Europe/Copenhagen"), LogLevel: slog.LevelInfo, LogFormat: "text",
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	got, err := config.Parse(nil, env())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, got, defaults(t))
	if want := filepath.Join("data", "key"); got.KeyFile() != want {
		t.Errorf("the key is made in %s, want %s", got.KeyFile(), want)
	}
}

func TestEverySettingCanBeGivenBothWays(t *testing.T) {
	t.Parallel()
	surveys := t.TempDir()
	want := config.Config{
		Address: ":9000", PublicURL: "https://pejl.fjordby.dk", BodyLimit: 512_000,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")},
		Data:           "/srv/pejl", Database: config.Database{Driver: config.Postgres, Source: "postgres://pejl:hemmelig@db/pejl"},
		Key: "0123456789abcdef0123456789abcdef", Surveys: surveys, Limits: map[string]int{"means": 8, "rate_full": 70},
		Language: "da", Zone: zone(t, "America/Nuuk"), LogLevel: slog.LevelDebug, LogFormat: "json",
	}
	values := map[string]string{
		"address": ":9000", "public-url": "https://pejl.fjordby.dk/", "body-limit": "512 kB",
		"trusted-proxies": "127.0.0.1, 10.1.2.3/8,fd00::/8", "data": "/srv/pejl",
		"database": "postgres://pejl:hemmelig@db/pejl", "surveys": surveys, "limits": "means=8, rate_full=70", "language": "da",
		"time-zone": "America/Nuuk", "log-level": "debug", "log-format": "json",
	}
	t.Run("flags", func(t *testing.T) {
		t.Parallel()
		args := []string{"--key-file", secretFile(t, want.Key.Reveal())}
		for name, value := range values {
			args = append(args, "--"+name, value)
		}
		got, err := config.Parse(args, env())
		if err != nil {
			t.Fatal(err)
		}
		compare(t, got, want)
	})
	t.Run("variables", func(t *testing.T) {
		t.Parallel()
		pairs := []string{"PEJL_KEY", want.Key.Reveal()}
		for name, value := range values {
			pairs = append(pairs, "PEJL_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_")), value)
		}
		got, err := config.Parse(nil, env(pairs...))
		if err != nil {
			t.Fatal(err)
		}
		compare(t, got, want)
	})
	t.Run("no setting is left out here", func(t *testing.T) {
		t.Parallel()
		set := flag.NewFlagSet("all", flag.ContinueOnError)
		config.Bind(set)
		set.VisitAll(func(f *flag.Flag) {
			if _, ok := values[f.Name]; !ok && f.Name != "key-file" {
				t.Errorf("--%s is not tried", f.Name)
			}
		})
	})
}

func TestPrecedence(t *testing.T) {
	t.Parallel()
	file := secretFile(t, "from-file.db")
	for _, c := range []struct {
		name string
		args []string
		env  func(string) string
		want string
	}{
		{"default", nil, env(), filepath.Join("data", "pejl.db")},
		{"default in the directory given", []string{"--data", "/srv"}, env(), filepath.Join("/srv", "pejl.db")},
		{"an empty variable is none", nil, env("PEJL_DATABASE", ""), filepath.Join("data", "pejl.db")},
		{"variable", nil, env("PEJL_DATABASE", "env.db"), "env.db"},
		{"file", nil, env("PEJL_DATABASE_FILE", file), "from-file.db"},
		{"file beside an empty variable", nil, env("PEJL_DATABASE", "", "PEJL_DATABASE_FILE", file), "from-file.db"},
		{"flag before variable", []string{"--database", "flag.db"}, env("PEJL_DATABASE", "env.db"), "flag.db"},
		{"flag before file", []string{"-database=flag.db"}, env("PEJL_DATABASE_FILE", file), "flag.db"},
		{"the last flag", []string{"--database", "one.db", "--database", "two.db"}, env(), "two.db"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Parse(c.args, c.env)
			if err != nil {
				t.Fatal(err)
			}
			if got.Database.Source.Reveal() != c.want {
				t.Errorf("the database is %q, want %q", got.Database.Source.Reveal(), c.want)
			}
		})
	}
}

func TestFaultsSayWhereWhatAndWhy(t *testing.T) {
	t.Parallel()
	short := secretFile(t, "kort")
	empty := secretFile(t, " ")
	for _, c := range []struct {
		name string
		args []string
		env  func(string) string
		want []string
	}{
		{"unknown flag", []string{"--adress", ":80"}, env(), []string{"--adress is not a flag of pejl serve; there are --address, --body-limit, "}},
		{"flag without value", []string{"--address"}, env(), []string{"--address stands without a value"}},
		{"word", []string{"now"}, env(), []string{`"now" is not a flag: pejl serve takes flags only`}},
		{"address", []string{"--address", "8080"}, env(), []string{`--address: "8080" is given; expected is HOST:PORT`}},
		{"port", nil, env("PEJL_ADDRESS", ":99999"), []string{`PEJL_ADDRESS: ":99999" is given`}},
		{"address as URL", nil, env("PEJL_ADDRESS", "http://localhost:80"), []string{`PEJL_ADDRESS: "http://localhost:80" is given`}},
		{"public URL without scheme", nil, env("PEJL_PUBLIC_URL", "pejl.dk"), []string{`PEJL_PUBLIC_URL: "pejl.dk" is given; expected is https://HOST`}},
		{"public URL in plain", nil, env("PEJL_PUBLIC_URL", "http://pejl.dk"), []string{"http reaches beyond this machine; expected is https://HOST"}},
		{"public URL with path", nil, env("PEJL_PUBLIC_URL", "https://pejl.dk/x"), []string{"there is a path"}},
		{"public URL with query", nil, env("PEJL_PUBLIC_URL", "https://pejl.dk?x"), []string{"PEJL_PUBLIC_URL"}},
		{"public URL of another kind", nil, env("PEJL_PUBLIC_URL", "ftp://pejl.dk"), []string{"PEJL_PUBLIC_URL"}},
		{"public URL with a user", nil, env("PEJL_PUBLIC_URL", "https://me@pejl.dk"), []string{"PEJL_PUBLIC_URL"}},
		{"proxy", nil, env("PEJL_TRUSTED_PROXIES", "10.0.0.0/8,nginx"), []string{`"nginx" is neither an address nor a network`}},
		{"network", nil, env("PEJL_TRUSTED_PROXIES", "10.0.0.0/33"), []string{`"10.0.0.0/33" is neither`}},
		{"body limit in words", []string{"--body-limit", "much"}, env(), []string{`--body-limit: "much" is given; expected is a number of bytes`}},
		{"body limit too small", []string{"--body-limit", "1kB"}, env(), []string{"from 64kB to 64MB"}},
		{"body limit too large", []string{"--body-limit", "99999999MB"}, env(), []string{"from 64kB to 64MB"}},
		{"body limit below nought", []string{"--body-limit=-2MB"}, env(), []string{"from 64kB to 64MB"}},
		{"data is a file", []string{"--data", short}, env(), []string{"that is a file; expected is a directory"}},
		{"data is nothing", []string{"--data", ""}, env(), []string{`--data: "" is given`}},
		{"database of another kind", nil, env("PEJL_DATABASE", "mysql://root:hemmelig@db/pejl"), []string{"PEJL_DATABASE: ", "SQLite and PostgreSQL"}},
		{"database in memory", nil, env("PEJL_DATABASE", ":memory:"), []string{"what is kept in memory is lost"}},
		{"database is a directory", nil, env("PEJL_DATABASE", "sqlite:/data/"), []string{"that is no file"}},
		{"database path with options", nil, env("PEJL_DATABASE", "pejl.db?mode=ro"), []string{"may not hold ? or #"}},
		{"database without name", nil, env("PEJL_DATABASE", "postgres://pejl:hemmelig@db/"), []string{"lacks its host or the name"}},
		{"database without host", nil, env("PEJL_DATABASE", "postgres:///pejl"), []string{"lacks its host or the name"}},
		{"password not escaped", nil, env("PEJL_DATABASE", "postgres://pejl:hemmelig%@db/pejl"), []string{"%40"}},
		{"postgres without slashes", nil, env("PEJL_DATABASE", "postgres:pejl"), []string{"cannot be read"}},
		{"both value and file", nil, env("PEJL_KEY", "hemmelig", "PEJL_KEY_FILE", short), []string{"PEJL_KEY and PEJL_KEY_FILE are both given"}},
		{"file missing", nil, env("PEJL_KEY_FILE", short+"er"), []string{"PEJL_KEY_FILE: read the secret: open ", "no such file"}},
		{"file empty", []string{"--key-file", empty}, env(), []string{"--key-file: the file " + empty + " is empty"}},
		{"key too short", nil, env("PEJL_KEY_FILE", short), []string{"PEJL_KEY_FILE: the value given will not do: it has 4; expected is at least 32 characters"}},
		{"surveys", []string{"--surveys", "nowhere"}, env(), []string{`--surveys: "nowhere" is given; expected is a directory`}},
		{"limits without a number", nil, env("PEJL_LIMITS", "means"), []string{`PEJL_LIMITS: "means" is given; expected is names and whole numbers`}},
		{"limits given twice", nil, env("PEJL_LIMITS", "means=7,means=8"), []string{"PEJL_LIMITS"}},
		{"language", nil, env("PEJL_LANGUAGE", "sv"), []string{`PEJL_LANGUAGE: "sv" is given; expected is en or da`}},
		{"zone", nil, env("PEJL_TIME_ZONE", "CET+1"), []string{`PEJL_TIME_ZONE: "CET+1" is given; expected is a name such as Europe/Copenhagen`}},
		{"zone of the machine", nil, env("PEJL_TIME_ZONE", "Local"), []string{"PEJL_TIME_ZONE"}},
		{"log level", nil, env("PEJL_LOG_LEVEL", "INFO+2"), []string{"expected is debug, info, warn or error"}},
		{"log format", nil, env("PEJL_LOG_FORMAT", "xml"), []string{"expected is text or json"}},
		{"several at once", []string{"--language", "sv"}, env("PEJL_ADDRESS", "x", "PEJL_LOG_LEVEL", "y"),
			[]string{"--language: ", "PEJL_ADDRESS: ", "PEJL_LOG_LEVEL: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Parse(c.args, c.env)
			if err == nil {
				t.Fatalf("taken: %+v", got)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the message lacks %q:\n%v", want, err)
				}
			}
			if strings.Contains(err.Error(), "hemmelig") || strings.Contains(err.Error(), "kort") {
				t.Errorf("the message tells the secret: %v", err)
			}
		})
	}
}

func TestDatabase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		given, source, shown string
		driver               config.Driver
	}{
		{"pejl.db", "pejl.db", "sqlite:pejl.db", config.SQLite},
		{"sqlite:/var/lib/pejl.db", "/var/lib/pejl.db", "sqlite:/var/lib/pejl.db", config.SQLite},
		{"sqlite:///var/lib/pejl.db", "/var/lib/pejl.db", "sqlite:/var/lib/pejl.db", config.SQLite},
		{`C:\pejl\pejl.db`, `C:\pejl\pejl.db`, `sqlite:C:\pejl\pejl.db`, config.SQLite},
		{"postgres://pejl:hemmelig@db:5433/pejl?sslmode=disable", "postgres://pejl:hemmelig@db:5433/pejl?sslmode=disable", "postgres://db:5433/pejl", config.Postgres},
		{"postgresql:///pejl?host=/run/postgresql&password=hemmelig", "postgresql:///pejl?host=/run/postgresql&password=hemmelig", "postgresql:///pejl", config.Postgres},
	} {
		got, err := config.Parse([]string{"--database", c.given}, env())
		if err != nil {
			t.Errorf("%s: %v", c.given, err)
			continue
		}
		if d := got.Database; d.Driver != c.driver || d.Source.Reveal() != c.source || d.String() != c.shown {
			t.Errorf("%s: %s %q shown as %q, want %s %q shown as %q", c.given, d.Driver, d.Source.Reveal(), d, c.driver, c.source, c.shown)
		}
	}
}

func TestPublicURL(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		address, given, want string
		plain, warned        bool
	}{
		{":80", "", "http://localhost", true, true},
		{"127.0.0.1:9000", "", "http://localhost:9000", true, false},
		{"[::1]:9000", "", "http://localhost:9000", true, false},
		{"0.0.0.0:9000", "", "http://localhost:9000", true, true},
		{":8080", "https://pejl.dk", "https://pejl.dk", false, false},
		{":8080", "https://PEJL.dk:8443/", "https://PEJL.dk:8443", false, false},
		{":8080", "http://localhost:3000", "http://localhost:3000", true, false},
		{":8080", "http://pejl.localhost", "http://pejl.localhost", true, false},
		{":8080", "http://[::1]:8080", "http://[::1]:8080", true, false},
	} {
		got, err := config.Parse([]string{"--address", c.address}, env("PEJL_PUBLIC_URL", c.given))
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if got.PublicURL != c.want || got.PlainHTTP != c.plain || (len(got.Warnings) > 0) != c.warned {
			t.Errorf("%+v: %q, plain %v, warnings %q", c, got.PublicURL, got.PlainHTTP, got.Warnings)
		}
	}
}

func TestHelpIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, arg := range []string{"-h", "--help"} {
		if _, err := config.Parse([]string{arg}, env()); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

func TestSomeSettingsBesideOtherFlags(t *testing.T) {
	t.Parallel()
	set := flag.NewFlagSet("pejl round new", flag.ContinueOnError)
	title := set.String("title", "", "")
	given := config.Bind(set, "database", "key-file")
	if err := config.ParseFlags(set, []string{"--title", "Forår", "--database", "x.db"}); err != nil {
		t.Fatal(err)
	}
	c, err := given.Config(env("PEJL_LANGUAGE", "da"))
	if err != nil {
		t.Fatal(err)
	}
	if *title != "Forår" || c.Database.Source != "x.db" || c.Language != "da" {
		t.Errorf("title %q, database %q, language %q", *title, c.Database.Source.Reveal(), c.Language)
	}
	if set.Lookup("address") != nil || set.Lookup("key-file") == nil {
		t.Error("not the settings that were named")
	}
	err = config.ParseFlags(set, []string{"--address", ":80"})
	if want := "--address is not a flag of pejl round new; there are --database, --key-file, --title"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
