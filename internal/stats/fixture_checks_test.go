package stats

import (
	"math"
	"slices"
	"strconv"
	"testing"
)

func all(units map[string]sheet) sheet {
	var out sheet
	for _, s := range units {
		out = append(out, s...)
	}
	return out
}

func checkScale(t *testing.T, r scaleReference, g groupReference, units map[string]sheet) {
	t.Helper()
	everybody := all(units)
	k := len(r.Spec.Items)
	m := must[Moments](t, "scores")(ScoreMoments(k, everybody.totals()...))
	if m.N != r.NScored {
		t.Errorf("%d scored, want %d", m.N, r.NScored)
	}
	near(t, "mean score", m.Mean, r.ScoreMean, exactly)
	near(t, "SD of scores", must[float64](t, "SD")(m.SD()), r.ScoreSD, exactly)
	scores := everybody.scores()
	for p, want := range r.Quantiles {
		q, _ := strconv.ParseFloat("."+p[1:], 64)
		near(t, p, must[float64](t, p)(Quantile(scores, q)), want, exactly)
	}
	checkItems(t, r, everybody)
	checkReliability(t, r, everybody)
	checkGroups(t, r, g, units)
}

func checkItems(t *testing.T, r scaleReference, everybody sheet) {
	t.Helper()
	for i, want := range r.Items {
		counts := everybody.counts(i, r.Spec.Min, r.Spec.Max)
		if !slices.Equal(counts, want.HistKeyed) {
			t.Fatalf("item %d: counts %v, want %v", i, counts, want.HistKeyed)
		}
		m := must[Moments](t, "item")(CountMoments(r.Spec.Min, counts))
		near(t, "item mean", m.Mean, want.Mean, exactly)
		near(t, "item SD", must[float64](t, "SD")(m.SD()), want.SD, exactly)
		fav, neutral, against, ok := Sides(r.Spec.Min, counts)
		if !ok || fav != want.Favourable || neutral != want.Neutral || against != want.Against {
			t.Errorf("item %d: sides %d %d %d, want %d %d %d", i, fav, neutral, against, want.Favourable, want.Neutral, want.Against)
		}
		ci := must[Interval](t, "Wilson")(WilsonInterval(int(fav), want.N, .95))
		near(t, "Wilson lower", ci.Lo, want.Wilson[0], byQuantile)
		near(t, "Wilson upper", ci.Hi, want.Wilson[1], byQuantile)
	}
}

func checkReliability(t *testing.T, r scaleReference, everybody sheet) {
	t.Helper()
	it, want := everybody.items(), r.Reliability
	k := len(it.Sum)
	if it.N != want.N {
		t.Errorf("%d complete, want %d", it.N, want.N)
	}
	a := must[float64](t, "alpha")(Alpha(it))
	near(t, "alpha", a, want.Alpha, exactly)
	for conf, ci := range map[float64][]float64{.95: want.CI95, .90: want.CI90} {
		got := must[Interval](t, "Feldt")(AlphaInterval(a, it.N, k, conf))
		near(t, "Feldt lower", got.Lo, ci[0], byQuantile)
		near(t, "Feldt upper", got.Hi, ci[1], byQuantile)
	}
	shown := must[float64](t, "consistency")(Consistency(it))
	if k == 2 {
		near(t, "Spearman–Brown", shown, want.AlphaStd, exactly)
	} else {
		near(t, "consistency", shown, want.Alpha, exactly)
	}
	for i, item := range r.Spec.Items {
		near(t, "item–rest r of "+item, must[float64](t, "item–rest r")(ItemRest(it, i)), want.ItemRest[item], exactly)
	}
	omega, ok := Omega(it)
	switch {
	case want.Omega == nil || want.Omega.Heywood || want.Omega.Unstable:
		if ok {
			t.Errorf("omega = %v, want none", omega)
		}
	default:
		if !ok {
			t.Fatal("omega does not exist")
		}
		near(t, "omega", omega, want.Omega.Raw, byIteration)
		f, _ := OneFactor(it)
		near(t, "discrepancy", f.Discrepancy, want.Omega.F, byIteration)
		for i, item := range r.Spec.Items {
			near(t, "loading of "+item, f.Loadings[i], want.Omega.Loadings[item], byIteration)
			near(t, "uniqueness of "+item, f.Uniqueness[i], want.Omega.Uniqueness[item], byIteration)
		}
	}
}

// field compares one number of a JSON object.
func field(t *testing.T, where string, in map[string]any, key string, got, tolerance float64) {
	t.Helper()
	want, ok := in[key].(float64)
	if !ok {
		t.Errorf("%s: no reference for %s", where, key)
		return
	}
	near(t, where+" "+key, got, want, tolerance)
}

func checkGroups(t *testing.T, r scaleReference, g groupReference, units map[string]sheet) {
	t.Helper()
	k := len(r.Spec.Items)
	var moments []Moments
	var ses, means []float64
	for _, want := range g.Groups {
		m := must[Moments](t, "unit")(ScoreMoments(k, units[want["group"].(string)].totals()...))
		moments = append(moments, m)
		means = append(means, m.Mean)
	}
	a := must[ANOVA](t, "ANOVA")(AnalyseVariance(moments))
	f, p, _ := a.F()
	ci := must[Interval](t, "ICC1")(a.ICC1Interval(.95))
	for key, x := range map[string]float64{
		"N": float64(a.N), "G": float64(a.Units), "ss_between": a.SSB, "ss_within": a.SSW,
		"ms_between": a.MSB, "ms_within": a.MSW, "F": f, "p": p, "k0": a.K0,
		"icc1_k0":        must[float64](t, "ICC1")(a.ICC1()),
		"icc1_mean_size": must[float64](t, "ICC1")(a.ICC1MeanSize()),
		"icc2":           must[float64](t, "ICC2")(a.ICC2()),
	} {
		field(t, "ANOVA", g.ANOVA, key, x, exactly)
	}
	limits := g.ANOVA["icc1_k0_ci95"].([]any)
	near(t, "ICC1 lower", ci.Lo, limits[0].(float64), byQuantile)
	near(t, "ICC1 upper", ci.Hi, limits[1].(float64), byQuantile)

	re := must[Random](t, "REML")(RandomIntercept(moments))
	for key, x := range map[string]float64{
		"mu": re.Mu, "se_mu": re.SEMu, "tau2": re.Tau2, "sigma2": re.Sigma2,
		"icc_reml": must[float64](t, "ICC")(re.ICC()), "reml_criterion": re.Criterion, "lrt_tau2": re.LRT,
	} {
		field(t, "REML", g.REML, key, x, byIteration)
	}
	// The p-value follows the criterion's own error, so it is held to that.
	pWant := g.REML["lrt_p_mixture"].(float64)
	if math.Abs(math.Log(re.P/pWant)) > 1e-5 {
		t.Errorf("lrt_p_mixture = %g, want %g", re.P, pWant)
	}

	within := must[Spread](t, "spread")(WithinSpread(moments))
	if pooled := must[Spread](t, "pooled spread")(PooledSpread(moments, float64(r.Spec.Min), float64(r.Spec.Max))); pooled != within {
		t.Errorf("pooled spread %+v, within %+v: nothing should be floored here", pooled, within)
	}
	var shrunken []Shrunken
	var shrunkenMeans []float64
	for _, m := range moments {
		s := must[Shrunken](t, "shrunken")(re.Shrink(m))
		shrunken = append(shrunken, s)
		shrunkenMeans = append(shrunkenMeans, s.Mean)
		ses = append(ses, must[float64](t, "SE")(within.StandardError(m.N)))
	}
	median := must[float64](t, "median")(MedianShrunken(shrunken))
	near(t, "median_eb", median, g.Bench.MedianEB, byIteration)
	for p, want := range g.Bench.Quantiles {
		q, _ := strconv.ParseFloat("."+p[1:], 64)
		near(t, p+" of means", must[float64](t, p)(Quantile(means, q)), want, exactly)
	}
	c := must[float64](t, "Goldstein–Healy")(GoldsteinHealy(ses, .05))
	near(t, "Goldstein–Healy", c, g.GH.Multiplier, byIteration)
	near(t, "joint z", jointQuantile(1-g.KWW.Alpha, len(means)), g.KWW.Z, byQuantile)
	ranges := must[[]RankRange](t, "ranks")(RankRanges(means, ses, 1-g.KWW.Alpha))
	rankMean := must[[]float64](t, "percentile ranks")(PercentileRanks(means))
	rankEB := must[[]float64](t, "percentile ranks")(PercentileRanks(shrunkenMeans))

	for i, want := range g.Groups {
		name, m, s := want["group"].(string), moments[i], shrunken[i]
		own := must[Spread](t, name)(OwnSpread(m))
		population := int(want["N_pop"].(float64))
		cond := func(key string, got, tolerance float64) { t.Helper(); field(t, name, want, key, got, tolerance) }
		cond("n", float64(m.N), exactly)
		cond("mean", m.Mean, exactly)
		cond("sd", own.SD, exactly)
		cond("se", must[float64](t, name)(own.StandardError(m.N)), exactly)
		cond("se_pooled", ses[i], exactly)
		cond("se_fpc", must[float64](t, name)(own.FiniteError(m.N, population)), exactly)
		cond("se_pooled_fpc", must[float64](t, name)(within.FiniteError(m.N, population)), exactly)
		cond("index100", must[float64](t, name)(Index(m.Mean, float64(r.Spec.Min), float64(r.Spec.Max))), exactly)
		ends := func(key string, i Interval, ok bool) {
			t.Helper()
			if !ok {
				t.Errorf("%s %s does not exist", name, key)
			}
			cond(key+"_lo", i.Lo, byQuantile)
			cond(key+"_hi", i.Hi, byQuantile)
		}
		x, ok := MeanInterval(m, own, .95)
		ends("t", x, ok)
		x, ok = FiniteInterval(m, own, population, .95)
		ends("fpc", x, ok)
		x, ok = MeanInterval(m, within, .95)
		ends("pool", x, ok)
		x, ok = FiniteInterval(m, within, population, .95)
		ends("pool_fpc", x, ok)
		cond("lambda", s.Reliability, byIteration)
		cond("eb", s.Mean, byIteration)
		cond("eb_cond_sd", s.SD, byIteration)
		cond("eb_comp_sd", s.ComparativeSD, byIteration)
		cond("p_above_mu", must[float64](t, name)(s.Above(re.Mu)), byIteration)
		cond("p_above_median_eb", must[float64](t, name)(s.Above(median)), byIteration)
		x = must[Interval](t, name)(s.Interval(.95))
		cond("eb_lo", x.Lo, byIteration)
		cond("eb_hi", x.Hi, byIteration)
		rank := func(key string, got float64, among []float64) {
			t.Helper()
			// Means that are equal as fractions share their rank here. R adds
			// in floating point and may set some of them apart.
			ties := 0
			for _, x := range among {
				if x == among[i] {
					ties++
				}
			}
			if wanted := want[key].(float64); math.Abs(got-wanted) > float64(ties-1)*50/float64(len(among))+1e-9 {
				t.Errorf("%s %s = %v, want %v among %d ties", name, key, got, wanted, ties)
			}
		}
		rank("pct_rank_mean", rankMean[i], means)
		rank("pct_rank_eb", rankEB[i], shrunkenMeans)
		cond("gh_lo", m.Mean-c*ses[i], byIteration)
		cond("gh_hi", m.Mean+c*ses[i], byIteration)
		cond("rank_best", float64(ranges[i].Best), exactly)
		cond("rank_worst", float64(ranges[i].Worst), exactly)
		checkAgreement(t, name, r, g.Null, want, units[name])
	}
	find := func(label string) Moments {
		i := slices.IndexFunc(g.Groups, func(x map[string]any) bool { return x["group"] == label })
		return moments[i]
	}
	checkTwo(t, g.Two, find(g.Two.Labels[0]), find(g.Two.Labels[1]))
}

func checkAgreement(t *testing.T, name string, r scaleReference, null float64, want map[string]any, unit sheet) {
	t.Helper()
	people := unit.complete()
	field(t, name, want, "n_complete", float64(len(people)), exactly)
	uniform := must[float64](t, "null")(UniformNull(r.Spec.Max - r.Spec.Min + 1))
	near(t, "null", uniform, null, exactly)
	var moments []Moments
	var counts [][]int64
	for i := range r.Spec.Items {
		c := people.counts(i, r.Spec.Min, r.Spec.Max)
		counts = append(counts, c)
		moments = append(moments, must[Moments](t, name)(CountMoments(r.Spec.Min, c)))
	}
	if fromItems := people.itemMoments(t); !slices.Equal(moments, fromItems) {
		t.Errorf("%s: moments from counts %v, from products %v", name, moments, fromItems)
	}
	j := must[Floored](t, name)(RWGJ(moments, uniform))
	field(t, name, want, "rwgj", j.Value, exactly)
	// At a variance of exactly the null's, R's rounding decides.
	if _, has := want["rwgj_untruncated"].(float64); has == j.Cut && math.Abs(want["rwg_star"].(float64)) > 1e-9 {
		t.Errorf("%s: rwg(j) cut = %v", name, j.Cut)
	}
	field(t, name, want, "rwg_star", must[float64](t, name)(RWGStar(moments, uniform)), exactly)
	field(t, name, want, "ad_mean", must[float64](t, name)(AverageDeviation(counts)), exactly)
	// One item alone is judged by everybody with a score who answered it.
	first := must[Moments](t, name)(CountMoments(r.Spec.Min, unit.scored().counts(0, r.Spec.Min, r.Spec.Max)))
	field(t, name, want, "rwg_item1", must[Floored](t, name)(RWG(first, uniform)).Value, exactly)
}

func checkTwo(t *testing.T, want twoReference, a, b Moments) {
	t.Helper()
	// The reference subtracts the second from the first.
	w := must[Difference](t, "Welch")(Welch(b, a, .95))
	near(t, "difference", w.Diff, want.Diff, exactly)
	near(t, "Welch t", w.T, want.Welch.T, exactly)
	near(t, "Welch df", w.DF, want.Welch.DF, exactly)
	near(t, "Welch p", w.P, want.Welch.P, byQuantile)
	near(t, "Welch SE", w.SE, want.Welch.SE, exactly)
	near(t, "Welch lower", w.Interval.Lo, want.Welch.CI95[0], byQuantile)
	near(t, "Welch upper", w.Interval.Hi, want.Welch.CI95[1], byQuantile)
	g := must[Effect](t, "g")(HedgesG(b, a, .95))
	near(t, "pooled SD", g.SD, want.PooledSD, exactly)
	near(t, "d", g.D, want.D, exactly)
	near(t, "J", g.J, want.J, exactly)
	near(t, "g", g.G, want.G, exactly)
	near(t, "variance of g", g.Variance, want.Variance, exactly)
	near(t, "g lower", g.Interval.Lo, want.Normal[0], byQuantile)
	near(t, "g upper", g.Interval.Hi, want.Normal[1], byQuantile)
	if !g.HasNoncentral {
		t.Error("no noncentral interval")
	}
	near(t, "g lower, noncentral", g.Noncentral.Lo, want.NonT[0], byQuantile)
	near(t, "g upper, noncentral", g.Noncentral.Hi, want.NonT[1], byQuantile)
	if want.FiniteSE == 0 {
		return
	}
	f := must[Difference](t, "finite difference")(FiniteDifference(b, a, want.Population[1], want.Population[0], .95))
	near(t, "finite SE", f.SE, want.FiniteSE, exactly)
	near(t, "finite lower", f.Interval.Lo, want.FiniteCI[0], byQuantile)
	near(t, "finite upper", f.Interval.Hi, want.FiniteCI[1], byQuantile)
}

func checkChange(t *testing.T, r changeReference, before, after map[string]sheet) {
	t.Helper()
	moments := func(s sheet) (Moments, bool) {
		if len(s) == 0 {
			return Moments{}, false
		}
		return ScoreMoments(len(s[0]), s.totals()...)
	}
	var units []Moments
	for _, round := range []map[string]sheet{before, after} {
		for _, s := range round {
			if m, ok := moments(s); ok {
				units = append(units, m)
			}
		}
	}
	// The reference leaves out units too small for it.
	spread := Spread{SD: r.SD}
	if s := must[Spread](t, "spread")(WithinSpread(units)); math.Abs(s.SD/r.SD-1) > 1e-2 {
		t.Errorf("spread within units %v, want about %v", s.SD, r.SD)
	}
	var ps, pooled []float64
	var tested []map[string]any
	for _, want := range r.Schools {
		name := want["school"].(string)
		m1, _ := moments(before[name])
		m2, _ := moments(after[name])
		c := must[Difference](t, name)(Change(m1, m2, spread, .95))
		field(t, name, want, "diff", c.Diff, exactly)
		field(t, name, want, "se_pooled", c.SE, exactly)
		field(t, name, want, "p_pooled_z", c.P, byQuantile)
		near(t, name+" smallest noticeable", must[float64](t, name)(SmallestNoticeable(m1.N, m2.N, spread)), r.Noticeable[name], byQuantile)
		pooled = append(pooled, c.P)
		w, ok := Welch(m1, m2, .95)
		if want["p_welch"] == nil {
			if ok {
				t.Errorf("%s: Welch %+v, want none", name, w)
			}
			continue
		}
		field(t, name, want, "se_welch", w.SE, exactly)
		field(t, name, want, "df_welch", w.DF, exactly)
		field(t, name, want, "p_welch", w.P, byQuantile)
		ps, tested = append(ps, w.P), append(tested, want)
	}
	bh := must[[]float64](t, "BH")(BenjaminiHochberg(ps))
	holm := must[[]float64](t, "Holm")(Holm(ps))
	for i, want := range tested {
		field(t, "BH", want, "p_bh", bh[i], byQuantile)
		field(t, "Holm", want, "p_holm", holm[i], byQuantile)
	}
	for i, adjusted := range must[[]float64](t, "BH")(BenjaminiHochberg(pooled)) {
		field(t, "BH", r.Schools[i], "p_pooled_bh", adjusted, byQuantile)
	}
}
