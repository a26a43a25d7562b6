package server

import (
	"context"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/round"
)

// hidden makes one answer of everything that is not there, so that what somebody
// may not see and what does not exist cannot be told apart.
func hidden(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.Wrap(err, fault.NotFound, "fault.not_found_text")
	}
	return err
}

// number reads a number of the address.
func number(c echo.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil {
		return 0, fault.New(fault.NotFound, "fault.not_found_text")
	}
	return n, nil
}

// reached is a round as far as an account reaches into it.
type reached struct {
	*round.Round
	access *org.Access
	runs   bool // the account runs the round
}

// reach says what an account may see of a round, and false where that is nothing.
// A draft is seen by those alone who run it.
func reach(r *round.Round, a *org.Access) (reached, bool) {
	in := reached{Round: r, access: a, runs: a.Can(org.RunRounds, top(r))}
	if in.runs {
		return in, true
	}
	return in, r.State != round.Draft && len(in.units(org.ReadDeclaration)) > 0
}

// units lists the asked units at which the account may do something.
func (r reached) units(action org.Action) []round.Unit {
	var list []round.Unit
	for _, u := range r.Units {
		if r.access.Can(action, &org.Unit{Path: u.Path}) {
			list = append(list, u)
		}
	}
	return list
}

// can reports whether the account may do something at an asked unit.
func (r reached) can(action org.Action, unit int64) bool {
	u := r.Unit(unit)
	return u != nil && r.access.Can(action, &org.Unit{Path: u.Path})
}

// top is the unit whose round it is, found on the way to one that is asked.
func top(r *round.Round) *org.Unit {
	mark := "/" + strconv.FormatInt(r.UnitID, 10) + "/"
	for _, u := range r.Units {
		if i := strings.Index(u.Path, mark); i >= 0 {
			return &org.Unit{ID: r.UnitID, Path: u.Path[:i+len(mark)]}
		}
	}
	return &org.Unit{ID: r.UnitID}
}

// reachedRound finds the round of an address, if the account sees anything of it.
func (s *Server) reachedRound(c echo.Context) (reached, error) {
	id, err := number(c, "id")
	if err != nil {
		return reached{}, err
	}
	ctx := c.Request().Context()
	r, err := s.Rounds.Round(ctx, id)
	if err != nil {
		return reached{}, hidden(err)
	}
	access, err := s.People.Access(ctx, account(c))
	if err != nil {
		return reached{}, err
	}
	in, ok := reach(r, access)
	if !ok {
		return reached{}, fault.New(fault.NotFound, "fault.not_found_text")
	}
	return in, nil
}

// reachedUnit finds the unit of an address, if the account may do something there.
func (s *Server) reachedUnit(c echo.Context, access *org.Access, action org.Action) (*org.Unit, error) {
	id, err := number(c, "unit")
	if err != nil {
		return nil, err
	}
	u, err := s.People.Unit(c.Request().Context(), id)
	if err != nil {
		return nil, hidden(err)
	}
	return u, hidden(access.May(action, u))
}

// reachedRounds lists the rounds that an account sees anything of, newest first.
func (s *Server) reachedRounds(ctx context.Context, a *org.Access) ([]reached, error) {
	all, err := s.Rounds.List(ctx)
	if err != nil {
		return nil, err
	}
	var list []reached
	for _, r := range all {
		if in, ok := reach(r, a); ok {
			list = append(list, in)
		}
	}
	return list, nil
}
