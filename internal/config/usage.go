package config

import (
	"fmt"
	"io"
	"strings"
)

const manualHead = `Usage: pejl serve [FLAG…]

Serves Pejl until it is told to stop (Ctrl-C or SIGTERM).

A flag goes before its variable, and the variable before the default. A secret
may stand in a file instead, named by the variable with _FILE behind it.

`

// Usage writes the manual that pejl serve -h shows.
func Usage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(manualHead)
	for _, s := range settings() {
		b.WriteString("  " + strings.Join(s.ways(""), ", ") + "\n")
		for _, line := range wrapped(s.says, 72) {
			b.WriteString("        " + line + "\n")
		}
		b.WriteString("        Default: " + s.without("") + ".\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the manual: %w", err)
	}
	return nil
}

// Table gives the same in Markdown, for the README.
func Table() string {
	var b strings.Builder
	b.WriteString("| flag | variable | default | what it is for |\n|---|---|---|---|\n")
	for _, s := range settings() {
		var flags, variables []string
		for _, way := range s.ways("`") {
			if strings.HasPrefix(way, "`-") {
				flags = append(flags, way)
			} else {
				variables = append(variables, way)
			}
		}
		cells := []string{strings.Join(flags, ", "), strings.Join(variables, ", "), s.without("`"), s.says}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

// ways lists the flags and variables that give a setting, each in quotes.
func (s setting) ways(quote string) []string {
	var ways []string
	if s.flag != "" {
		ways = append(ways, quote+"--"+s.flag+" "+s.value+quote)
	}
	if s.file != "" {
		ways = append(ways, quote+"--"+s.file+" FILE"+quote)
	}
	ways = append(ways, quote+s.variable+quote)
	if s.secret {
		ways = append(ways, quote+s.variable+"_FILE"+quote)
	}
	return ways
}

// without says what holds when a setting is not given.
func (s setting) without(quote string) string {
	if s.fallback != "" {
		return quote + s.fallback + quote
	}
	return s.unset
}

// wrapped breaks a sentence into lines of at most so many characters.
func wrapped(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len([]rune(line+" "+word)) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}
