package i18n_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	c := real(t)
	for _, c2 := range []struct {
		v        float64
		decimals int
		en, da   string
	}{
		{3.71, 1, "3.7", "3,7"},
		{3.75, 1, "3.8", "3,8"},
		{3.25, 1, "3.3", "3,3"},
		{2.675, 2, "2.68", "2,68"},
		{0.05, 1, "0.1", "0,1"},
		{0.04, 1, "0.0", "0,0"},
		{-0.04, 1, "0.0", "0,0"},
		{-0.05, 1, "−0.1", "−0,1"},
		{9.96, 1, "10.0", "10,0"},
		{999.5, 0, "1,000", "1.000"},
		{4, 1, "4.0", "4,0"},
		{4, 0, "4", "4"},
		{0.4, 0, "0", "0"},
		{0.5, 0, "1", "1"},
		{1234567.891, 2, "1,234,567.89", "1.234.567,89"},
		{-1234.5, 1, "−1,234.5", "−1.234,5"},
		{1e21, 0, "1,000,000,000,000,000,000,000", "1.000.000.000.000.000.000.000"},
		{1e-9, 3, "0.000", "0,000"},
		{math.NaN(), 1, "–", "–"},
		{math.Inf(-1), 1, "–", "–"},
	} {
		if en, da := c.In("en").Number(c2.v, c2.decimals), c.In("da").Number(c2.v, c2.decimals); en != c2.en || da != c2.da {
			t.Errorf("%v with %d decimals: %q and %q, want %q and %q", c2.v, c2.decimals, en, da, c2.en, c2.da)
		}
	}
}

func TestInt(t *testing.T) {
	t.Parallel()
	c := real(t)
	for _, c2 := range []struct {
		n      int
		en, da string
	}{
		{0, "0", "0"}, {7, "7", "7"}, {999, "999", "999"}, {1000, "1,000", "1.000"}, {-12, "−12", "−12"},
		{-1234567, "−1,234,567", "−1.234.567"}, {math.MinInt, "−9,223,372,036,854,775,808", "−9.223.372.036.854.775.808"},
	} {
		if en, da := c.In("en").Int(c2.n), c.In("da").Int(c2.n); en != c2.en || da != c2.da {
			t.Errorf("%d: %q and %q, want %q and %q", c2.n, en, da, c2.en, c2.da)
		}
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	c := real(t)
	for _, c2 := range []struct {
		share  float64
		en, da string
	}{
		{0.71, "71%", "71\u00a0%"},
		{0.145, "15%", "15\u00a0%"}, // 0.145 × 100 is a hair below 14.5
		{0.285, "29%", "29\u00a0%"},
		{0, "0%", "0\u00a0%"},
		{0.004, "0%", "0\u00a0%"},
		{1, "100%", "100\u00a0%"},
		{-0.03, "−3%", "−3\u00a0%"},
		{12.5, "1,250%", "1.250\u00a0%"},
		{math.NaN(), "–", "–"},
	} {
		if en, da := c.In("en").Percent(c2.share), c.In("da").Percent(c2.share); en != c2.en || da != c2.da {
			t.Errorf("%v: %q and %q, want %q and %q", c2.share, en, da, c2.en, c2.da)
		}
	}
}

// The Unicode locale data, read anew for each number, must say the same as what was
// read off it once; only the sign and what lies midway are our own.
func TestNumbersAgreeWithTheLocaleData(t *testing.T) {
	t.Parallel()
	c := real(t)
	for lang, tag := range map[string]language.Tag{"en": language.BritishEnglish, "da": language.Danish} {
		l, p := c.In(lang), message.NewPrinter(tag)
		rapid.Check(t, func(t *rapid.T) {
			v := rapid.Float64Range(-1e7, 1e7).Draw(t, "v")
			decimals := rapid.IntRange(0, 3).Draw(t, "decimals")
			if scaled := strconv.FormatFloat(v, 'f', -1, 64); midway(scaled, decimals) {
				t.Skip("midway")
			}
			want := strings.Replace(p.Sprint(number.Decimal(v, number.Scale(decimals))), "-", "−", 1)
			if strings.Trim(want, "−0.,") == "" {
				want = strings.TrimPrefix(want, "−")
			}
			if got := l.Number(v, decimals); got != want {
				t.Fatalf("%s: %v with %d decimals is %q, by the locale data %q", lang, v, decimals, got, want)
			}
		})
	}
}

func midway(s string, decimals int) bool {
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction) == decimals+1 && strings.HasSuffix(fraction, "5")
}
