package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// respondent answers over HTTP as a browser without JavaScript would.
type respondent struct {
	client *http.Client
	base   string
}

// newRespondents makes a browser for as many people as come at the same time.
func newRespondents(base string, people int) respondent {
	return respondent{base: base, client: &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			MaxIdleConns: people, MaxIdleConnsPerHost: people, DisableCompression: true,
			DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		},
	}}
}

// outcome is what became of a response, as far as the person was told.
type outcome int

const (
	unsure outcome = iota // the connection broke before an answer came
	taken                 // the thank-you page came
	gone                  // the code is not to be used, or not any more
)

// do sends one request and returns the status and the page.
func (r respondent) do(ctx context.Context, method, path, body string, page *bytes.Buffer) (int, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := r.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	page.Reset()
	_, err = io.Copy(page, res.Body)
	return res.StatusCode, err
}

// stamp finds the hidden field that says when the page was opened.
func stamp(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte(`name="opened" value="`))
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(value)
}

// send opens a code and sends answers to the items at once.
func (r respondent) send(ctx context.Context, code string, answers url.Values) (outcome, error) {
	var page bytes.Buffer
	path := "/s/" + code
	status, err := r.do(ctx, http.MethodGet, path, "", &page)
	if err != nil {
		return unsure, nil //nolint:nilerr // a broken connection is an outcome here
	}
	if status == http.StatusNotFound {
		return gone, nil
	}
	if status != http.StatusOK {
		return unsure, fmt.Errorf("opening a code gives status %d: %s", status, page.Bytes())
	}
	answers.Set("lang", "en")
	answers.Set("opened", stamp(page.Bytes()))
	answers.Set("go", "send")
	status, err = r.do(ctx, http.MethodPost, path, answers.Encode(), &page)
	switch {
	case err != nil:
		return unsure, nil //nolint:nilerr // a broken connection is an outcome here
	case status == http.StatusOK && !bytes.Contains(page.Bytes(), []byte(`name="go" value="send"`)):
		return taken, nil
	case status == http.StatusNotFound:
		return gone, nil
	}
	return unsure, fmt.Errorf("sending gives status %d: %s", status, page.Bytes())
}

// walk goes the whole way of one person through three parts: five requests.
func (r respondent) walk(ctx context.Context, code string, parts [3]string, page *bytes.Buffer) error {
	path := "/s/" + code
	status, err := r.do(ctx, http.MethodGet, path, "", page)
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("open: status %d: %w", status, err)
	}
	head := "lang=en&opened=" + url.QueryEscape(stamp(page.Bytes()))
	steps := []string{
		head + "&at=0&go=next",
		head + "&at=1&go=next" + parts[0],
		head + "&at=2&go=next" + parts[0] + parts[1],
		head + "&at=4&go=send" + parts[0] + parts[1] + parts[2],
	}
	for i, body := range steps {
		if status, err = r.do(ctx, http.MethodPost, path, body, page); err != nil || status != http.StatusOK {
			return fmt.Errorf("step %d: status %d: %w", i, status, err)
		}
	}
	if bytes.Contains(page.Bytes(), []byte(`name="opened"`)) {
		return fmt.Errorf("the answers came back instead of thanks")
	}
	return nil
}

// testGetenv is an environment for a house of its own.
func testGetenv(t testing.TB, settings map[string]string) func(string) string {
	t.Helper()
	return func(name string) string { return settings[name] }
}
