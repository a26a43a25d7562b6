package demo

import "pejl/internal/org"

// place is one unit of the municipality and what is peculiar about it.
type place struct {
	Number  string
	Name    string
	Kind    org.Kind
	Invited int
	Rate    float64 // share of those invited who answer
	Trait   trait
}

// trait is a peculiarity that the demonstration is meant to show.
type trait int

const (
	ordinary  trait = iota
	divided         // two camps in how the organising is experienced
	blindSpot       // the leader sees things very differently from staff
	improved        // goals have become clearer since last year
	hardToSee       // few can judge what happens near the teaching
)

// municipality is Fjordby Kommune, which does not exist. Tangø Skole is so small
// that nothing may be shown of it; Naturbørnehaven Egernet is small enough to get
// the calm page in words.
func municipality() []place {
	return []place{
		{"101", "Egemark Skole", org.School, 34, .79, improved},
		{"102", "Fjordbakkeskolen", org.School, 62, .73, ordinary},
		{"103", "Havneskolen", org.School, 48, .81, blindSpot},
		{"104", "Heksebakkens Skole", org.School, 70, .70, ordinary},
		{"105", "Lindehøjskolen", org.School, 37, .68, ordinary},
		{"106", "Møllevangens Skole", org.School, 41, .83, divided},
		{"107", "Nørremarkens Skole", org.School, 55, .76, ordinary},
		{"108", "Skovkantens Skole", org.School, 21, .86, ordinary},
		{"109", "Strandvejens Skole", org.School, 27, .48, ordinary},
		{"110", "Sønderåskolen", org.School, 30, .77, hardToSee},
		{"111", "Tangø Skole", org.School, 5, .60, ordinary},
		{"112", "Åbrinkens Skole", org.School, 24, .88, ordinary},
		{"201", "Børnehuset Mågereden", org.Daycare, 23, .83, ordinary},
		{"202", "Børnehuset Solsikken", org.Daycare, 16, .81, ordinary},
		{"203", "Naturbørnehaven Egernet", org.Daycare, 9, .89, ordinary},
		{"204", "Vuggestuen Spirevippen", org.Daycare, 14, .79, ordinary},
	}
}
