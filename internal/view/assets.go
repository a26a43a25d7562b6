package view

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
)

// staticPrefix is where static files lie.
const staticPrefix = "/static/"

// bundles are files sent as one, so that a respondent's first page costs three
// requests: the page, one style sheet, one script.
var bundles = map[string][]string{
	"respond.css": {"css/tokens.css", "css/respond.css"},
	"app.css":     {"css/tokens.css", "css/app.css"},
}

// Assets are the files the browser fetches, each under a name that holds a hash
// of its bytes: it may be kept for ever, and a new version has a new name.
type Assets struct {
	urls  map[string]string // plain name → address
	files map[string]*Asset // address → file
	plain map[string][]byte
}

// Asset is one static file, ready to send.
type Asset struct {
	Type    string
	Body    []byte
	Gzipped []byte // nil where gzip does not make it smaller
}

// NewAssets reads the static files at the root of fsys. What the bundler built
// (dist) is left to those who need it.
func NewAssets(fsys fs.FS) (*Assets, error) {
	a := &Assets{urls: map[string]string{}, files: map[string]*Asset{}, plain: map[string][]byte{}}
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file == "dist":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		body, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		return a.add(file, body)
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	for name, parts := range bundles {
		var body []byte
		for _, part := range parts {
			if a.plain[part] == nil {
				return nil, fmt.Errorf("read static files: %s needs %s, which is not there", name, part)
			}
			body = append(body, a.plain[part]...)
		}
		if err := a.add(name, body); err != nil {
			return nil, fmt.Errorf("read static files: %w", err)
		}
	}
	return a, nil
}

func (a *Assets) add(name string, body []byte) error {
	ext := path.Ext(name)
	sum := sha256.Sum256(body)
	url := staticPrefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	f := &Asset{Type: mime.TypeByExtension(ext), Body: body}
	if f.Type == "" {
		f.Type = "application/octet-stream"
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if b.Len() < len(body)*9/10 {
		f.Gzipped = b.Bytes()
	}
	a.urls[name], a.files[url], a.plain[name] = url, f, body
	return nil
}

// URL gives the address of a file, or the empty string when there is none.
func (a *Assets) URL(name string) string { return a.urls[name] }

// File gives the file that lies at an address.
func (a *Assets) File(url string) (*Asset, bool) {
	f, ok := a.files[url]
	return f, ok
}

// Source gives the bytes of a file by its plain name, for pages that carry their
// style sheet inside.
func (a *Assets) Source(name string) []byte { return a.plain[name] }
