package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestTextWidth(t *testing.T) {
	t.Parallel()
	// Arial sets these at 100 px.
	for text, want := range map[string]float64{
		"": 0, "Ofte": 77.8 + 27.8 + 27.8 + 55.6, "å": 55.6, "æ": 88.9, "ø": 61.1, "é": 55.6, "e\u0301": 55.6, "3,6": 55.6 + 27.8 + 55.6,
	} {
		if got := textWidth(text, 100, false); math.Abs(got-want) > 0.01 {
			t.Errorf("width of %q is %g, want %g", text, got, want)
		}
	}
	if regular, bold := textWidth("Tillid", 15, false), textWidth("Tillid", 15, true); bold <= regular {
		t.Errorf("bold %g is no wider than regular %g", bold, regular)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		limit float64
		want  []string
	}{
		{"Tillid i dialogen", 250, []string{"Tillid i dialogen"}},
		{"Kompetenceudvikling, der når ud i undervisningen", 250, []string{"Kompetenceudvikling, der", "når ud i undervisningen"}},
		{"  two\n words\t", 400, []string{"two words"}},
		{"", 100, nil},
		{"Læringsfællesskabskoordinatorer", 120, []string{"Læringsfælless-", "kabskoordinat-", "orer"}},
	} {
		if got := rowFace.wrap(c.text, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("wrap %q to %g: %q, want %q", c.text, c.limit, got, c.want)
		}
	}
	if got := unitFace.wrapTo("Skrænten Skole og specialskole for børn og unge", 110, 2); len(got) != 2 || !strings.HasSuffix(got[1], "…") {
		t.Errorf("cut to two lines: %q", got)
	}
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aeilmæøåWMÆ -/…,中"))).Draw(t, "text")
		limit := rapid.Float64Range(40, 400).Draw(t, "limit")
		lines := rowFace.wrap(text, limit)
		bare := strings.NewReplacer(" ", "", "-", "")
		if got, want := bare.Replace(strings.Join(lines, "")), bare.Replace(clean(text)); got != want {
			t.Fatalf("%q became %q", want, lines)
		}
		for _, l := range lines {
			if w := rowFace.width(l); w > limit && utf8.RuneCountInString(l) > 7 {
				t.Fatalf("line %q is %g wide, over %g", l, w, limit)
			}
		}
	})
}
