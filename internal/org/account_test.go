package org_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"pejl/internal/fault"
	"pejl/internal/org"
	"pejl/internal/store"
	"pejl/internal/store/storetest"
)

const password = "en god lang sætning"

// is reports whether a fault with that key is in err.
func is(err error, kind fault.Kind, key string) bool {
	return errors.Is(err, fault.New(kind, key))
}

func TestAccountsRefuseWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := service(storetest.Open(t))
	for _, c := range []struct{ name, email, password, fields string }{
		{" ", "a@b.dk", password, "name:account.name"},
		{"A", "", "short", "email:account.email password:account.password_short"},
		{"A", "A B <a@b.dk>", strings.Repeat("æ", 11), "email:account.email password:account.password_short"},
		{"A", "a@b.dk", strings.Repeat("ab", 129), "password:account.password_long"},
		{"A", "a@b.dk", "xxxxxxxxxxxx", "password:account.password_obvious"},
		{"A", "anders.and@andeby.dk", "Anders.And@andeby.dk", "password:account.password_obvious"},
	} {
		_, err := s.AddAccount(context.Background(), c.name, c.email, c.password, "da")
		var got []string
		for _, f := range fault.FieldsOf(err).All() {
			got = append(got, f.Name+":"+f.Fault.Key)
		}
		if strings.Join(got, " ") != c.fields {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		now := noon
		s := org.NewService(st, func() time.Time { return now })
		a, err := s.AddAccount(ctx, "Mette  Holm", " Mette@Skole.dk", password, "da")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.AddAccount(ctx, "Mette", "mette@skole.DK", password, ""); !is(err, fault.Conflict, "account.email_taken") {
			t.Errorf("the same address again: %v", err)
		}
		for _, c := range [][2]string{{"mette@skole.dk", "en anden sætning"}, {"nobody@skole.dk", password}, {"", ""},
			{"mette@skole.dk", password + strings.Repeat(" ", 300)}} {
			if _, _, err := s.SignIn(ctx, c[0], c[1]); !is(err, fault.Unauthenticated, "signin.mismatch") {
				t.Errorf("%q: %v", c, err)
			}
		}
		token, in, err := s.SignIn(ctx, "METTE@skole.dk ", password)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, in); diff != "" || in.Name != "Mette Holm" || in.Email != "mette@skole.dk" {
			t.Errorf("made (-) and signed in (+):\n%s", diff)
		}
		now = noon.Add(org.SessionTime - time.Second)
		if who, err := s.SessionAccount(ctx, token); err != nil || who.ID != a.ID {
			t.Error(who, err)
		}
		now = noon.Add(org.SessionTime)
		if _, err := s.SessionAccount(ctx, token); !is(err, fault.Unauthenticated, "session.unknown") {
			t.Errorf("after its time: %v", err)
		}

		second, _, err := s.SignIn(ctx, "mette@skole.dk", password)
		if err != nil {
			t.Fatal(err)
		}
		third, _, err := s.SignIn(ctx, "mette@skole.dk", password)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignOut(ctx, second); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SessionAccount(ctx, second); !is(err, fault.Unauthenticated, "session.unknown") {
			t.Errorf("after signing out: %v", err)
		}
		if _, err := s.SessionAccount(ctx, third); err != nil {
			t.Errorf("signing out ended another session: %v", err)
		}
		if err := s.SetPassword(ctx, a.ID, "kort"); !is(err, fault.Invalid, "account.password_short") {
			t.Error(err)
		}
		if err := s.SetPassword(ctx, a.ID, "en helt anden sætning"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SessionAccount(ctx, third); !is(err, fault.Unauthenticated, "session.unknown") {
			t.Errorf("after another password: %v", err)
		}
		if _, _, err := s.SignIn(ctx, "mette@skole.dk", "en helt anden sætning"); err != nil {
			t.Error(err)
		}
		if err := s.SetLanguage(ctx, a.ID, "en"); err != nil {
			t.Error(err)
		}
		if got, err := s.Account(ctx, a.ID); err != nil || got.Language != "en" {
			t.Error(got, err)
		}
		if err := s.SetLanguage(ctx, 4711, "en"); !is(err, fault.NotFound, "account.not_found") {
			t.Error(err)
		}
	})
}

func TestLettersOfAPasswordMayComeInParts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := service(storetest.Open(t))
	if _, err := s.AddAccount(ctx, "A", "a@b.dk", "på en grå måge", "da"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(ctx, "a@b.dk", strings.ReplaceAll("på en grå måge", "å", "a\u030a")); err != nil {
		t.Error(err)
	}
}

func TestGuessingIsSlowedForOneAddressOnly(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	now := noon
	s := org.NewService(storetest.Open(t), func() time.Time { return now })
	for _, email := range []string{"mette@skole.dk", "ole@skole.dk"} {
		if _, err := s.AddAccount(ctx, "A", email, password, "da"); err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range []string{"mette@skole.dk", "nobody@skole.dk"} {
		var mu sync.Mutex
		var group sync.WaitGroup
		results := map[string]int{}
		for range 30 {
			group.Go(func() {
				_, _, err := s.SignIn(ctx, email, "et forkert kodeord")
				f, _ := errors.AsType[*fault.Error](err)
				mu.Lock()
				results[f.Key]++
				mu.Unlock()
			})
		}
		group.Wait()
		if diff := cmp.Diff(map[string]int{"signin.mismatch": 10, "signin.slow": 20}, results); diff != "" {
			t.Errorf("%s: %s", email, diff)
		}
	}
	_, _, err := s.SignIn(ctx, "mette@skole.dk", password)
	f, _ := errors.AsType[*fault.Error](err)
	if !is(err, fault.TooMany, "signin.slow") || f.Args["n"] != 10 {
		t.Errorf("the eleventh: %v %v", err, f.Args)
	}
	if _, _, err := s.SignIn(ctx, "ole@skole.dk", password); err != nil {
		t.Errorf("another address: %v", err)
	}
	now = now.Add(10 * time.Second)
	if _, _, err := s.SignIn(ctx, "mette@skole.dk", password); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	if _, _, err := s.SignIn(ctx, "mette@skole.dk", "et forkert kodeord"); !is(err, fault.Unauthenticated, "signin.mismatch") {
		t.Errorf("having signed in frees the address: %v", err)
	}
}

// TestNobodyCostsWhatSomebodyCosts holds the hash that is tried for unknown
// addresses, and every new one, to the same cost.
func TestNobodyCostsWhatSomebodyCosts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	st := storetest.Open(t)
	s := service(st)
	a, err := s.AddAccount(ctx, "A", "a@b.dk", password, "da")
	if err != nil {
		t.Fatal(err)
	}
	want := &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	for _, hash := range []string{a.PasswordHash, org.NobodysHash} {
		_, got, err := argon2id.CheckHash("x", hash)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", hash, err, diff)
		}
	}
}

func TestAccess(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		im, faults, err := s.ImportUnits(ctx, 0, read(t, danish+"200;Bakkeby;kommune;;\n"))
		if err != nil || len(faults) > 0 {
			t.Fatal(err, show(faults))
		}
		authority, area, school, daycare, team, other := im.Units[0], im.Units[1], im.Units[2], im.Units[3], im.Units[4], im.Units[5]
		a, err := s.AddAccount(ctx, "Mette", "mette@skole.dk", password, "da")
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range []org.Grant{
			{AccountID: a.ID, UnitID: school.ID, Role: org.Leading},
			{AccountID: a.ID, UnitID: school.ID, Role: org.Leading},
			{AccountID: a.ID, UnitID: area.ID, Role: org.Representative},
			{AccountID: a.ID, UnitID: team.ID, Role: org.Coordinator},
		} {
			if err := s.AddGrant(ctx, g); err != nil {
				t.Fatal(err)
			}
		}
		access, err := s.Access(ctx, a)
		if err != nil || len(access.Grants) != 3 {
			t.Fatal(access, err)
		}
		for _, c := range []struct {
			action org.Action
			unit   *org.Unit
			want   string
		}{
			{org.SeeProfile, school, ""},
			{org.SeeProfile, team, ""},
			{org.RateSelf, team, ""},
			{org.ReadDeclaration, daycare, ""},
			{org.SeeProfile, daycare, "access.forbidden"},
			{org.SeeProfile, area, "access.forbidden"},
			{org.RunRounds, school, "access.forbidden"},
			{org.ReadDeclaration, authority, "unit.not_found"},
			{org.SeeProfile, other, "unit.not_found"},
			{org.ReadDeclaration, &org.Unit{}, "unit.not_found"},
		} {
			err := access.May(c.action, c.unit)
			f, _ := errors.AsType[*fault.Error](err)
			if (err == nil) != (c.want == "") || err != nil && f.Key != c.want || access.Can(c.action, c.unit) != (err == nil) {
				t.Errorf("%s at %s: %v", c.action, c.unit.Name, err)
			}
		}
		names := func(action org.Action) string {
			units, err := s.UnitsFor(ctx, access, action)
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, u := range units {
				list = append(list, u.Name)
			}
			return strings.Join(list, ", ")
		}
		if got := names(org.SeeProfile); got != "Østerskolen, 1. årgang" {
			t.Errorf("profiles of %s", got)
		}
		if got := names(org.Administer); got != "" || access.Anywhere(org.Administer) {
			t.Errorf("administers %s", got)
		}
		if err := s.RemoveGrant(ctx, org.Grant{AccountID: a.ID, UnitID: school.ID, Role: org.Leading}); err != nil {
			t.Fatal(err)
		}
		if access, err = s.Access(ctx, a); err != nil || access.Can(org.SeeProfile, school) || !access.Can(org.SeeProfile, team) {
			t.Errorf("without the grant: %+v, %v", access, err)
		}
		for _, c := range []struct {
			grant org.Grant
			kind  fault.Kind
			key   string
		}{
			{org.Grant{AccountID: a.ID, UnitID: school.ID, Role: "king"}, fault.Invalid, "grant.role"},
			{org.Grant{AccountID: 4711, UnitID: school.ID, Role: org.Leading}, fault.NotFound, "account.not_found"},
			{org.Grant{AccountID: a.ID, UnitID: 4711, Role: org.Leading}, fault.NotFound, "unit.not_found"},
		} {
			if err := s.AddGrant(ctx, c.grant); !is(err, c.kind, c.key) {
				t.Errorf("%+v: %v", c.grant, err)
			}
		}
	})
}

func TestSubtreesDoNotMixUnitsWithLikePaths(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		var roots []*org.Unit
		for range 12 { // until /1/ has neighbours /10/, /11/ and /12/
			u, err := s.AddUnit(ctx, 0, org.Authority, "Kommune "+time.Duration(len(roots)).String(), "")
			if err != nil {
				t.Fatal(err)
			}
			roots = append(roots, u)
		}
		for _, u := range roots {
			if got, err := s.Subtree(ctx, u.ID); err != nil || len(got) != 1 || got[0].ID != u.ID {
				t.Errorf("below %s: %v, %v", u.Path, got, err)
			}
		}
		if _, err := s.Subtree(ctx, 4711); !is(err, fault.NotFound, "unit.not_found") {
			t.Error(err)
		}
	})
}

func TestTheAuditLogKeepsTheNewestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		s := service(st)
		for _, what := range []string{"round.new", "round.open", "round.close"} {
			if err := s.Note(ctx, org.Act{AccountID: 7, What: what, RoundID: 3, Detail: "Foråret"}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Acts(ctx, 2)
		want := []org.Act{
			{At: noon, AccountID: 7, What: "round.close", RoundID: 3, Detail: "Foråret"},
			{At: noon, AccountID: 7, What: "round.open", RoundID: 3, Detail: "Foråret"},
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}
