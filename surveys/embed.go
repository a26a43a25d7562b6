// Package surveys holds the built-in instruments and their dialogue guides, one
// file each, for package instrument to load.
package surveys

import "embed"

// FS holds every built-in instrument (*.yaml), every dialogue guide
// (guides/*.yaml) and the schemas that editors check them by.
//
//go:embed *.yaml
var FS embed.FS
