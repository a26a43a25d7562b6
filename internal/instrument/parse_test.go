package instrument_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pejl/internal/instrument"
)

// right is an instrument with one of everything, in which faults are planted.
func right(t testing.TB) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "right.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// plant replaces the first place where old stands, which must exist.
func plant(t testing.TB, src, old, new string) string {
	t.Helper()
	if !strings.Contains(src, old) {
		t.Fatalf("the file to plant in has no %q", old)
	}
	return strings.Replace(src, old, new, 1)
}

func TestParseReadsEverything(t *testing.T) {
	t.Parallel()
	in, faults := instrument.Parse("right.yaml", []byte(right(t)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	tx := func(en, da string) instrument.Text { return instrument.Text{"en": en, "da": da} }
	want := &instrument.Instrument{
		ID: "small", Version: "1.0", Status: "draft, not validated", Licence: "CC BY 4.0",
		Languages: []string{"en", "da"}, Form: instrument.Long,
		Title: tx("A small instrument", "Et lille spørgeskema"),
		About: tx("It holds one of everything that an instrument may hold.", "Det rummer én af hver ting, et spørgeskema kan rumme."),
		Perspectives: []instrument.Perspective{
			{
				ID: "staff", Name: tx("staff", "medarbejdere"), Referent: tx("our leaders", "ledelsen"),
				Means: tx("The principal and the deputies.", "Skolelederen og viceskolelederne."),
			},
			{ID: "leader", Name: tx("leaders", "ledere")},
		},
		Scales: []instrument.Scale{
			{
				ID: "often", Min: 0, Stem: tx("How often does this apply?", "Hvor ofte gælder det?"),
				Options:  []instrument.Text{tx("Never", "Aldrig"), tx("Sometimes", "Af og til"), tx("Always", "Altid")},
				DontKnow: tx("Don't know", "Ved ikke"),
			},
			{
				ID: "much", Min: 1, Stem: tx("To what extent does this apply?", "I hvilken grad gælder det?"),
				Options: []instrument.Text{tx("Not at all", "Slet ikke"), tx("Fully", "Fuldt ud")},
			},
		},
		Aspects: []instrument.Aspect{
			{ID: "G", Name: tx("Goals", "Mål")},
			{ID: "W", Name: tx("Ways", "Veje"), Says: tx("Leaders find ways.", "Ledelsen finder veje.")},
		},
		Facets: []instrument.Facet{
			{
				ID: "G1", Name: tx("Clear goals", "Tydelige mål"), Aspect: "G", Scale: "often", Constructs: "goal setting",
				Items: []instrument.Item{
					{ID: "G1.1", Facet: "G1", Short: true, Text: map[string]instrument.Text{
						"staff":  tx("Our leaders say what matters.", "Ledelsen siger, hvad der er vigtigt."),
						"leader": tx("I say what matters.", "Jeg siger, hvad der er vigtigt."),
					}},
					{ID: "G1.2", Facet: "G1", Reverse: true, Text: map[string]instrument.Text{
						"staff":  tx("I am in doubt about our goals.", "Jeg er i tvivl om vores mål."),
						"leader": tx("Staff are in doubt about our goals.", "Medarbejderne er i tvivl om vores mål."),
					}},
				},
			},
			{
				ID: "G2", Name: tx("Shared goals", "Fælles mål"), Aspect: "G", Scale: "often",
				Items: []instrument.Item{{ID: "G2.1", Facet: "G2", Short: true, Text: map[string]instrument.Text{
					"staff":  tx("We set our goals together.", "Vi sætter vores mål sammen."),
					"leader": tx("I set goals with staff.", "Jeg sætter mål med medarbejderne."),
				}}},
			},
			{
				ID: "W1", Name: tx("Room", "Plads"), Aspect: "W", Scale: "much",
				Items: []instrument.Item{{ID: "W1.1", Facet: "W1", Short: true, Text: map[string]instrument.Text{
					"staff":  tx("There is room to try.", "Der er plads til at prøve."),
					"leader": tx("I give room to try.", "Jeg giver plads til at prøve."),
				}}},
			},
		},
		Questions: []instrument.Question{
			{
				ID: "EV", Type: instrument.Single, PerAspect: true, Perspectives: []string{"staff"},
				Text:    tx("What do you base this on?", "Hvad bygger du det på?"),
				Options: []instrument.Text{tx("What I saw", "Det, jeg så"), tx("What I heard", "Det, jeg hørte")},
			},
			{
				ID: "PR", Type: instrument.Multi, Max: 2, FacetOptions: true,
				Text: tx("Which come first?", "Hvad kommer først?"),
			},
			{
				ID: "OT", Type: instrument.Open, OnRequest: true,
				Text: tx("What else?", "Hvad ellers?"), Hint: tx("Do not name persons.", "Skriv ikke navne."),
			},
		},
		Evidence: []instrument.Evidence{{Facet: "G1", Alpha: 0.81, N: 240, Source: "A pilot in four schools."}},
	}
	if diff := cmp.Diff(want, in, cmp.FilterPath(func(p cmp.Path) bool {
		last := p.Last().String()
		return last == ".items" || last == ".index"
	}, cmp.Ignore()), cmp.AllowUnexported(instrument.Instrument{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var ids []string
	for i, it := range in.Items() {
		ids = append(ids, it.ID)
		if at, ok := in.Position(it.ID); !ok || at != i {
			t.Errorf("Position(%s) = %d, want %d", it.ID, at, i)
		}
	}
	if diff := cmp.Diff([]string{"G1.1", "G1.2", "G2.1", "W1.1"}, ids); diff != "" {
		t.Error(diff)
	}
}

// What an author may do: one language, no short form, other numberings, text
// over several lines, Windows line ends, a byte order mark.
func TestParseAccepts(t *testing.T) {
	t.Parallel()
	const one = `id: min
version: "2"
status: used since 2019
licence: CC0
languages: [nb]
title: {nb: Lite}
perspectives: [{id: everybody, name: {nb: alle}}]
scales:
  - id: s
    min: -1
    stem: {nb: "Hvor ofte?"}
    options: [{nb: Aldri}, {nb: "1"}, {nb: Alltid}]
facets:
  - id: f
    name: {nb: Tema}
    items:
      - id: f.1
        text:
          everybody:
            nb: >
              En påstand som går
              over to linjer.
`
	for name, src := range map[string]string{
		"one of everything":   right(t),
		"as little as may be": one,
		"Windows":             "\xef\xbb\xbf" + strings.ReplaceAll(one, "\n", "\r\n"),
		"eleven options":      plant(t, one, "{nb: Aldri}", "{nb: a}, {nb: b}, {nb: c}, {nb: d}, {nb: e}, {nb: f}, {nb: g}, {nb: h}, {nb: i}"),
	} {
		if _, faults := instrument.Parse(name, []byte(src)); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
	in, _ := instrument.Parse("one", []byte(one))
	if got := in.Items()[0].Text["everybody"]["nb"]; got != "En påstand som går over to linjer." {
		t.Errorf("folded text is %q", got)
	}
	if s := in.Scales[0]; s.Min != -1 || s.Max() != 1 || s.DontKnow != nil {
		t.Errorf("scale is %+v", s)
	}
	if in.Facets[0].Scale != "s" {
		t.Error("the only scale was not taken")
	}
	if _, ok := in.ShortForm(); ok {
		t.Error("an instrument without marks has a short form")
	}
}
