package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"pejl/internal/round"
)

// stamps say in a hidden field when a person's page was first opened, and where
// its code led then, signed so that only we can have written them. A page that was
// opened in time may so be sent for a while after the round closed, without
// anything being kept about the person meanwhile; and turning pages asks the
// database for nothing. A stamp serves one code alone and tells the minute only.
type stamps struct {
	key []byte
}

// stampLife is for how long a page may stay open before its answers are shown
// once more instead of being taken on.
const stampLife = 24 * time.Hour

// write makes the stamp of a page.
func (s stamps) write(code string, p round.Page) string {
	b := make([]byte, 0, 80)
	b = append(strconv.AppendInt(b, p.Opened.Unix()/60, 36), '.')
	b = append(strconv.AppendInt(b, p.RoundID, 36), '.')
	b = append(strconv.AppendInt(b, p.UnitID, 36), '.')
	b = append(append(b, p.Group...), '.')
	sum := s.sum(code, b)
	return string(base64.RawURLEncoding.AppendEncode(b, sum))
}

// read reads a stamp. It reports false when the stamp is not one we wrote for this
// code, or too old.
func (s stamps) read(code, stamp string, now time.Time) (round.Page, bool) {
	end := strings.LastIndexByte(stamp, '.') + 1
	sum, err := base64.RawURLEncoding.DecodeString(stamp[end:])
	if err != nil || !hmac.Equal(sum, s.sum(code, []byte(stamp[:end]))) {
		return round.Page{}, false
	}
	parts := strings.SplitN(stamp[:end-1], ".", 4)
	if len(parts) != 4 {
		return round.Page{}, false
	}
	var n [3]int64
	for i := range n {
		if n[i], err = strconv.ParseInt(parts[i], 36, 64); err != nil {
			return round.Page{}, false
		}
	}
	p := round.Page{Opened: time.Unix(n[0]*60, 0).UTC(), RoundID: n[1], UnitID: n[2], Group: parts[3]}
	age := now.Sub(p.Opened)
	return p, age >= 0 && age < stampLife
}

func (s stamps) sum(code string, payload []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("opened\x00" + code + "\x00"))
	mac.Write(payload)
	return mac.Sum(nil)[:16]
}
