package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// errUnfit says no more than that a value is not what is expected.
var errUnfit = errors.New("not what is expected")

func putAddress(c *Config, v string) error {
	host, port, err := net.SplitHostPort(v)
	if err != nil || strings.ContainsAny(host, " /") {
		return errUnfit
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return errUnfit
	}
	c.Address = v
	return nil
}

// localURL is how the machine itself reaches a server that listens on address.
func localURL(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil || port == "80" {
		return "http://localhost"
	}
	return "http://localhost:" + port
}

func putPublicURL(c *Config, v string) error {
	u, err := url.Parse(v)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || strings.ContainsAny(v, "?#"):
		return errUnfit
	case u.Path != "" && u.Path != "/":
		return errors.New("there is a path")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return errors.New("http reaches beyond this machine")
	case u.Scheme != "http" && u.Scheme != "https":
		return errUnfit
	}
	c.PublicURL = u.Scheme + "://" + u.Host
	return nil
}

// loopback says whether a host is this machine. Browsers hold names under
// localhost to be so too.
func loopback(host string) bool {
	if host = strings.ToLower(host); host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func putProxies(c *Config, v string) error {
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if ip, err := netip.ParseAddr(part); err == nil {
			ip = ip.Unmap().WithZone("")
			c.TrustedProxies = append(c.TrustedProxies, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(part)
		if err != nil {
			return fmt.Errorf("%q is neither an address nor a network", part)
		}
		c.TrustedProxies = append(c.TrustedProxies, network.Masked())
	}
	return nil
}

func putBodyLimit(c *Config, v string) error {
	const least, most = 64_000, 64_000_000
	number, unit := strings.ToLower(strings.ReplaceAll(v, " ", "")), int64(1)
	for suffix, size := range map[string]int64{"kb": 1000, "mb": 1_000_000} {
		if n, ok := strings.CutSuffix(number, suffix); ok {
			number, unit = n, size
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil || n*unit < least || n*unit > most {
		return errUnfit
	}
	c.BodyLimit = n * unit
	return nil
}

func putData(c *Config, v string) error {
	if v == "" {
		return errUnfit
	}
	if info, err := os.Stat(v); err == nil && !info.IsDir() {
		return errors.New("that is a file")
	}
	c.Data = v
	return nil
}

func putKey(c *Config, v string) error {
	const least = 32
	if len(v) < least {
		return fmt.Errorf("it has %d", len(v))
	}
	c.Key = Secret(v)
	return nil
}

func putSurveys(c *Config, v string) error {
	if _, err := os.ReadDir(v); err != nil {
		return errUnfit
	}
	c.Surveys = v
	return nil
}

func putLimits(c *Config, v string) error {
	limits := map[string]int{}
	for part := range strings.SplitSeq(v, ",") {
		name, number, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if _, twice := limits[name]; !ok || err != nil || name == "" || twice {
			return errUnfit
		}
		limits[name] = n
	}
	c.Limits = limits
	return nil
}

func putLanguage(c *Config, v string) error {
	if v != "en" && v != "da" {
		return errUnfit
	}
	c.Language = v
	return nil
}

func putZone(c *Config, v string) error {
	// The time package takes these for UTC and for whatever the machine is set to.
	if v == "" || v == "Local" {
		return errUnfit
	}
	zone, err := time.LoadLocation(v)
	if err != nil {
		return errUnfit
	}
	c.Zone = zone
	return nil
}

func putLogLevel(c *Config, v string) error {
	switch v {
	case "debug", "info", "warn", "error":
		return c.LogLevel.UnmarshalText([]byte(v))
	}
	return errUnfit
}

func putLogFormat(c *Config, v string) error {
	if v != "text" && v != "json" {
		return errUnfit
	}
	c.LogFormat = v
	return nil
}

// Secret is a text that is not to be seen: printing or logging it shows that it is
// there and no more.
type Secret string

// Reveal gives the text itself.
func (s Secret) Reveal() string { return string(s) }

// String stands for the text where it would be printed.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(secret)"
}

// GoString stands for the text where it would be printed as Go.
func (s Secret) GoString() string { return s.String() }

// LogValue stands for the text in a log line.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText stands for the text in JSON and its like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
