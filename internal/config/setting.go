package config

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// setting is one thing that can be set, and all there is to know of it: the manual,
// the README's table and the reading of it are made from the same row.
type setting struct {
	flag     string // without dashes; empty where a flag would show a secret to every user of the machine
	variable string
	file     string // the flag beside variable+"_FILE", if secret
	secret   bool   // also read from a file named by variable+"_FILE"
	value    string // what stands for the value in the manual
	fallback string // the default, as it would be given
	unset    string // what happens without it, where the default is no value
	says     string // one sentence
	expects  string // what a good value is
	put      func(*Config, string) error
}

// settings are all there are, in the order of the manual.
func settings() []setting {
	return []setting{
		{
			flag: "address", variable: "PEJL_ADDRESS", value: "HOST:PORT", fallback: "127.0.0.1:8080", put: putAddress,
			says:    "Where to listen; without a host, on every address of the machine.",
			expects: "HOST:PORT or :PORT, with a port from 0 to 65535",
		},
		{
			flag: "public-url", variable: "PEJL_PUBLIC_URL", value: "URL", unset: "http://localhost and the port", put: putPublicURL,
			says:    "How people reach Pejl, for links, mails and QR codes; needed where others than this machine are to reach it.",
			expects: "https://HOST without a path; plain http only for localhost, since others could read what is sent",
		},
		{
			flag: "trusted-proxies", variable: "PEJL_TRUSTED_PROXIES", value: "CIDR,…", unset: "none", put: putProxies,
			says:    "Reverse proxies whose X-Forwarded-For is believed, as addresses or networks.",
			expects: "addresses or networks parted by commas, such as 127.0.0.1,10.0.0.0/8,fd00::/8",
		},
		{
			flag: "body-limit", variable: "PEJL_BODY_LIMIT", value: "SIZE", fallback: "2MB", put: putBodyLimit,
			says:    "The most that one request may send.",
			expects: "a number of bytes, kB or MB from 64kB to 64MB, such as 2MB",
		},
		{
			flag: "data", variable: "PEJL_DATA", value: "DIR", fallback: "data", put: putData,
			says:    "The directory where Pejl keeps its database and its key.",
			expects: "a directory, or a path where one can be made",
		},
		{
			flag: "database", variable: "PEJL_DATABASE", secret: true, value: "PATH|URL", unset: "pejl.db in the data directory", put: putDatabase,
			says:    "An SQLite file, or a postgres:// URL; a URL with a password is better kept in a file.",
			expects: "a path, sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME",
		},
		{
			variable: "PEJL_KEY", secret: true, file: "key-file", value: "TEXT", unset: "made at the first start and kept in the data directory", put: putKey,
			says:    "The secret behind codes and sessions, the same for all servers on one database; openssl rand -base64 32 makes one.",
			expects: "at least 32 characters",
		},
		{
			flag: "surveys", variable: "PEJL_SURVEYS", value: "DIR", unset: "none", put: putSurveys,
			says:    "A directory of instruments of your own, added to those built in.",
			expects: "a directory that can be read",
		},
		{
			flag: "limits", variable: "PEJL_LIMITS", value: "NAME=N,…", unset: "those that hold everywhere", put: putLimits,
			says:    "Stricter limits of what may be shown, for rounds that open from now on, such as means=8 for at least 8 people behind a mean.",
			expects: "names and whole numbers parted by commas, such as means=8,rate_full=70",
		},
		{
			flag: "language", variable: "PEJL_LANGUAGE", value: "en|da", fallback: "en", put: putLanguage,
			says:    "The language for those whose browser asks for none that Pejl speaks.",
			expects: "en or da",
		},
		{
			flag: "time-zone", variable: "PEJL_TIME_ZONE", value: "ZONE", fallback: "Europe/Copenhagen", put: putZone,
			says:    "The time zone in which rounds open and close and times are shown.",
			expects: "a name such as Europe/Copenhagen or UTC",
		},
		{
			flag: "log-level", variable: "PEJL_LOG_LEVEL", value: "LEVEL", fallback: "info", put: putLogLevel,
			says:    "The least serious that is logged; answering is never logged.",
			expects: "debug, info, warn or error",
		},
		{
			flag: "log-format", variable: "PEJL_LOG_FORMAT", value: "text|json", fallback: "text", put: putLogFormat,
			says:    "How log lines are written, to standard error.",
			expects: "text or json",
		},
	}
}

// find gives the value of a setting and where it was given, which is empty for the
// default. An empty variable counts as none, as compose files leave them.
func (s setting) find(flags map[string]string, getenv func(string) string) (value, source string, err error) {
	if v, ok := flags[s.flag]; ok && s.flag != "" {
		return v, "--" + s.flag, nil
	}
	if path, ok := flags[s.file]; ok && s.file != "" {
		return readSecret("--"+s.file, path)
	}
	value = getenv(s.variable)
	if s.secret {
		file := s.variable + "_FILE"
		switch path := getenv(file); {
		case path != "" && value != "":
			return "", "", fmt.Errorf("%s and %s are both given; one of them says which is meant", s.variable, file)
		case path != "":
			return readSecret(file, path)
		}
	}
	if value != "" {
		return value, s.variable, nil
	}
	return s.fallback, "", nil
}

// readSecret reads a secret from a file. An empty one is a fault, for it would
// quietly stand for the default.
func readSecret(source, path string) (string, string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", "", fmt.Errorf("%s: read the secret: %w", source, err)
	}
	value := strings.TrimSpace(string(b))
	if value == "" {
		return "", "", fmt.Errorf("%s: the file %s is empty", source, path)
	}
	return value, source, nil
}

// fault says what is wrong with a value. A secret is not repeated.
func (s setting) fault(source, value string, err error) error {
	if source == "" {
		source = "the default of " + s.variable
	}
	given := fmt.Sprintf("%q is given", value)
	if s.secret {
		given = "the value given will not do"
	}
	if !errors.Is(err, errUnfit) {
		return fmt.Errorf("%s: %s: %w; expected is %s", source, given, err, s.expects)
	}
	return fmt.Errorf("%s: %s; expected is %s", source, given, s.expects)
}
