package config

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

// Driver is the kind of database.
type Driver string

// The databases Pejl runs on.
const (
	SQLite   Driver = "sqlite"
	Postgres Driver = "postgres"
)

// Database is where the answers are: the path of an SQLite file, or the URL of a
// PostgreSQL database, which may hold a password.
type Database struct {
	Driver Driver
	Source Secret
}

// String says which database it is, without its password, for logs and messages.
func (d Database) String() string {
	if d.Driver == SQLite {
		return "sqlite:" + d.Source.Reveal()
	}
	u, err := url.Parse(d.Source.Reveal())
	if err != nil {
		return string(d.Driver)
	}
	// The query may hold a password as well.
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// scheme finds the scheme of a URL; two letters at least, so that a Windows path
// such as C:\pejl.db is a path.
var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+):`)

func putDatabase(c *Config, v string) error {
	name := ""
	if m := scheme.FindStringSubmatch(v); m != nil {
		name = strings.ToLower(m[1])
	}
	switch name {
	case "postgres", "postgresql":
		u, err := url.Parse(v)
		if err != nil || !strings.HasPrefix(v[len(name):], "://") {
			// The parser's own message would repeat the password.
			return errors.New("it begins as a postgres:// URL and cannot be read as one; characters such as @ / # % in a password are written %40 %2F %23 %25")
		}
		if u.Host == "" && u.Query().Get("host") == "" || strings.Trim(u.Path, "/") == "" {
			return errors.New("the URL lacks its host or the name of the database")
		}
		c.Database = Database{Driver: Postgres, Source: Secret(v)}
		return nil
	case "sqlite", "":
		path := v
		if name != "" {
			path = strings.TrimPrefix(v[len(name)+1:], "//")
		}
		switch {
		case path == "" || strings.HasSuffix(path, "/"):
			return errors.New("that is no file")
		case strings.Contains(path, ":memory:"):
			return errors.New("what is kept in memory is lost")
		case strings.ContainsAny(path, "?#"):
			return errors.New("the path may not hold ? or #")
		}
		c.Database = Database{Driver: SQLite, Source: Secret(path)}
		return nil
	}
	return errors.New("of databases there are SQLite and PostgreSQL")
}
