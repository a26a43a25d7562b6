package chart

import "math"

// The colours of the style sheet in their light values. Options carry these;
// the finished drawing names the custom property instead, with the light value
// to fall back on, so that one drawing serves light, dark and paper.
const (
	paper = "#fbfaf6"
	sand  = "#f2efe7"
	line  = "#ddd8cc"
	rule  = "#858075"
	ink   = "#1d2125"
	ink2  = "#43494f"
	ink3  = "#5f656b"
	mute  = "#b9b4a8"
)

// hue is what one aspect is drawn with.
type hue struct {
	mark, ink, tint string
	ramp            [5]string
}

var hues = map[Aspect]hue{
	Direction: {"#1c386e", "#1d396d", "#e7edf9", [5]string{"#dde7f8", "#bbcdee", "#8fabde", "#496ba8", "#284377"}},
	Organise:  {"#964f0d", "#7e4412", "#fbece2", [5]string{"#f5e2d6", "#e7c4ad", "#d29e7a", "#995a28", "#6a3501"}},
	Dialogue:  {"#29998f", "#076059", "#e1f5f2", [5]string{"#d8ebe8", "#b0d5d0", "#7bb8b1", "#1f7b73", "#00524b"}},
	Plain:     {ink2, ink, sand, [5]string{sand, line, mute, ink3, ink}},
}

func (a Aspect) hue() hue {
	if h, ok := hues[a]; ok {
		return h
	}
	return hues[Plain]
}

// properties leads from a colour in an option to its name in the style sheet.
var properties = map[string]string{
	paper: "paper", sand: "sand", line: "line", rule: "rule",
	ink: "ink", ink2: "ink2", ink3: "ink3", mute: "mute",
	"#1c386e": "d", "#1d396d": "d-ink", "#e7edf9": "d-tint",
	"#dde7f8": "d1", "#bbcdee": "d2", "#8fabde": "d3", "#496ba8": "d4", "#284377": "d5",
	"#964f0d": "o", "#7e4412": "o-ink", "#fbece2": "o-tint",
	"#f5e2d6": "o1", "#e7c4ad": "o2", "#d29e7a": "o3", "#995a28": "o4", "#6a3501": "o5",
	"#29998f": "t", "#076059": "t-ink", "#e1f5f2": "t-tint",
	"#d8ebe8": "t1", "#b0d5d0": "t2", "#7bb8b1": "t3", "#1f7b73": "t4", "#00524b": "t5",
}

// tones spreads the five tones of a ramp over n options, as indices 0 to 4.
// Beyond five options neighbours share a tone and a gap keeps them apart.
func tones(n int) []int {
	switch n {
	case 1:
		return []int{2}
	case 2:
		return []int{1, 4}
	case 3:
		return []int{1, 2, 4}
	case 4:
		return []int{0, 1, 3, 4}
	}
	out := make([]int, n)
	for k := range out {
		out[k] = int(math.Round(float64(k) * 4 / float64(n-1)))
	}
	return out
}

// Tones says in which of the five tones of a ramp each of n options is drawn, from
// lowest to highest, as indices 0 to 4.
func Tones(n int) []int { return tones(n) }

// labelOn is the text colour that can be read on a tone of a ramp.
func labelOn(tone int) string {
	if tone < 3 {
		return ink
	}
	return paper
}
