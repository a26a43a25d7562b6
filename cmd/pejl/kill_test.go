package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pejl/internal/config"
	"pejl/internal/round"
	"pejl/internal/store/storetest"
)

// kills is how often the server is killed in CI, and on a developer's machine.
const (
	killsInCI = 200
	killsHere = 20
	killers   = 16

	triedAgain = 3 // how many of those whose answer had been taken try again
)

// command runs a command of the program and returns what it printed.
func runCommand(t testing.TB, env map[string]string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if err := run(t.Context(), args, testGetenv(t, env), &out, &errs); err != nil {
		t.Fatalf("pejl %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// roundOf makes and opens a round over units with so many invited each, and
// returns its codes. The directory holds the key; env says where the answers are,
// and flags what else the round is to be.
func roundOf(t testing.TB, env map[string]string, instrument, form string, units, invited int, flags ...string) []string {
	t.Helper()
	var list strings.Builder
	list.WriteString("number,name,kind,parent,invited\n1,Fjordby,authority,,\n")
	for i := range units {
		fmt.Fprintf(&list, "%d,Skole %d,school,1,%d\n", 100+i, i+1, invited)
	}
	file := filepath.Join(t.TempDir(), "units.csv")
	if err := os.WriteFile(file, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	runCommand(t, env, append([]string{"round", "new", "--instrument", instrument, "--units", file, "--form", form}, flags...)...)
	runCommand(t, env, "round", "open", "1")
	var codes []string
	for line := range strings.Lines(runCommand(t, env, "round", "codes", "1", "--format", "csv")) {
		fields := strings.Split(strings.TrimSpace(line), ",")
		if len(fields) == 3 && fields[1] != "code" {
			codes = append(codes, fields[1])
		}
	}
	if len(codes) != units*invited {
		t.Fatalf("%d codes for %d people", len(codes), units*invited)
	}
	return codes
}

// A server that is killed in the middle of a burst of answers has lost none that
// it said thank you for, and has taken none whose code is not spent.
func TestNothingIsLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills servers for a minute; not run with -short")
	}
	kills := killsHere
	if os.Getenv("CI") == "true" {
		kills = killsInCI
	} else {
		t.Logf("%d kills; with CI=true it is %d", killsHere, killsInCI)
	}
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, db string) {
		env := map[string]string{"PEJL_DATA": t.TempDir(), "PEJL_DATABASE": db}
		codes := roundOf(t, env, "agency", "short", 8, 40*kills)
		rand.Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
		var list []string
		for k, v := range env {
			list = append(list, k+"="+v)
		}
		var next atomic.Int64
		var mu sync.Mutex
		thanked := map[string]bool{}
		var doubtful []string // sent, and the connection broke before an answer
		for range kills {
			p := start(t, list)
			lived := int64(1 + rand.IntN(30)) // how many answers it may take before it dies
			var answered atomic.Int64
			var writers sync.WaitGroup
			r := newRespondents(p.address, killers)
			dead := make(chan struct{})
			die := sync.OnceFunc(func() { close(dead) })
			for range killers {
				writers.Go(func() {
					for {
						select {
						case <-dead:
							return
						default:
						}
						at := next.Add(1) - 1
						if at >= int64(len(codes)) {
							t.Errorf("there are too few codes: %d thanked, %d in doubt", len(thanked), len(doubtful))
							die()
							return
						}
						got, err := r.send(context.Background(), codes[at], agencyAnswers(at))
						if err != nil {
							t.Error(err)
							die()
							return
						}
						mu.Lock()
						switch got {
						case taken:
							thanked[codes[at]] = true
						case gone:
							t.Errorf("a code that was never used is refused")
						default:
							doubtful = append(doubtful, codes[at])
						}
						mu.Unlock()
						if got == taken && answered.Add(1) == lived {
							die()
							return
						}
					}
				})
			}
			<-dead
			p.kill()
			writers.Wait()
			if t.Failed() {
				return
			}
		}
		spent, piled := spentAndPiled(t, db)
		t.Logf("%d kills, %d thanked, %d in doubt; %d codes spent, %d answers in piles", kills, len(thanked), len(doubtful), len(spent), piled)
		if len(spent) != piled {
			t.Errorf("%d codes are spent, but the piles hold %d answers", len(spent), piled)
		}
		secret, err := key(config.Config{Data: env["PEJL_DATA"]})
		if err != nil {
			t.Fatal(err)
		}
		for code := range thanked {
			plain, _ := round.ReadCode(code)
			if !spent[string(secret.Hash(plain))] {
				t.Errorf("a code that was thanked for is not spent")
			}
		}
		if len(spent) > len(thanked)+len(doubtful) {
			t.Errorf("%d codes are spent; %d people were thanked and %d are in doubt", len(spent), len(thanked), len(doubtful))
		}
		// Whoever was in doubt tries again, and everybody is counted once.
		p := start(t, list)
		defer p.kill()
		r := newRespondents(p.address, killers)
		refused := 0
		for _, code := range doubtful {
			plain, _ := round.ReadCode(code)
			want := taken
			if spent[string(secret.Hash(plain))] {
				if refused++; refused > triedAgain {
					continue // a refusal takes its time
				}
				want = gone
			}
			if got, err := r.send(t.Context(), code, agencyAnswers(1)); err != nil || got != want {
				t.Fatalf("trying again: %v, %v; want %v", got, err, want)
			}
		}
		spent, piled = spentAndPiled(t, db)
		if want := len(thanked) + len(doubtful); len(spent) != want || piled != want {
			t.Errorf("after everybody in doubt tried again, %d codes are spent and %d answers kept; want %d", len(spent), piled, want)
		}
	})
}

// agencyAnswers are the answers of one person to the short form of agency.
func agencyAnswers(seed int64) url.Values {
	answers := url.Values{}
	for i, item := range []string{"A1.1", "A1.4", "A2.1", "A2.2", "A3.1", "A3.4", "A4.1", "A4.4"} {
		answers.Set("i."+item, fmt.Sprint(1+(seed*7+int64(i)*3)%5))
	}
	return answers
}

// spentAndPiled returns the hashes of the spent codes and counts the answers in
// all piles, by looking into the database itself.
func spentAndPiled(t testing.TB, db string) (spent map[string]bool, piled int) {
	t.Helper()
	driver, source := "pgx", db
	if !strings.HasPrefix(db, "postgres") {
		driver, source = "sqlite", "file:"+db+"?mode=ro"
	}
	conn, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	rows, err := conn.QueryContext(t.Context(), "SELECT hash FROM codes WHERE spent = 1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	spent = map[string]bool{}
	for rows.Next() {
		var hash []byte
		if err := rows.Scan(&hash); err != nil {
			t.Fatal(err)
		}
		spent[string(hash)] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	err = conn.QueryRowContext(t.Context(), "SELECT COALESCE(SUM(octet_length(answers) / width), 0) FROM piles").Scan(&piled)
	if err != nil {
		t.Fatal(err)
	}
	return spent, piled
}
