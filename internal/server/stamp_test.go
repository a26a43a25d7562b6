package server

import (
	"testing"
	"time"

	"pejl/internal/round"
)

func TestStamps(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 4, 14, 7, 3, 44, 0, time.UTC)
	s := stamps{key: []byte("0123456789abcdef")}
	page := round.Page{RoundID: 12, UnitID: 3456, Group: "staff.x", Opened: now}
	stamp := s.write("J0E0A5ZRJ2S2V", page)
	got, ok := s.read("J0E0A5ZRJ2S2V", stamp, now)
	page.Opened = now.Truncate(time.Minute)
	if !ok || got != page {
		t.Fatalf("%+v, want %+v", got, page)
	}
	if again := s.write("J0E0A5ZRJ2S2V", got); again != stamp {
		t.Error("turning a page changes the stamp")
	}
	for name, c := range map[string]struct {
		stamps
		code, stamp string
		at          time.Time
	}{
		"another code":    {s, "J0E0A5ZRJ2S2W", stamp, now},
		"another key":     {stamps{key: []byte("another key, 16+")}, "J0E0A5ZRJ2S2V", stamp, now},
		"another minute":  {s, "J0E0A5ZRJ2S2V", "1" + stamp, now},
		"a part":          {s, "J0E0A5ZRJ2S2V", stamp[:len(stamp)-1], now},
		"more":            {s, "J0E0A5ZRJ2S2V", stamp + "A", now},
		"nothing":         {s, "J0E0A5ZRJ2S2V", "", now},
		"no dots":         {s, "J0E0A5ZRJ2S2V", "abc", now},
		"a day later":     {s, "J0E0A5ZRJ2S2V", stamp, now.Add(stampLife)},
		"from the future": {s, "J0E0A5ZRJ2S2V", stamp, now.Add(-2 * time.Minute)},
	} {
		if p, ok := c.read(c.code, c.stamp, c.at); ok {
			t.Errorf("%s: read as %+v", name, p)
		}
	}
}
