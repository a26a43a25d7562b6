// Package surveys holds the built-in instruments and their dialogue guides, one
// file each, for package instrument to load.
package surveys

import "embed"

// FS holds every built-in instrument (*.yaml) and every dialogue guide
// (guides/*.yaml).
//
//go:embed *.yaml guides/*.yaml
var FS embed.FS
