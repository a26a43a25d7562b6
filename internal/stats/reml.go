package stats

import "math"

// Random is the fit of the model y = μ + u + e, in which units differ by u with
// variance τ² and the people within a unit by e with variance σ².
type Random struct {
	Units     int     `json:"units"`
	N         int     `json:"n"`
	Mu        float64 `json:"mu"`
	SEMu      float64 `json:"se_mu"`
	Tau2      float64 `json:"tau2"`
	Sigma2    float64 `json:"sigma2"`
	Criterion float64 `json:"criterion"` // −2 · log restricted likelihood
	LRT       float64 `json:"lrt"`       // the criterion without τ², minus Criterion
	P         float64 `json:"p"`         // of LRT, where there is no variance between units
}

// RandomIntercept fits the model by restricted maximum likelihood, one
// [Moments] per unit. Over η = τ²/σ² with w_j = n_j/(1 + n_jη), μ = Σwm/Σw, Q =
// SSW + Σw(m − μ)² and σ² = Q/(N − 1), the criterion is (N − 1)(1 + log 2πσ²)
// + Σlog(1 + n_jη) + log Σw. It agrees with lme4 (Bates et al. 2015). τ² is 0
// where the likelihood falls from η = 0 on and has no higher peak beyond.
//
// Whether there is any variance between units is judged by the difference of
// the criterion from that without τ², against ½χ²₀ + ½χ²₁ (Self & Liang 1987;
// Stram & Lee 1994).
//
// It does not exist for one unit, where every unit is one person, or where
// nobody differs within units.
func RandomIntercept(units []Moments) (Random, bool) {
	a, ok := AnalyseVariance(units)
	if !ok || a.SSW <= 0 {
		return Random{}, false
	}
	m := remlModel{units: inOrder(units), n: float64(a.N), ssw: a.SSW}
	eta, ok := m.maximise()
	if !ok {
		return Random{}, false
	}
	at, null := m.at(eta), m.at(0)
	sigma2 := at.q / (m.n - 1)
	r := Random{
		Units: a.Units, N: a.N, Mu: at.mu, SEMu: math.Sqrt(sigma2 / at.w),
		Tau2: eta * sigma2, Sigma2: sigma2, Criterion: at.criterion,
		LRT: math.Max(0, null.criterion-at.criterion), P: 1,
	}
	if eta > 0 {
		r.P = zTest(math.Sqrt(r.LRT)) / 2
	}
	return exists(r, finite(r.Mu, r.SEMu, r.Tau2, r.Sigma2, r.Criterion, r.LRT, r.P))
}

type remlModel struct {
	units []Moments // in a fixed order
	n     float64
	ssw   float64
}

// remlPoint is the model at one η.
type remlPoint struct {
	mu, w, q         float64
	criterion, slope float64 // the criterion, and its derivative by η
}

func (m remlModel) at(eta float64) remlPoint {
	var p remlPoint
	var wm, w2, logs float64
	for _, u := range m.units {
		n := float64(u.N)
		w := n / (1 + n*eta)
		p.w += w
		wm += w * u.Mean
		w2 += w * w
		logs += math.Log1p(n * eta)
	}
	p.mu = wm / p.w
	p.q = m.ssw
	var fall float64
	for _, u := range m.units {
		n := float64(u.N)
		w := n / (1 + n*eta)
		d := u.Mean - p.mu
		p.q += w * d * d
		fall += w * w * d * d
	}
	p.criterion = (m.n-1)*(1+math.Log(2*math.Pi*p.q/(m.n-1))) + logs + math.Log(p.w)
	p.slope = p.w - w2/p.w - (m.n-1)*fall/p.q
	return p
}

// maximise gives the η of the smallest criterion. The slope is followed over a
// grid of powers, since the likelihood may have more than one peak, and each
// valley of the criterion is closed in on by halving. Where the criterion rises
// from 0, that is a valley too: a lone person far from the others can make another
// one beyond it, which is then the deeper or not.
func (m remlModel) maximise() (float64, bool) {
	const (
		first, last = -12, 12 // powers of ten
		perDecade   = 6
	)
	best, found := 0.0, false
	lowest := math.Inf(1)
	lo := 0.0
	if zero := m.at(0); zero.slope >= 0 {
		lowest, found, lo = zero.criterion, true, math.NaN()
	}
	for i := range (last-first)*perDecade + 1 {
		hi := math.Pow(10, first+float64(i)/perDecade)
		rises := m.at(hi).slope >= 0
		if rises && !math.IsNaN(lo) {
			eta := m.root(lo, hi)
			if c := m.at(eta).criterion; c < lowest {
				best, lowest, found = eta, c, true
			}
		}
		lo = hi
		if rises {
			lo = math.NaN() // past the valley, until the criterion falls again
		}
	}
	return best, found
}

// root closes in on the η between a falling and a rising criterion.
func (m remlModel) root(lo, hi float64) float64 {
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break
		}
		if m.at(mid).slope < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// ICC is τ²/(τ² + σ²).
func (r Random) ICC() (float64, bool) { return ratio(r.Tau2, r.Tau2+r.Sigma2) }
