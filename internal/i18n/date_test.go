package i18n_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones, on machines without them
)

func TestDates(t *testing.T) {
	t.Parallel()
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	c := real(t)
	en, da := c.In("en").WithZone(copenhagen), c.In("da").WithZone(copenhagen)
	at := time.Date(2026, 4, 24, 14, 0, 0, 0, time.UTC)    // 16.00 in summer time
	late := time.Date(2026, 5, 31, 22, 30, 0, 0, time.UTC) // the next day, and month, in Denmark
	winter := time.Date(2025, 12, 31, 23, 5, 0, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"date", en.Date(at), "24 April 2026"},
		{"dato", da.Date(at), "24. april 2026"},
		{"long date", en.LongDate(at), "Friday 24 April 2026"},
		{"lang dato", da.LongDate(at), "fredag den 24. april 2026"},
		{"short date", en.ShortDate(at), "24/4/2026"},
		{"kort dato", da.ShortDate(at), "24.4.2026"},
		{"day", en.Day(at), "24 April"},
		{"dag", da.Day(at), "24. april"},
		{"clock", en.Clock(at), "16:00"},
		{"klokken", da.Clock(at), "16.00"},
		{"date and time", en.DateTime(at), "Friday 24 April 2026 at 16:00"},
		{"dato og tid", da.DateTime(at), "fredag den 24. april 2026 kl. 16.00"},
		{"after midnight", en.DateTime(late), "Monday 1 June 2026 at 00:30"},
		{"efter midnat", da.DateTime(late), "mandag den 1. juni 2026 kl. 00.30"},
		{"winter", en.DateTime(winter), "Thursday 1 January 2026 at 00:05"},
		{"without a zone it is UTC", c.In("en").DateTime(at), "Friday 24 April 2026 at 14:00"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestEveryMonthAndDayHasItsName(t *testing.T) {
	t.Parallel()
	c := real(t)
	months := map[string][]string{
		"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		"da": {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
	}
	days := map[string][]string{
		"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		"da": {"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
	}
	for lang := range months {
		l := c.In(lang)
		dot := map[string]string{"da": "."}[lang]
		den := map[string]string{"da": " den"}[lang]
		for i, name := range months[lang] {
			if got, want := l.Day(time.Date(2026, time.Month(i+1), 3, 0, 0, 0, 0, time.UTC)), "3"+dot+" "+name; got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
		for i, name := range days[lang] {
			first := time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC) // 1 March 2026 is a Sunday
			want := name + den + " " + l.Date(first)
			if got := l.LongDate(first); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

func TestPeriod(t *testing.T) {
	t.Parallel()
	c := real(t)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 9, 0, 0, 0, time.UTC) }
	for _, c2 := range []struct {
		from, to time.Time
		en, da   string
	}{
		{day(2026, 4, 13), day(2026, 4, 24), "13–24 April 2026", "13.–24. april 2026"},
		{day(2026, 4, 28), day(2026, 5, 12), "28 April – 12 May 2026", "28. april – 12. maj 2026"},
		{day(2025, 12, 28), day(2026, 1, 12), "28 December 2025 – 12 January 2026", "28. december 2025 – 12. januar 2026"},
		{day(2026, 4, 13), day(2026, 4, 13), "13 April 2026", "13. april 2026"},
	} {
		if en, da := c.In("en").Period(c2.from, c2.to), c.In("da").Period(c2.from, c2.to); en != c2.en || da != c2.da {
			t.Errorf("%q and %q, want %q and %q", en, da, c2.en, c2.da)
		}
	}
}
