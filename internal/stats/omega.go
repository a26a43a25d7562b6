package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A Factor is the fit of one common factor to k items by maximum likelihood,
// on the correlations.
type Factor struct {
	// Loadings and Uniqueness are those of the standardised items, k each.
	Loadings   []float64 `json:"loadings"`
	Uniqueness []float64 `json:"uniqueness"`
	// Discrepancy is the fitting function log|Σ| − log|R| + tr(RΣ⁻¹) − k at
	// its minimum.
	Discrepancy float64 `json:"discrepancy"`
	// Total is omega total of the sum of the items in their own units.
	Total float64 `json:"total"`
	// Heywood says that the uniqueness of an item runs to 0, as it also does
	// where an item is a combination of others.
	Heywood bool `json:"heywood,omitempty"`
	// Ambiguous says that the likelihood has a second peak, so that which
	// factor is meant depends on where one starts.
	Ambiguous bool `json:"ambiguous,omitempty"`
}

const (
	heywoodAt     = 1e-6  // a uniqueness below this runs to 0
	factorSteps   = 500   // of Newton's method, at most
	factorSettled = 1e-12 // the change in every log uniqueness at the end
	factorClose   = 1e-4  // below this change the peak is close
	samePeak      = 1e-5  // peaks differ by more than this in some log uniqueness
)

// Omega is omega total, (Σλ)²/((Σλ)² + Σψ), of the covariances of complete
// cases (McDonald 1999), from [OneFactor]. It does not exist for fewer than
// three items, where a uniqueness runs to 0, or where the likelihood has two
// peaks.
func Omega(it Items) (float64, bool) {
	f, ok := OneFactor(it)
	if !ok || f.Heywood || f.Ambiguous {
		return 0, false
	}
	return f.Total, true
}

// OneFactor fits one factor to at least three items by maximum likelihood
// (Rubin & Thayer 1982 for the likelihood). For given uniquenesses ψ the best
// loadings are known from the eigenvalues θ of Ψ^−½RΨ^−½, and what remains,
// Σ_{m≥2}(θ_m − 1 − log θ_m), is minimised over log ψ by Newton's method
// (Jöreskog 1967; Clarke 1970), from several starts: a second peak is looked
// for near each item and its closest companion. It does not exist where an
// item has no variance, or no start leads anywhere.
func OneFactor(it Items) (Factor, bool) {
	k := len(it.Sum)
	if !it.valid() || k < 3 || it.N < 2 {
		return Factor{}, false
	}
	r := mat.NewSymDense(k, nil)
	sds := make([]float64, k)
	for i := range k {
		v, ok := it.Item(i)
		sd, ok2 := v.SD()
		if !ok || !ok2 || sd == 0 {
			return Factor{}, false
		}
		sds[i] = sd
		for j := range i {
			c, ok := it.Correlation(i, j)
			if !ok {
				return Factor{}, false
			}
			r.SetSym(i, j, c)
		}
		r.SetSym(i, i, 1)
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(r, false) {
		return Factor{}, false
	}
	if eigen.Values(nil)[0] < 1e-10 {
		return Factor{Heywood: true}, true
	}
	model := factorModel{r: r, k: k}
	var best *factorPoint
	lowestEdge := math.Inf(1)
	ambiguous := false
	for _, start := range model.starts() {
		p, end := model.minimise(start)
		switch end {
		case atEdge:
			lowestEdge = math.Min(lowestEdge, p.f)
		case atPeak:
			if best != nil && distance(best.x, p.x) > samePeak {
				ambiguous = true
			}
			if best == nil || p.f < best.f {
				best = p
			}
		case nowhere:
		}
	}
	switch {
	case best == nil && math.IsInf(lowestEdge, 1):
		return Factor{}, false
	case best == nil || lowestEdge < best.f-1e-12:
		return Factor{Heywood: true}, true
	}
	f := best.factor()
	f.Ambiguous = ambiguous
	var common, unique float64
	for i, sd := range sds {
		common += sd * f.Loadings[i]
		unique += sd * sd * f.Uniqueness[i]
	}
	f.Total = common * common / (common*common + unique)
	return exists(f, finite(f.Total, f.Discrepancy))
}

// distance is the largest difference of two vectors in any place.
func distance(a, b []float64) float64 {
	d := 0.0
	for i := range a {
		d = math.Max(d, math.Abs(a[i]-b[i]))
	}
	return d
}
