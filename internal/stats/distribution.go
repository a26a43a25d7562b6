package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// confidence says whether conf can be the confidence of an interval.
func confidence(conf float64) bool { return conf > 0 && conf < 1 }

// tail is the probability left in each tail by a confidence of conf.
func tail(conf float64) float64 { return (1 - conf) / 2 }

// normalQuantile is the two-sided standard normal multiplier: 1.959964 for .95.
func normalQuantile(conf float64) float64 {
	return -distuv.UnitNormal.Quantile(tail(conf))
}

// tQuantile is the two-sided Student multiplier for df degrees of freedom.
func tQuantile(conf, df float64) float64 {
	return -distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(tail(conf))
}

// tTest is the two-sided p-value of t with df degrees of freedom.
func tTest(t, df float64) float64 {
	return math.Min(1, 2*distuv.StudentsT{Sigma: 1, Nu: df}.CDF(-math.Abs(t)))
}

// zTest is the two-sided p-value of a standard normal z.
func zTest(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// fQuantile is the p-quantile of the F distribution.
func fQuantile(p, df1, df2 float64) float64 {
	return distuv.F{D1: df1, D2: df2}.Quantile(p)
}

// fTest is the upper tail of F. It is taken from the incomplete beta function
// of the other tail, because 1 − CDF has no digits left where p is tiny.
func fTest(f, df1, df2 float64) float64 {
	return mathext.RegIncBeta(df2/2, df1/2, df2/(df2+df1*f))
}
