package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"pejl/internal/config"
	"pejl/internal/org"
)

func accounts(ctx context.Context, c call) error {
	return dispatch(ctx, []command{
		{"add", "add a person who signs in, with a role at a unit", accountAdd},
	}, c)
}

func accountAdd(ctx context.Context, c call) error {
	set := flag.NewFlagSet(c.name, flag.ContinueOnError)
	given := config.Bind(set, storage()...)
	email := set.String("email", "", "the person's `ADDRESS`, which they sign in with")
	name := set.String("name", "", "the person's `NAME`")
	role := set.String("role", "", "`ROLE` at the unit: administrator, consultant, leader, coordinator or representative")
	unit := set.String("unit", "", "`NUMBER` of the unit (default: the one at the top)")
	language := set.String("speaks", "", "`LANGUAGE` of the person's pages: en or da (default: as their browser)")
	stdin := set.Bool("password-stdin", false, "read the password from standard input instead of making one up")
	if err := parse(set, c, "adds a person who signs in"); err != nil {
		return err
	}
	if *email == "" || *name == "" || !org.Role(*role).Valid() {
		return usageError{fmt.Errorf("%s: --email, --name and --role (administrator, consultant, leader, coordinator or representative) are needed", c.name)}
	}
	password, made := "", false
	if *stdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("read the password: %w", err)
		}
		password = strings.TrimRight(line, "\r\n")
	} else {
		password, made = rand.Text()[:20], true
	}
	h, err := enter(ctx, c, given)
	if err != nil {
		return err
	}
	defer h.close()
	u, err := h.unit(ctx, c, *unit)
	if err != nil {
		return err
	}
	account, err := h.org.AddAccount(ctx, *name, *email, password, *language)
	if err != nil {
		return err
	}
	if err := h.org.AddGrant(ctx, org.Grant{AccountID: account.ID, UnitID: u.ID, Role: org.Role(*role)}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "%s can sign in with %s as %s of %s.\n", *name, *email, *role, u.Name)
	if made && err == nil {
		_, err = fmt.Fprintf(c.stdout, "Password: %s\n", password)
	}
	return err
}

// unit finds a unit by its number, or the one at the top.
func (h *house) unit(ctx context.Context, c call, number string) (*org.Unit, error) {
	if number != "" {
		return h.org.UnitByNumber(ctx, number)
	}
	roots, err := h.org.Children(ctx, 0)
	if err != nil {
		return nil, err
	}
	if len(roots) != 1 {
		return nil, usageError{fmt.Errorf("%s: there is not just one unit at the top; name the unit by its number with --unit", c.name)}
	}
	return roots[0], nil
}
