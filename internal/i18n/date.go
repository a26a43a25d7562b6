package i18n

import (
	"strings"
	"time"
)

// monthKeys and dayKeys name the texts of months and weekdays, in the order of
// time.Month (from January) and time.Weekday (from Sunday).
var (
	monthKeys = [...]string{
		"date.january", "date.february", "date.march", "date.april", "date.may", "date.june",
		"date.july", "date.august", "date.september", "date.october", "date.november", "date.december",
	}
	dayKeys = [...]string{
		"date.sunday", "date.monday", "date.tuesday", "date.wednesday", "date.thursday", "date.friday", "date.saturday",
	}
)

// layoutKeys name the texts that say how a language writes dates. They are layouts
// of the time package, in English there as here, with the names exchanged when the
// date is written.
var layoutKeys = [...]string{
	"date.layout.date", "date.layout.long", "date.layout.short", "date.layout.day",
	"date.layout.clock", "date.layout.date_clock", "date.layout.from_day", "date.layout.from_month",
}

// ownKeys are the keys the package itself needs.
func ownKeys() []string {
	keys := []string{"language.name", "error.unexpected", "list.comma", "list.and", "quote.open", "quote.close"}
	keys = append(keys, monthKeys[:]...)
	keys = append(keys, dayKeys[:]...)
	return append(keys, layoutKeys[:]...)
}

// calendar is how a language writes dates.
type calendar struct {
	months  [12]string
	days    [7]string
	layouts map[string]layout
}

// layout is a layout of the time package taken apart at the names in it.
type layout []chunk

// chunk is a piece for the time package, or the place of a name.
type chunk struct {
	plain      string
	month, day bool
}

func (t *tongue) calendar() calendar {
	c := calendar{layouts: map[string]layout{}}
	for i, key := range monthKeys {
		c.months[i] = t.messages[key].text()
	}
	for i, key := range dayKeys {
		c.days[i] = t.messages[key].text()
	}
	for _, key := range layoutKeys {
		c.layouts[key] = cutLayout(t.messages[key].text())
	}
	return c
}

// text is the wording of a message that has but one and takes no arguments.
func (m *message) text() string { return m.forms[0].plain }

func cutLayout(s string) layout {
	const month, day = "January", "Monday"
	var l layout
	for s != "" {
		m, d := strings.Index(s, month), strings.Index(s, day)
		switch {
		case m == 0:
			l, s = append(l, chunk{month: true}), s[len(month):]
		case d == 0:
			l, s = append(l, chunk{day: true}), s[len(day):]
		default:
			end := len(s)
			for _, i := range []int{m, d} {
				if i > 0 {
					end = min(end, i)
				}
			}
			l, s = append(l, chunk{plain: s[:end]}), s[end:]
		}
	}
	return l
}

func (l *Localizer) date(t time.Time, key string) string {
	t = t.In(l.zone)
	c := &l.tongue.dates
	b := make([]byte, 0, 48)
	for _, piece := range c.layouts[key] {
		switch {
		case piece.month:
			b = append(b, c.months[t.Month()-1]...)
		case piece.day:
			b = append(b, c.days[t.Weekday()]...)
		default:
			b = t.AppendFormat(b, piece.plain)
		}
	}
	return string(b)
}

// Date is the day: "24. april 2026", "24 April 2026".
func (l *Localizer) Date(t time.Time) string { return l.date(t, "date.layout.date") }

// LongDate is the day with its weekday: "fredag den 24. april 2026", "Friday 24 April 2026".
func (l *Localizer) LongDate(t time.Time) string { return l.date(t, "date.layout.long") }

// ShortDate is the day for a narrow column: "24.4.2026", "24/4/2026".
func (l *Localizer) ShortDate(t time.Time) string { return l.date(t, "date.layout.short") }

// Day is the day where the year is plain: "24. april", "24 April".
func (l *Localizer) Day(t time.Time) string { return l.date(t, "date.layout.day") }

// Clock is the time of day: "16.00", "16:00".
func (l *Localizer) Clock(t time.Time) string { return l.date(t, "date.layout.clock") }

// DateTime is the day with its weekday and the time: "fredag den 24. april 2026 kl.
// 16.00", "Friday 24 April 2026 at 16:00".
func (l *Localizer) DateTime(t time.Time) string { return l.date(t, "date.layout.date_clock") }

// Period is the days from one to another, without saying anything twice: "13.–24.
// april 2026", "28. april – 12. maj 2026".
func (l *Localizer) Period(from, to time.Time) string {
	from, to = from.In(l.zone), to.In(l.zone)
	switch {
	case from.Year() != to.Year():
		return l.Date(from) + " – " + l.Date(to)
	case from.Month() != to.Month():
		return l.date(from, "date.layout.from_month") + " – " + l.Date(to)
	case from.Day() != to.Day():
		return l.date(from, "date.layout.from_day") + "–" + l.Date(to)
	}
	return l.Date(to)
}
