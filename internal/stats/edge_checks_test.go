package stats

import "fmt"

// edgeChecks runs a case by its name, or by the first word of it.
var edgeChecks = map[string]func(check, edgeCase){
	"score": func(c check, e edgeCase) {
		for i, row := range e.sheet() {
			m, ok := ScoreMoments(len(row), sheet{row}.totals()...)
			want := c.want["scores"].([]any)[i]
			if want == nil {
				if ok {
					c.t.Errorf("person %d scored %v, want no score", i, m.Mean)
				}
			} else if !ok || m.Mean != want {
				c.t.Errorf("person %d scored %v (%v), want %v", i, m.Mean, ok, want)
			}
		}
		c.read["scores"] = true
	},
	"reverse_and_dont_know": func(c check, e edgeCase) {
		var rows []any
		for _, row := range e.sheet() {
			var out []any
			for i, x := range row {
				k, ok := Keyed(x, e.Input.Min, e.Input.Max, e.Input.Reverse == fmt.Sprintf("i%d", i+1))
				if ok {
					out = append(out, float64(k))
				} else {
					out = append(out, nil)
				}
			}
			rows = append(rows, out)
		}
		c.said("keyed", rows)
	},
	"alpha": func(c check, e edgeCase) {
		it := e.sheet().items()
		a, ok := Alpha(it)
		c.number("alpha", a, ok)
		if _, has := c.want["omega"]; has {
			o, ok := Omega(it)
			c.number("omega", o, ok)
		}
		if e.Name == "alpha_one" {
			f, fitted := OneFactor(it)
			if _, ok := Omega(it); ok || !fitted || !f.Heywood {
				c.t.Errorf("identical items: omega %v, factor %+v; want none, and a Heywood case", ok, f)
			}
		}
		if _, has := c.want["alpha_ci95"]; has {
			i, ok := AlphaInterval(a, it.N, len(it.Sum), .95)
			c.interval("alpha_ci95", i, ok)
		}
	},
	"icc": func(c check, e edgeCase) {
		a, ok := AnalyseVariance(e.units(c.t))
		icc1, has1 := a.ICC1()
		mean1, hasMean := a.ICC1MeanSize()
		icc2, has2 := a.ICC2()
		f, p, hasF := a.F()
		re, hasRE := RandomIntercept(e.units(c.t))
		for key, x := range map[string]struct {
			value float64
			ok    bool
		}{
			"ms_between": {a.MSB, ok}, "ms_within": {a.MSW, ok}, "icc1_k0": {icc1, ok && has1},
			"icc1": {icc1, ok && has1}, "icc1_mean_size": {mean1, ok && hasMean},
			"icc2": {icc2, ok && has2}, "F": {f, hasF}, "p": {p, hasF},
			"tau2": {re.Tau2, hasRE}, "reml_tau2": {re.Tau2, hasRE}, "sigma2": {re.Sigma2, hasRE},
		} {
			if _, has := c.want[key]; has {
				c.number(key, x.value, x.ok)
			}
		}
		if _, has := c.want["eb_all_equal_mu"]; has {
			for _, u := range e.units(c.t) {
				s, ok := re.Shrink(u)
				c.number("eb_all_equal_mu", s.Mean, ok)
				if p, ok := s.Above(3); ok {
					c.t.Errorf("P(above) = %v where units do not differ, want none", p)
				}
			}
			if i, _ := a.ICC1(); !Floor(i).Cut || Floor(i).Value != 0 {
				c.t.Errorf("ICC(1) = %v is shown as %+v, want 0 and said", i, Floor(i))
			}
		}
	},
	"group": func(c check, e edgeCase) {
		ys := ints(e.Input.Y)
		for len(ys) < e.Input.K {
			ys = append(ys, ys[0])
		}
		m := momentsOf(c.t, ys...)
		sd, ok := m.SD()
		c.number("sd", sd, ok)
		s, _ := OwnSpread(m)
		ci, okCI := MeanInterval(m, s, .95)
		if m.N == 1 {
			c.said("n", 1.0)
			c.interval("ci", ci, ok && okCI)
			return
		}
		c.number("mean", m.Mean, true)
		c.interval("t_ci95", ci, okCI)
		pooled, ok := PooledSpread([]Moments{m}, 1, 5)
		c.said("use_pooled", ok && pooled.Floored && pooled.SD == .8)
	},
	"mean": func(c check, e edgeCase) {
		m := momentsOf(c.t, ints(e.Input.Y)...)
		s := must[Spread](c.t, "spread")(OwnSpread(m))
		se, _ := s.StandardError(m.N)
		population := ints(e.Input.Population)[0]
		fse, okFinite := s.FiniteError(m.N, population)
		ci, _ := MeanInterval(m, s, .95)
		fci, ok := FiniteInterval(m, s, population, .95)
		if ok != okFinite {
			c.t.Errorf("interval %v, standard error %v", ok, okFinite)
		}
		if c.want["error"] != nil {
			c.said("error", map[bool]any{false: "n>N: roster is wrong"}[ok])
			return
		}
		for key, x := range map[string]float64{"mean": m.Mean, "sd": s.SD, "se": se, "se_fpc": fse} {
			if _, has := c.want[key]; has {
				c.number(key, x, true)
			}
		}
		if c.want["t_ci95"] != nil {
			c.interval("t_ci95", ci, true)
		}
		c.interval("fpc_ci95", fci, ok)
	},
	"rwg": func(c check, e edgeCase) {
		m := momentsOf(c.t, ints(e.Input.Y)...)
		null := must[float64](c.t, "null")(UniformNull(ints(e.Input.A)[0]))
		r, ok := RWG(m, null)
		c.number("rwg", r.Value, ok)
		star, okStar := RWGStar([]Moments{m}, null)
		v, okVar := m.Variance()
		for key, x := range map[string]struct {
			value float64
			ok    bool
		}{"sigma2_null": {null, true}, "var": {v, okVar}, "rwg_untruncated": {star, okStar}} {
			if _, has := c.want[key]; has {
				c.number(key, x.value, x.ok)
			}
		}
		if ok && r.Cut != (star < 0) {
			c.t.Errorf("cut = %v where the raw figure is %v", r.Cut, star)
		}
	},
	"rwgj": func(c check, e edgeCase) {
		s := e.sheet()
		options := ints(e.Input.A)[0]
		r, ok := RWGJ(s.itemMoments(c.t), must[float64](c.t, "null")(UniformNull(options)))
		c.number("rwgj", r.Value, ok)
		var counts [][]int64
		for i := range s[0] {
			counts = append(counts, s.counts(i, 1, options))
		}
		ad, ok := AverageDeviation(counts)
		c.number("ad_mean", ad, ok)
	},
	"wilson": func(c check, e edgeCase) {
		c.number("p", float64(e.Input.X)/float64(e.Input.N), true)
		i, ok := WilsonInterval(e.Input.X, e.Input.N, e.Input.Conf)
		c.interval("ci", i, ok)
	},
	"share": func(c check, e edgeCase) {
		population := ints(e.Input.Population)[0]
		i, ok := FiniteWilson(e.Input.X, e.Input.N, population, e.Input.Conf)
		c.interval("wilson_fpc", i, ok)
		i, ok = ExactShare(e.Input.X, e.Input.N, population, e.Input.Conf)
		c.interval("hypergeometric_exact", i, ok)
	},
	"hedges": func(c check, e edgeCase) {
		a, b := momentsOf(c.t, ints(e.Input.A)...), momentsOf(c.t, ints(e.Input.B)...)
		g, ok := HedgesG(b, a, .95)
		c.number("hedges_g", g.G, ok)
		c.number("diff", a.Mean-b.Mean, true)
		if !ok {
			return
		}
		c.numbers("means", []float64{a.Mean, b.Mean}, true)
		sdA, _ := a.SD()
		sdB, _ := b.SD()
		c.numbers("sds", []float64{sdA, sdB}, true)
		c.number("pooled_sd", g.SD, true)
		c.number("cohen_d", g.D, true)
		c.number("J_exact", g.J, true)
		c.number("g_var_hedges_olkin", g.Variance, true)
		c.interval("g_ci95_normal", g.Interval, true)
		c.interval("g_ci95_noncentral_t", g.Noncentral, g.HasNoncentral)
		w, ok := Welch(b, a, .95)
		inner := check{c.t, c.want["welch"].(map[string]any), map[string]bool{}}
		inner.number("t", w.T, ok)
		inner.number("df", w.DF, ok)
		inner.number("p", w.P, ok)
		inner.number("se", w.SE, ok)
		inner.interval("ci95", w.Interval, ok)
		c.read["welch"] = len(inner.read) == len(inner.want)
		population := ints(e.Input.Population)
		f, ok := FiniteDifference(b, a, population[1], population[0], .95)
		c.number("diff_se_fpc", f.SE, ok)
		c.interval("diff_ci95_fpc_normal", f.Interval, ok)
	},
	"percentile": func(c check, e edgeCase) {
		ranks, ok := PercentileRanks(e.Input.Values)
		c.numbers("ranks", ranks, ok)
		var qs []float64
		for _, p := range []float64{.25, .5, .75} {
			qs = append(qs, must[float64](c.t, "quantile")(Quantile(e.Input.Values, p)))
		}
		c.numbers("q25_50_75_type7", qs, true)
	},
	"goldstein": func(c check, e edgeCase) {
		m, ok := GoldsteinHealy(e.Input.SE, .05)
		c.number("multiplier", m, ok)
	},
	"rank": func(c check, e edgeCase) {
		c.number("z", jointQuantile(1-e.Input.Alpha, len(e.Input.Est)), true)
		ranges, ok := RankRanges(e.Input.Est, e.Input.SE, 1-e.Input.Alpha)
		var best, worst []float64
		for _, r := range ranges {
			best, worst = append(best, float64(r.Best)), append(worst, float64(r.Worst))
		}
		c.numbers("best", best, ok)
		c.numbers("worst", worst, ok)
	},
	"bh": func(c check, e edgeCase) {
		bh, ok := BenjaminiHochberg(e.Input.P)
		c.numbers("bh", bh, ok)
		holm, ok := Holm(e.Input.P)
		c.numbers("holm", holm, ok)
	},
	"favourable": func(c check, e edgeCase) {
		got := map[string]any{}
		words := map[Side]any{Favourable: "fav", Neutral: "neutral", Unfavourable: "unfav"}
		for x := e.Input.Min; x <= e.Input.Max; x++ {
			s, ok := SideOf(x, 1, e.Input.Min, e.Input.Max)
			if !ok {
				c.t.Errorf("%d has no side", x)
			}
			got[fmt.Sprint(x)] = words[s]
		}
		c.said("map", got)
	},
}
