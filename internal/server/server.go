// Package server speaks HTTP: it turns a request into one call on a service and
// the result into one page, and is the only place that knows of Echo.
package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"pejl/internal/chart"
	"pejl/internal/i18n"
	"pejl/internal/instrument"
	"pejl/internal/org"
	"pejl/internal/profile"
	"pejl/internal/round"
	"pejl/internal/view"
)

// Deps is what a server is made of.
type Deps struct {
	Rounds *round.Service
	People *org.Service
	Texts  *i18n.Catalogue

	Profiles *profile.Service
	Library  *instrument.Library // for dialogue guides; nil is none
	Charts   *chart.Renderer     // nil leaves charts out: tables are enough
	Drawings chart.Store         // where drawings of closed rounds are kept

	Templates fs.FS // web/templates
	Static    fs.FS // web/static

	// Key signs when a respondent's page was opened. It is the same on every
	// server of an installation and outlives a restart, or pages that are open
	// would have to be looked through once more.
	Key []byte

	PublicURL      *url.URL       // as browsers know this Pejl; nil is http on loopback
	Zone           *time.Location // of clocks on pages; nil is UTC
	Owner          string         // who runs this Pejl; may be empty
	MadeUp         bool           // everything in it is a demonstration
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	BodyLimit      int64          // bytes of a respondent's form that are taken; 0 is 2 MB

	Ready func(context.Context) error // whether the database answers; nil is yes
	Now   func() time.Time            // nil is time.Now
	Wait  Wait                        // nil really waits
	Log   *slog.Logger                // nil keeps none
}

// Server answers requests.
type Server struct {
	Deps
	pages    *view.Pages
	assets   *view.Assets
	booklets *booklets
	drawings *chart.Keeper
	drawn    drawnRounds
	stamps   stamps
	misses   *misses // wrong codes
	secure   bool    // cookies go over TLS only
	zippers  sync.Pool
	echo     *echo.Echo
}

// New makes a server. Every template and text is read now, so that what is wrong
// with them is found before the first request.
func New(d Deps) (*Server, error) {
	d = d.withDefaults()
	if len(d.Key) < 16 {
		return nil, errors.New("make a server: the key has fewer than 16 bytes")
	}
	assets, err := view.NewAssets(d.Static)
	if err != nil {
		return nil, err
	}
	pages, err := view.New(d.Templates, view.Site{Texts: d.Texts, Assets: assets, Zone: d.Zone, Owner: d.Owner, MadeUp: d.MadeUp})
	if err != nil {
		return nil, err
	}
	s := &Server{
		Deps: d, pages: pages, assets: assets,
		booklets: newBooklets(pages),
		drawings: chart.NewKeeper(d.Charts, d.Drawings, d.Log),
		drawn:    drawnRounds{done: map[int64]bool{}},
		stamps:   stamps{key: d.Key},
		misses:   newMisses(d.Now, d.Wait),
		secure:   d.PublicURL != nil && !(d.PublicURL.Scheme == "http" && loopback(d.PublicURL.Hostname())),
	}
	if s.echo, err = s.newEcho(); err != nil {
		return nil, err
	}
	return s, nil
}

func (d Deps) withDefaults() Deps {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Wait == nil {
		d.Wait = wait
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.BodyLimit == 0 {
		d.BodyLimit = 2 << 20
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	if d.Charts == nil {
		d.Charts = &chart.Renderer{}
	}
	if d.Ready == nil {
		d.Ready = func(context.Context) error { return nil }
	}
	return d
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Handler answers requests, for whoever brings a listener of their own.
func (s *Server) Handler() http.Handler { return s.echo }

// Limits on one connection. A slow phone on a bad network still sends its page in
// half a minute; nobody needs longer headers.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 60 * time.Second
	writeTimeout      = 90 * time.Second
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 20 * time.Second
	maxHeaderBytes    = 32 << 10
)

// Run serves on a listener until ctx is done. Then no new request is taken and
// those under way are finished, for up to twenty seconds.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	hs := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		// What net/http has to say names addresses, which for respondents we do not keep.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- hs.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := hs.Shutdown(stop); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
