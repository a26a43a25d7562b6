package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// factorModel is the likelihood of one factor behind the correlations r of k
// items, seen as a function of x = log ψ.
type factorModel struct {
	r *mat.SymDense
	k int
}

// factorPoint is the model at one x, with the eigenvalues θ of Ψ^−½RΨ^−½ in
// ascending order and their vectors ω in the columns.
type factorPoint struct {
	x       []float64
	f       float64
	theta   []float64
	vectors mat.Dense
}

// How a search for a peak of the likelihood ends.
type factorEnd int

const (
	nowhere factorEnd = iota // it did not settle
	atPeak                   // every ψ is well above 0
	atEdge                   // some ψ runs to 0
)

// starts are where the search begins: at the squared multiple correlations, at
// equal uniquenesses, and near each item with the one it goes with most.
func (m factorModel) starts() [][]float64 {
	filled := func(psi float64) []float64 {
		x := make([]float64, m.k)
		for i := range x {
			x[i] = math.Log(psi)
		}
		return x
	}
	out := [][]float64{filled(.5)}
	var chol mat.Cholesky
	var inverse mat.SymDense
	if chol.Factorize(m.r) && chol.InverseTo(&inverse) == nil {
		x := filled(.5)
		for i := range x {
			x[i] = math.Log((1 - .5/float64(m.k)) / inverse.At(i, i))
		}
		out = append([][]float64{x}, out...)
	}
	for i := range m.k {
		companion, closest := i, 0.0
		for j := range m.k {
			if r := math.Abs(m.r.At(i, j)); j != i && r > closest {
				companion, closest = j, r
			}
		}
		x := filled(.9)
		x[i], x[companion] = math.Log(.3), math.Log(.3)
		out = append(out, x)
	}
	return out
}

// at computes the model at x.
func (m factorModel) at(x []float64) (*factorPoint, bool) {
	a := mat.NewSymDense(m.k, nil)
	for i := range m.k {
		for j := range i + 1 {
			a.SetSym(i, j, m.r.At(i, j)*math.Exp(-(x[i]+x[j])/2))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(a, true) {
		return nil, false
	}
	p := &factorPoint{x: x, theta: eigen.Values(nil)}
	eigen.VectorsTo(&p.vectors)
	for _, theta := range p.theta[:m.k-1] {
		if theta <= 0 {
			return nil, false
		}
		p.f += theta - 1 - math.Log(theta)
	}
	return p, finite(p.f)
}

// slopes are the first and second derivatives of f by x. With B = Σθ_mω_mω_m′
// and P = Σω_mω_m′ over all but the largest eigenvalue, and ∘ for the product
// entry by entry, the second are B∘P + Q∘ω₁ω₁′, Q = Σ(1 − θ_m)(θ₁ + θ_m)/(θ₁ −
// θ_m)·ω_mω_m′.
func (p *factorPoint) slopes() (gradient *mat.VecDense, hessian *mat.SymDense) {
	k := len(p.x)
	top := k - 1
	gradient, hessian = mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			var b, q, proj float64
			for m := range top {
				w := p.vectors.At(i, m) * p.vectors.At(j, m)
				b += p.theta[m] * w
				proj += w
				if gap := p.theta[top] - p.theta[m]; gap > 0 {
					q += (1 - p.theta[m]) * (p.theta[top] + p.theta[m]) / gap * w
				}
			}
			hessian.SetSym(i, j, b*proj+q*p.vectors.At(i, top)*p.vectors.At(j, top))
			if i == j {
				gradient.SetVec(i, proj-b)
			}
		}
	}
	return gradient, hessian
}

// minimise follows Newton's steps down from x. Where the surface is not convex
// the step is along the gradient, and no step is longer than 1 in any x.
//
// The search is over where a step is below 1e-12, or no longer halves.
func (m factorModel) minimise(x []float64) (*factorPoint, factorEnd) {
	p, ok := m.at(x)
	if !ok {
		return nil, nowhere
	}
	before := math.Inf(1)
	for range factorSteps {
		gradient, hessian := p.slopes()
		step := mat.NewVecDense(m.k, nil)
		var chol mat.Cholesky
		convex := chol.Factorize(hessian) && chol.SolveVecTo(step, gradient) == nil
		if !convex {
			step.CopyVec(gradient)
		}
		longest := mat.Norm(step, math.Inf(1))
		if !finite(longest) {
			return nil, nowhere
		}
		if longest > 1 {
			step.ScaleVec(1/longest, step)
		}
		if convex && longest < factorClose {
			// Close to the peak the last bits of f no longer tell up from
			// down, but its slopes do, until they too have no more to say.
			if longest < factorSettled || longest > before/2 {
				return p, settled(longest)
			}
			before = longest
			p, ok = m.at(m.from(p.x, step, 1))
		} else {
			p, ok = m.down(p, step, mat.Dot(step, gradient))
		}
		if !ok {
			return nil, nowhere
		}
		if low := math.Log(heywoodAt); minimum(p.x) < low {
			return p, atEdge
		}
	}
	return nil, nowhere
}

// down takes the step against the slope, halved until f falls enough.
func (m factorModel) down(p *factorPoint, step *mat.VecDense, slope float64) (*factorPoint, bool) {
	for scale := 1.0; scale > 1e-9; scale /= 2 {
		next, ok := m.at(m.from(p.x, step, scale))
		if ok && next.f <= p.f-1e-4*scale*slope+1e-15 {
			return next, true
		}
	}
	return nil, false
}

// from is x − scale·step.
func (m factorModel) from(x []float64, step *mat.VecDense, scale float64) []float64 {
	to := make([]float64, m.k)
	for i := range to {
		to[i] = x[i] - scale*step.AtVec(i)
	}
	return to
}

// settled judges a search by its last step, which rounding may have kept from
// getting any smaller.
func settled(longest float64) factorEnd {
	if longest < math.Sqrt(factorSettled)/100 {
		return atPeak
	}
	return nowhere
}

func minimum(xs []float64) float64 {
	least := math.Inf(1)
	for _, x := range xs {
		least = math.Min(least, x)
	}
	return least
}

// factor gives the loadings at the point, λ = Ψ^½ω₁√(θ₁ − 1), with the sign
// that makes their sum positive.
func (p *factorPoint) factor() Factor {
	k := len(p.x)
	f := Factor{Loadings: make([]float64, k), Uniqueness: make([]float64, k), Discrepancy: p.f}
	size := math.Sqrt(math.Max(0, p.theta[k-1]-1))
	total := 0.0
	for i, x := range p.x {
		f.Uniqueness[i] = math.Exp(x)
		f.Loadings[i] = math.Exp(x/2) * p.vectors.At(i, k-1) * size
		total += f.Loadings[i]
	}
	if total < 0 {
		for i := range f.Loadings {
			f.Loadings[i] = -f.Loadings[i]
		}
	}
	return f
}
