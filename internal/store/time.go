package store

import "time"

// seconds is how a time is stored: whole seconds since 1970 in UTC. It stands in
// conditions as well as in rows.
func seconds(t time.Time) int64 { return t.Unix() }

// moment reads a stored time.
func moment(s int64) time.Time { return time.Unix(s, 0).UTC() }

// secondsOrNull stores the zero time as NULL.
func secondsOrNull(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	s := seconds(t)
	return &s
}

// momentOrZero reads NULL as the zero time.
func momentOrZero(s *int64) time.Time {
	if s == nil {
		return time.Time{}
	}
	return moment(*s)
}
