package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ran runs a command as a shell would, and returns what it printed and its exit code.
func ran(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	err := run(t.Context(), args, func(string) string { return "" }, &out, &errs)
	code = report(err, &errs)
	return out.String(), errs.String(), code
}

var tiny = filepath.Join("testdata", "tiny.yaml")

func TestProfileTellsFaults(t *testing.T) {
	t.Parallel()
	const head = "u,a1,a2,b1\n"
	for name, tc := range map[string]struct {
		csv  string
		args []string
		want []string // ROW:COLUMN: message, without the file
	}{
		"empty file":     {"", nil, []string{"1:1: the file is empty; its first row must name the columns"}},
		"mark alone":     {"\ufeff", nil, []string{"1:1: the file is empty; its first row must name the columns"}},
		"unknown column": {"u,a1,a2,b1,age\n", nil, []string{`1:5: "age" is not an item of tiny; if it is to be left out, say so with --ignore`}},
		"no name":        {"u,a1,,a2,b1\n", nil, []string{`1:3: "" is not an item of tiny; if it is to be left out, say so with --ignore`}},
		"nearly an item": {"u,A1 ,a2,b1\n", nil, []string{
			`1:2: "A1 " is not an item of tiny; if it is to be left out, say so with --ignore (an item is called "a1")`,
			"1:5: the item a1 of tiny has no column",
		}},
		"missing columns": {"x,a1,b1\n", []string{"--ignore", "x"}, []string{
			"1:4: the item a2 of tiny has no column",
			`1:4: there is no column "u"`,
		}},
		"column twice":            {"u,a1,a2,b1,a1\n", nil, []string{`1:5: the column "a1" stands twice; it is also column 2`}},
		"ignored column missing":  {head, []string{"--ignore", "age"}, []string{`1:5: there is no column "age" to ignore`}},
		"ignored item":            {head, []string{"--ignore", "a1"}, []string{`1:2: "a1" is an item of tiny and cannot be ignored: whoever leaves it out needs an instrument without it`}},
		"item as group":           {head, []string{"--group", "a1"}, []string{`1:2: "a1" is an item of tiny and was also named as the unit, group or round`, "1:5: the item a1 of tiny has no column"}},
		"unit ignored":            {head, []string{"--ignore", "u"}, []string{`1:1: "u" was named as the unit, group or round and is also to be ignored`}},
		"other delimiter":         {"u;a1;a2;b1\nx;1;1;1\n", nil, []string{"1:1: there is only one column; if the columns are parted by ';', say so with --delimiter"}},
		"out of range":            {head + "x,3,-1,0\n", nil, []string{`2:2: a1: "3" is not a whole number from 0 to 2 or empty (no answer)`, `2:3: a2: "-1" is not a whole number from 0 to 2 or empty (no answer)`, `2:4: b1: "0" is not a whole number from 1 to 10 or empty (no answer)`}},
		"fractions":               {head + "x,1.0,\"1,0\",1e0\n", nil, []string{`2:2: a1: "1.0" is not a whole number from 0 to 2 or empty (no answer)`, `2:3: a2: "1,0" is not a whole number from 0 to 2 or empty (no answer)`, `2:4: b1: "1e0" is not a whole number from 1 to 10 or empty (no answer)`}},
		"other ways to write one": {head + "x,01,+1,１\n", nil, []string{`2:2: a1: "01" is not a whole number from 0 to 2 or empty (no answer)`, `2:3: a2: "+1" is not a whole number from 0 to 2 or empty (no answer)`, `2:4: b1: "１" is not a whole number from 1 to 10 or empty (no answer)`}},
		"spaces":                  {head + "x, 1,1 ,\u00a01\n", nil, []string{`2:2: a1: " 1" is not a whole number from 0 to 2 or empty (no answer); there are spaces around it`, `2:3: a2: "1 " is not a whole number from 0 to 2 or empty (no answer); there are spaces around it`, `2:4: b1: "\u00a01" is not a whole number from 1 to 10 or empty (no answer); there are spaces around it`}},
		"spaces for nothing":      {head + "x, ,,1\n", nil, []string{`2:2: a1: " " is not a whole number from 0 to 2 or empty (no answer); there are spaces around it`}},
		"spaces around a unit":    {head + "x ,1,1,1\n", nil, []string{`2:1: u: there are spaces around "x "`}},
		"control in a unit":       {head + "\"x\ny\",1,1,1\n", nil, []string{`2:1: u: there is a line break or another control character in "x\ny"`}},
		"words":                   {head + "x,NA,often,1\n", nil, []string{`2:2: a1: "NA" is not a whole number from 0 to 2 or empty (no answer)`, `2:3: a2: "often" is not a whole number from 0 to 2 or empty (no answer)`}},
		"empty is not missing":    {head + "x,,NA,1\n", []string{"--missing", "NA"}, []string{"2:2: a1: the cell is empty, not a whole number from 0 to 2 or NA (no answer)"}},
		"don't know unsaid":       {head + "x,9,1,1\n", nil, []string{`2:2: a1: "9" is not a whole number from 0 to 2 or empty (no answer)`}},
		"don't know an option":    {head + "x,9,1,1\n", []string{"--dont-know", "9"}, []string{`1:4: "9" was said to mean don't know, but is an option of b1 (1 to 10)`}},
		"missing an option":       {head, []string{"--missing", "0,99"}, []string{`1:2: "0" was said to mean no answer, but is an option of a1 (0 to 2)`, `1:3: "0" was said to mean no answer, but is an option of a2 (0 to 2)`}},
		"no round":                {"u,w,a1,a2,b1\nx,,1,1,1\n", []string{"--round", "w"}, []string{"2:2: w is empty: the row belongs to no round"}},
		"ragged rows":             {head + "x,1,1\nx,1,1,1,\nx,1,1,1\n", nil, []string{"2:4: this row has 3 cells, the heading has 4", "3:5: this row has 5 cells, the heading has 4"}},
		"bare quote":              {head + "x,1,1\",1\n", nil, []string{"2:3: there is a quotation mark within a cell that does not begin with one"}},
		"open quote":              {head + "x,1,1,1\nx,\"1,1,1\n", nil, []string{"3:2: the cell begins with a quotation mark that is not closed as it should be"}},
		"latin 1":                 {head + "x,1,1,1\nSk\xf8lskolen,1,1,1\n", nil, []string{"3:1: this is not UTF-8 text; save the file as “CSV UTF-8”"}},
		"latin 1 heading":         {"u,a1,a2,b1,\xe5r\n", nil, []string{"1:5: this is not UTF-8 text; save the file as “CSV UTF-8”"}},
		"utf 16":                  {"\xff\xfeu\x00,\x00", nil, []string{"1:1: the file is UTF-16; save it as “CSV UTF-8”"}},
		"utf 16 without mark":     {"u\x00,\x00a\x001\x00", nil, []string{"1:1: this is not UTF-8 text; save the file as “CSV UTF-8”"}},
		"everything at once":      {head + "x,1,1,1\n y,3,1,1\n\nz,1,1\nz,1,1,11\n", nil, []string{`3:1: u: there are spaces around " y"`, `3:2: a1: "3" is not a whole number from 0 to 2 or empty (no answer)`, "5:4: this row has 3 cells, the heading has 4", `6:4: b1: "11" is not a whole number from 1 to 10 or empty (no answer)`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(folder(t, "answers.csv", tc.csv), "answers.csv")
			args := append([]string{"profile", "--instrument", tiny, "--responses", file, "--unit", "u"}, tc.args...)
			for _, gates := range []string{"on", "off"} {
				stdout, stderr, code := ran(t, append(args, "--gates", gates)...)
				want := ""
				for _, f := range tc.want {
					want += file + ":" + f + "\n"
				}
				if stdout != "" || stderr != want || code != 1 {
					t.Errorf("gates %s: exit %d, want 1\n%s%s\nwant:\n%s", gates, code, stdout, stderr, want)
				}
			}
		})
	}
}

func TestProfileTellsFaultsOfARoster(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		roster string
		want   []string
	}{
		"empty":      {"", []string{"1:1: the file is empty; its first row must name the columns"}},
		"columns":    {"unit,asked\n", []string{`1:3: there is no column "u"`, `1:3: there is no column "w"`, `1:3: there is no column "invited"`}},
		"numbers":    {"u,w,invited\nx,1,ten\nx,1,-1\nx,1,3.5\nx,1,\nx,1, 4\nx,1,99999999999\n", []string{`2:3: invited: "ten" is not a whole number of people`, `3:3: invited: "-1" is not a whole number of people`, `4:3: invited: "3.5" is not a whole number of people`, `5:3: invited: "" is not a whole number of people`, `6:3: invited: " 4" is not a whole number of people`, `7:3: invited: "99999999999" is not a whole number of people`}},
		"no name":    {"u,w,invited\n,1,4\nx,,4\n", []string{"2:1: u is empty", "3:2: w is empty"}},
		"ragged":     {"u,w,invited\nx,1\n", []string{"2:3: this row has 2 cells, the heading has 3"}},
		"not a text": {"u,w,invited\n\xe6,1,4\n", []string{"2:1: this is not UTF-8 text; save the file as “CSV UTF-8”"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, "answers.csv", "u,w,a1,a2,b1\nx,1,1,1,1\n", "roster.csv", tc.roster)
			file := filepath.Join(dir, "roster.csv")
			want := ""
			for _, f := range tc.want {
				want += file + ":" + f + "\n"
			}
			stdout, stderr, code := ran(t, "profile", "--instrument", tiny, "--responses", filepath.Join(dir, "answers.csv"),
				"--unit", "u", "--round", "w", "--roster", file, "--gates", "off")
			if stdout != "" || stderr != want || code != 1 {
				t.Errorf("exit %d, want 1\n%s%s\nwant:\n%s", code, stdout, stderr, want)
			}
		})
	}
}

func TestProfileTellsFewOfManyFaults(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, "answers.csv", "u,a1,a2,b1\n"+strings.Repeat("x,7,7,77\n", 200_000)), "answers.csv")
	_, stderr, code := ran(t, "profile", "--instrument", tiny, "--responses", file, "--unit", "u")
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if code != 1 || len(lines) != maxFaults+1 || lines[maxFaults] != file+": and 599900 more faults" {
		t.Errorf("exit %d, %d lines, the last %q", code, len(lines), lines[len(lines)-1])
	}
}

func TestProfileUsage(t *testing.T) {
	t.Parallel()
	dir := folder(t, "answers.csv", "u,a1,a2,b1\n", "broken.yaml", "id: broken\n")
	answers := filepath.Join(dir, "answers.csv")
	whole := []string{"--instrument", tiny, "--responses", answers, "--unit", "u"}
	with := func(more ...string) []string { return append(append([]string{}, whole...), more...) }
	for name, tc := range map[string]struct {
		args []string
		code int
		want string
	}{
		"nothing":                {nil, 2, "--instrument is needed"},
		"no responses":           {whole[:2], 2, "--responses is needed"},
		"no unit":                {whole[:4], 2, "--unit is needed"},
		"instrument unknown":     {[]string{"--instrument", "nope", "--responses", answers, "--unit", "u"}, 2, `"nope" is neither an instrument`},
		"instrument with faults": {[]string{"--instrument", filepath.Join(dir, "broken.yaml"), "--responses", answers, "--unit", "u"}, 1, "broken.yaml:1:1: "},
		"file missing":           {[]string{"--instrument", tiny, "--responses", answers + "x", "--unit", "u"}, 2, "answers.csvx"},
		"roster missing":         {with("--roster", answers+"x"), 2, "answers.csvx"},
		"gates":                  {with("--gates", "ajar"), 2, `--gates is on or off, not "ajar"`},
		"format":                 {with("--format", "pdf"), 2, `--format is json or html, not "pdf"`},
		"form":                   {with("--form", "short"), 2, "tiny has no short form"},
		"form unknown":           {with("--form", "tall"), 2, `--form is long or short, not "tall"`},
		"perspective":            {with("--perspective", "pupil"), 2, `tiny has no perspective "pupil"`},
		"delimiter":              {with("--delimiter", ";;"), 2, `";;" is not one character`},
		"quote as delimiter":     {with("--delimiter", `"`), 2, "is not one character"},
		"one column twice":       {with("--group", "u"), 2, `--unit and --group name the same column, "u"`},
		"two meanings":           {with("--dont-know", "99", "--missing", "99"), 2, `"99" cannot mean both`},
		"left over":              {with("more"), 2, `"more" is not a flag`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, code := ran(t, append([]string{"profile"}, tc.args...)...)
			if stdout != "" || code != tc.code || !strings.Contains(stderr, tc.want) {
				t.Errorf("exit %d, want %d with %q\n%s%s", code, tc.code, tc.want, stdout, stderr)
			}
		})
	}
}

func TestProfileReadsWhatItIsTold(t *testing.T) {
	t.Parallel()
	plain := folder(t, "a.csv", "u,g,w,a1,a2,b1\nx,t,1,0,2,10\nx,t,1,2,,3\n,t,1,1,1,1\n")
	figuresOf := func(t *testing.T, args ...string) string {
		t.Helper()
		stdout, stderr, code := ran(t, append([]string{"profile", "--instrument", tiny, "--unit", "u", "--group", "g", "--round", "w", "--gates", "off"}, args...)...)
		if code != 0 || stderr != "" {
			t.Fatalf("exit %d\n%s", code, stderr)
		}
		return stdout
	}
	want := figuresOf(t, "--responses", filepath.Join(plain, "a.csv"))
	for name, tc := range map[string]struct {
		csv  string
		args []string
	}{
		"with a mark":             {"\ufeffu,g,w,a1,a2,b1\nx,t,1,0,2,10\nx,t,1,2,,3\n,t,1,1,1,1\n", nil},
		"with Windows lines":      {"u,g,w,a1,a2,b1\r\nx,t,1,0,2,10\r\nx,t,1,2,,3\r\n,t,1,1,1,1\r\n", nil},
		"quoted":                  {"\"u\",\"g\",\"w\",a1,a2,b1\n\"x\",t,1,\"0\",2,10\nx,t,1,2,\"\",3\n,t,1,1,1,1\n", nil},
		"with semicolons":         {"u;g;w;a1;a2;b1\nx;t;1;0;2;10\nx;t;1;2;;3\n;t;1;1;1;1\n", []string{"--delimiter", ";"}},
		"with tabs":               {"u\tg\tw\ta1\ta2\tb1\nx\tt\t1\t0\t2\t10\nx\tt\t1\t2\t\t3\n\tt\t1\t1\t1\t1\n", []string{"--delimiter", "tab"}},
		"in another order":        {"b1,a2,a1,w,g,u\n1,1,1,1,t,\n3,,2,1,t,x\n10,2,0,1,t,x\n", nil},
		"with more columns":       {"age,u,g,w,a1,a2,b1,sex\n4,x,t,1,0,2,10,m\n,x,t,1,2,,3,\n\" \",,t,1,1,1,1,f\n", []string{"--ignore", "age", "--ignore", "sex"}},
		"with words for nothing":  {"u,g,w,a1,a2,b1\nx,t,1,0,2,10\nx,t,1,2,NA,3\n,t,1,1,1,1\n", []string{"--missing", ",NA"}},
		"without a last line end": {"u,g,w,a1,a2,b1\nx,t,1,0,2,10\nx,t,1,2,,3\n,t,1,1,1,1", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := figuresOf(t, append(tc.args, "--responses", filepath.Join(folder(t, "b.csv", tc.csv), "b.csv"))...)
			if got != want {
				t.Errorf("%s\nwant\n%s", got, want)
			}
		})
	}
	var got figures
	if err := json.Unmarshal([]byte(want), &got); err != nil {
		t.Fatal(err)
	}
	r := got.in(t, "rounds", "round", "1")
	if units := r.list(t, "units"); len(units) != 2 || units[0]["unit"] != "x" || units[0]["group"] != nil || units[1]["group"] != "t" {
		t.Errorf("units %v, want x and its group t: a row without a unit makes none", units)
	}
	x := r.in(t, "units", "unit", "x")
	holds(t, "n of x", x["n"], 2, 0)
	holds(t, "mean of A", x.in(t, "facets", "id", "A")["mean"], 1.0, exactly) // (0 + 0)/2 and 2
	pooled := figures(r["appendix"].(map[string]any))
	holds(t, "pooled scores", pooled.in(t, "facets", "id", "B")["n_scored"], 3, 0)
	holds(t, "pooled mean", pooled.in(t, "facets", "id", "B")["mean"], 14.0/3, exactly)
}

func TestProfileCountsWhatIsOutsideTheScale(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, "a.csv", "u,a1,a2,b1\nx,0,99,1\nx,99,99,\nx,,2,10\n"), "a.csv")
	stdout, stderr, code := ran(t, "profile", "--instrument", tiny, "--unit", "u", "--dont-know", "99", "--gates", "off", "--responses", file)
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	var got figures
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	u := got.in(t, "rounds", "round", "").in(t, "units", "unit", "x")
	for item, want := range map[string][3]int{"a1": {1, 1, 1}, "a2": {1, 2, 0}, "b1": {2, 0, 1}} {
		it := u.in(t, "items", "id", item)
		for i, key := range []string{"n", "dont_know", "blank"} {
			holds(t, item+" "+key, it[key], want[i], 0)
		}
	}
	// One answer has no spread, and nobody has no mean.
	a1 := u.in(t, "items", "id", "a1")
	holds(t, "mean of one", a1["mean"], 0.0, 0)
	holds(t, "SD of one", a1["sd"], nil, 0)
	holds(t, "invited without a roster", u["invited"], nil, 0)
}

func TestProfileHoldsTheRosterAgainstTheAnswers(t *testing.T) {
	t.Parallel()
	dir := folder(t,
		"a.csv", "u,w,team,a1,a2,b1\nx,1,p,1,1,1\nx,1,q,1,1,1\ny,1,p,1,1,1\n",
		"roster.csv", "w,u,team,invited,comment\n1,x,p,2,\n1,x,q,3,\n1,z,p,4,new\n2,x,p,6,\n")
	stdout, stderr, code := ran(t, "profile", "--instrument", tiny, "--unit", "u", "--round", "w", "--group", "team", "--ignore", "comment", "--gates", "off",
		"--responses", filepath.Join(dir, "a.csv"), "--roster", filepath.Join(dir, "roster.csv"))
	if want := "note: y of round 1 is not in " + filepath.Join(dir, "roster.csv") + ", so how many of its people were asked is not known\n"; code != 0 || stderr != want {
		t.Fatalf("exit %d\n%s\nwant %s", code, stderr, want)
	}
	var got figures
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		round, unit string
		group       any
		invited     any
		n           int
	}{
		{"1", "x", nil, 5, 2}, {"1", "x", "p", 2, 1}, {"1", "x", "q", 3, 1},
		{"1", "y", nil, nil, 1}, {"1", "y", "p", nil, 1}, {"1", "z", nil, 4, 0}, {"2", "x", nil, 6, 0},
	} {
		where := want.round + " " + want.unit
		found := false
		for _, u := range got.in(t, "rounds", "round", want.round).list(t, "units") {
			if u["unit"] == want.unit && u["group"] == want.group {
				found = true
				holds(t, where+" invited", u["invited"], want.invited, 0)
				holds(t, where+" n", u["n"], want.n, 0)
			}
		}
		if !found {
			t.Errorf("%s, group %v, is not there", where, want.group)
		}
	}
}

// TestProfileDependsOnNobodysPlace holds that the same people give the same bytes in
// any order, in one go or again.
func TestProfileDependsOnNobodysPlace(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 60 {
		rows = append(rows, strings.Join([]string{"u" + strconv.Itoa(i%3), strconv.Itoa(i * i % 3), strconv.Itoa(i * 7 % 3), strconv.Itoa(1 + i*13%10)}, ","))
	}
	var first string
	for turn := range 4 {
		if turn > 0 {
			rows = append(rows[17:], rows[:17]...)
		}
		file := filepath.Join(folder(t, "a.csv", "u,a1,a2,b1\n"+strings.Join(rows, "\n")+"\n"), "a.csv")
		for _, gates := range []string{"off", "on"} {
			stdout, stderr, code := ran(t, "profile", "--instrument", tiny, "--unit", "u", "--gates", gates, "--responses", file)
			if code != 0 {
				t.Fatalf("exit %d\n%s", code, stderr)
			}
			if gates == "off" {
				if first == "" {
					first = stdout
				}
				if stdout != first {
					t.Error("another order of the rows gives other bytes")
				}
			}
		}
	}
}
