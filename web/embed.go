// Package web holds what the pages are made of: the files the browser fetches,
// and the script that draws the charts on the server.
package web

import "embed"

// Static is what lies under static/: files written by hand, and in static/dist
// what assets.mk builds. The pattern matches without the built part, so that
// the program compiles where npm has never run; charts are then left out.
//
//go:embed all:static
var Static embed.FS

// Locales is what lies under locales/: one catalogue of texts per language.
//
//go:embed locales/*.json
var Locales embed.FS
