package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// answerAll goes from the first page to the review, answering everything 4.
func (h *house) answerAll(code string) reply {
	h.t.Helper()
	page := h.get("/s/" + code)
	for range 10 {
		if strings.Contains(page.body, `value="send"`) {
			return page
		}
		var set []string
		for _, name := range page.items() {
			set = append(set, name, "4")
		}
		page = h.press(code, page, "next", set...)
		if page.StatusCode != http.StatusOK {
			h.t.Fatalf("%d: %s", page.StatusCode, page.body)
		}
	}
	h.t.Fatal("there is no end to the pages")
	return reply{}
}

func TestATeacherAnswersWithoutAScript(t *testing.T) {
	t.Parallel()
	h := build(t)
	review := h.answerAll(h.codes[0])
	if !strings.Contains(review.body, "24 of 24 answered") {
		t.Errorf("the review does not say that all is answered:\n%s", review.body)
	}
	thanks := h.press(h.codes[0], review, "send")
	if thanks.StatusCode != http.StatusOK || !strings.Contains(thanks.body, "Your answers have arrived") {
		t.Fatalf("%d\n%s", thanks.StatusCode, thanks.body)
	}
	if again := h.press(h.codes[0], review, "send"); again.StatusCode != http.StatusNotFound {
		t.Errorf("a spent code is answered with %d", again.StatusCode)
	}
}
