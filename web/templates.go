package web

import "embed"

// Templates is what lies under templates/: one file a page, and in
// templates/layout what frames them.
//
//go:embed templates
var Templates embed.FS
