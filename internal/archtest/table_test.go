package archtest

// The import table: what each package may import of Pejl. A package that is not
// here fails the test, so that a new one is placed before it is used.
//
// The words in capitals stand for lists: DOMAIN is every package of the domain,
// CORE the ones among them that know of no framework, ALL is everything.
var mayImport = map[string][]string{
	"cmd/pejl": {"ALL"},

	"internal/fault":      {},
	"internal/stats":      {},
	"internal/instrument": {"internal/fault"},
	"internal/org":        {"internal/fault"},
	"internal/tally":      {"internal/instrument"},
	"internal/privacy":    {"internal/tally"},
	"internal/round": {
		"internal/fault", "internal/instrument", "internal/org", "internal/tally", "internal/privacy",
	},
	"internal/profile": {
		"internal/fault", "internal/instrument", "internal/round", "internal/tally", "internal/stats",
		"internal/privacy",
	},
	"internal/followup": {"internal/fault", "internal/org", "internal/round"},

	"internal/config": {},
	"internal/i18n":   {},
	"internal/job":    {},
	"internal/chart":  {"internal/profile", "internal/i18n"},
	"internal/export": {"internal/instrument", "internal/profile", "internal/round", "internal/i18n"},
	"internal/mail":   {"internal/fault", "internal/i18n"},
	"internal/view":   {"DOMAIN", "internal/i18n"},
	"internal/demo":   {"DOMAIN"},
	"internal/store":  {"DOMAIN", "db"},
	"internal/server": {"DOMAIN", "internal/chart", "internal/export", "internal/view", "internal/i18n"},

	"internal/store/storetest":     {"internal/store"},
	"internal/privacy/privacytest": {},
	"internal/browsertest":         {},
	"internal/archtest":            {},

	"db":      {},
	"surveys": {},
	"web":     {},
}

// domain is what Pejl is about; everything else brings it to somebody.
var domain = []string{
	"internal/fault", "internal/instrument", "internal/org", "internal/tally", "internal/stats",
	"internal/privacy", "internal/round", "internal/profile", "internal/followup",
}

// frameworks may not be reached from the domain, by any path. A name covers
// what lies below it.
var frameworks = []string{
	"database/sql", "net/http", "html/template", "net/smtp",
	"github.com/labstack/echo", "gorm.io", "github.com/pressly/goose", "modernc.org/sqlite",
	"github.com/mattn/go-sqlite3", "github.com/jackc/pgx", "github.com/go-echarts", "github.com/dop251/goja",
	"github.com/wneessen/go-mail", "github.com/xuri/excelize", "github.com/chromedp",
}

// home is where each technology lives: the one path, with what is below it,
// that may import it in the program. Tests drive the real thing and may reach
// for what they need.
var home = map[string]string{
	"github.com/labstack/echo":    "internal/server",
	"gorm.io":                     "internal/store",
	"github.com/pressly/goose":    "internal/store",
	"modernc.org/sqlite":          "internal/store",
	"github.com/jackc/pgx":        "internal/store",
	"database/sql":                "internal/store",
	"github.com/go-echarts":       "internal/chart",
	"github.com/dop251/goja":      "internal/chart",
	"html/template":               "internal/view",
	"net/smtp":                    "internal/mail",
	"github.com/wneessen/go-mail": "internal/mail",
	"github.com/xuri/excelize":    "internal/export",
	"github.com/chromedp":         "internal/browsertest",
}
