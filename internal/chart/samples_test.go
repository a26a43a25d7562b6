package chart

import (
	"fmt"
	"math"
	"strings"
)

// drawer is every chart of the package.
type drawer interface{ Draw() (Figure, error) }

func ptr(x float64) *float64 { return &x }

var often = Scale{Words: []string{"Aldrig", "Sjældent", "Af og til", "Ofte", "Næsten altid"}, Min: 1, Max: 5}

// row is a facet known to ±0.3, with the value in Danish digits.
func row(label string, a Aspect, mean float64, leader *float64) Row {
	return Row{
		Label: label, Aspect: a, Mean: mean, Lo: mean - 0.3, Hi: mean + 0.3, N: 26,
		Value: strings.Replace(fmt.Sprintf("%.1f", mean), ".", ",", 1), Leader: leader,
	}
}

func compass(led bool) []Sector {
	l := func(x float64) *float64 {
		if led {
			return &x
		}
		return nil
	}
	divided := row("Kompetenceudvikling, der når ud i undervisningen", Organise, 3.1, l(3.4))
	divided.Divided = true
	return []Sector{
		{"Sæt retning", Direction, []Row{
			row("Tydelige, fælles mål", Direction, 3.9, l(3.8)),
			row("Fast fokus i ord og handling", Direction, 3.4, l(3.8)),
			row("Sammenhæng: retning for samarbejde og kompetencer", Direction, 3.5, l(3.5)),
			row("Opfølgning på læring og trivsel", Direction, 3.6, l(3.8)),
		}},
		{"Organiser kompetencer", Organise, []Row{
			row("Team som professionelle læringsfællesskaber", Organise, 3.8, l(4)),
			row("Møder og strukturer i hverdagen", Organise, 2.6, l(3.8)),
			divided,
			row("Ressourcer og særlig viden", Organise, 3.2, l(3.5)),
		}},
		{"Gå i dialog", Dialogue, []Row{
			row("Faglige samtaler", Dialogue, 3.6, l(3.8)),
			row("Tæt på undervisningen: observation og feedback", Dialogue, 2.3, l(3.6)),
			row("Nye didaktiske tiltag", Dialogue, 3.3, l(3.5)),
			row("Tillid i dialogen", Dialogue, 4.1, l(3.3)),
		}},
	}
}

func plainRows(n int, mean float64) []Row {
	names := []string{
		"Psykologisk tryghed", "Fælles ledelse", "Myndiggørelse", "Kollegial undersøgelse", "Lighed og deltagelse",
		"Relationer", "Samarbejde", "Samtale", "Coaching", "Ressourcer", "Tid til forberedelse", "Data i hverdagen",
		"Forældresamarbejde", "Overgange", "Inkluderende praksis", "Faglig fordybelse", "Elevernes stemme",
		"Trivsel", "Vejlederes mandat", "Ledelse tæt på",
	}
	var rows []Row
	for i := range n {
		rows = append(rows, row(names[i%len(names)], Plain, mean, nil))
	}
	return rows
}

var statements = []string{
	"Ledelsen oplever min undervisning med egne øjne.",
	"Ledelsen giver mig feedback på konkrete situationer i min undervisning.",
	"Feedback fra ledelsen hjælper mig med at udvikle min undervisning.",
	"Ledelsen følger op på vores samtaler om min undervisning.",
	"Når ledelsen besøger min undervisning, føles det som kontrol. (omvendt udsagn)",
}

func items(dontKnow bool, shares ...[]int) []Item {
	var out []Item
	for i, row := range shares {
		item := Item{Label: statements[i%len(statements)]}
		for _, p := range row {
			item.Shares = append(item.Shares, Share{Percent: p})
		}
		if dontKnow {
			item.DontKnow = &Share{Percent: []int{4, 4, 12, 0, 38}[i%5]}
		}
		out = append(out, item)
	}
	return out
}

func comparison(units int, panels ...Aspect) Comparison {
	names := []string{
		"Bakkebo Skole", "Birkelund Skole", "Drosselvænget Skole", "Egemark Skole", "Fjordblik Skole", "Granhøj Skole",
		"Hyldemark Skole", "Kildebo Skole", "Lærkesang Skole", "Mosevang Skole", "Nordmark Skole", "Pilebæk Skole",
		"Skrænten Skole og specialskole for børn og unge med vidtgående behov", "Tornebakken Skole", "Ørnekær Skole", "Åmosen Skole",
	}
	titles := map[Aspect]string{Direction: "Sæt retning", Organise: "Organiser kompetencer", Dialogue: "Gå i dialog", Plain: "Tillid"}
	c := Comparison{Label: "Skoler side om side på aksen fra sjældent til næsten altid.", Scale: often}
	for i := range units {
		name := names[i%len(names)]
		if i >= len(names) {
			name = fmt.Sprintf("%s %d", name, i/len(names)+1)
		}
		c.Units = append(c.Units, Unit{Name: name, Own: i == 3})
	}
	for k, a := range panels {
		p := Panel{Title: titles[a], Aspect: a, Lo: ptr(3.4), Hi: ptr(3.7), Median: ptr(3.6)}
		for i := range units {
			m := math.Round((3.5+0.4*math.Sin(float64(i*3+k)))*10) / 10
			mark := Mark{Mean: m, Lo: m - 0.2, Hi: m + 0.2, Absent: i%7 == 5}
			switch {
			case m >= 3.9:
				mark.Standing = Above
			case m <= 3.1:
				mark.Standing = Below
			}
			p.Marks = append(p.Marks, mark)
		}
		c.Panels = append(c.Panels, p)
	}
	return c
}

func trend(rounds ...string) Trend {
	t := Trend{Label: "Tolv temaer gennem tre målinger.", Scale: often, Rounds: rounds}
	for _, s := range compass(false) {
		for i, r := range s.Rows {
			p := TrendPanel{Title: r.Label, Aspect: s.Aspect}
			for k := range rounds {
				m := r.Mean - 0.1*float64(len(rounds)-1-k)
				p.Points = append(p.Points, TrendPoint{Mean: m, Lo: m - 0.3, Hi: m + 0.3, Changed: i == 0 && k == len(rounds)-1})
			}
			p.Points[0].Absent = i == 2
			t.Panels = append(t.Panels, p)
		}
	}
	return t
}

// samples are one chart of each kind in each of the shapes a round can give it.
func samples() map[string]drawer {
	all := compass(true)
	words := []Row{
		{Label: "Tydelige, fælles mål", Aspect: Direction, Lo: 3, Hi: 4.2, N: 7, WordsOnly: true},
		{Label: "Tillid i dialogen", Aspect: Dialogue, Lo: 4.5, Hi: 5, N: 7, WordsOnly: true},
		{Label: "Møder og strukturer i hverdagen", Aspect: Organise, Absent: true},
	}
	small := []Row{row("Sæt retning for arbejdet med elevernes læring", Direction, 3.3, nil), row("Gå i dialog om undervisningen", Dialogue, 4.8, nil)}
	small[0].Value, small[1].Value = "ca. 3,3", "4,8 eller højere"
	small[0].N, small[1].N = 13, 13
	extent := Scale{[]string{"I meget lav grad", "I lav grad", "I nogen grad", "I høj grad", "I meget høj grad"}, 0, 4}
	agree := Scale{[]string{"Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree"}, 1, 6}
	eleven := Scale{[]string{"Slet ikke", "1", "2", "3", "4", "5", "6", "7", "8", "9", "I allerhøjeste grad"}, 0, 10}
	two := Scale{[]string{"Nej", "Ja"}, 0, 1}
	return map[string]drawer{
		"facets":      Dots{Label: "Fire temaer på aksen fra aldrig til næsten altid.", Scale: often, Rows: all[0].Rows},
		"divided":     Dots{Label: "Delte oplevelser", Scale: often, Rows: all[1].Rows},
		"all":         Dots{Label: "Alle", Scale: often, Rows: append(append(append([]Row{}, all[0].Rows...), all[1].Rows...), all[2].Rows...)},
		"words":       Dots{Label: "Kun ord", Scale: often, Rows: words},
		"small":       Dots{Label: "Små tal", Scale: often, Rows: small},
		"extent":      Dots{Label: "0–4", Scale: extent, Rows: []Row{row("Ressourcer", Plain, 0, ptr(4)), row("Støtte", Plain, 4, nil)}},
		"six":         Dots{Label: "1–6", Scale: agree, Rows: plainRows(3, 4.2)},
		"eleven":      Dots{Label: "0–10", Scale: eleven, Rows: plainRows(2, 7.3)},
		"two":         Dots{Label: "0–1", Scale: two, Rows: plainRows(1, 0.6)},
		"emblem":      Emblem{Label: "Pejlingen", Scale: often, Sectors: all},
		"emblem-same": Emblem{Label: "Alle ens", Scale: often, Sectors: []Sector{{Rows: plainRows(6, 3)}}},
		"emblem-20":   Emblem{Label: "Tyve temaer", Scale: often, Sectors: []Sector{{Rows: plainRows(20, 4)}}},
		"emblem-3":    Emblem{Label: "Ét aspekt", Scale: extent, Sectors: []Sector{{"Gå i dialog", Dialogue, all[2].Rows[:3]}}},
		"emblem-5": Emblem{Label: "Fem aspekter", Scale: often, Sectors: []Sector{
			{"Relationer", Plain, plainRows(2, 3)}, {"Samarbejde", Plain, plainRows(3, 3.5)}, {"Lighed", Plain, plainRows(2, 4)},
			{"Samtale", Plain, plainRows(2, 2.5)}, {"Coaching", Plain, plainRows(1, 3.1)},
		}},
		"distribution": Distribution{
			Label: "Fordeling", Aspect: Dialogue, Heading: "Svar i procent", DontKnow: "Ved ikke",
			Items: items(true, []int{24, 24, 28, 24, 0}, []int{28, 36, 16, 16, 4}, []int{57, 9, 26, 4, 4}, []int{35, 35, 35, 0, 0}, []int{0, 0, 0, 0, 0}),
		},
		"distribution-11": Distribution{
			Label: "Elleve", Heading: "Svar i procent",
			Items: items(false, []int{5, 5, 10, 10, 10, 10, 10, 10, 10, 10, 10}, []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100}),
		},
		"bands": Bands{
			Label: "Tre bånd", Aspect: Organise, Heading: "Svar i procent",
			Items: []Item{
				{Label: statements[0], Shares: []Share{{Percent: 20}, {Percent: 30}, {Percent: 50}}},
				{Label: statements[1], Shares: []Share{{Percent: 10, Text: "≤ 10"}, {Percent: 0, Text: "≤ 10"}, {Percent: 90, Text: "≥ 90"}}},
				{Label: statements[2], Absent: true},
			},
		},
		"comparison":    comparison(16, Direction, Organise, Dialogue),
		"comparison-1":  comparison(3, Plain),
		"comparison-48": comparison(48, Organise),
		"trend":         trend("2024", "2025", "2026"),
		"trend-many":    trend("Forår 2021", "Forår 2022", "Forår 2023", "Forår 2024", "Forår 2025", "Forår 2026"),
	}
}
