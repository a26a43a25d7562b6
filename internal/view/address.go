package view

import "strconv"

// RoundAddress is where a round's page lies.
func RoundAddress(id int64) string { return "/rounds/" + strconv.FormatInt(id, 10) }

// ProfileAddress is where the profile of a unit lies.
func ProfileAddress(id, unit int64) string {
	return RoundAddress(id) + "/units/" + strconv.FormatInt(unit, 10)
}

// CompareAddress is where the comparison of a round lies.
func CompareAddress(id int64) string { return RoundAddress(id) + "/compare" }

// GuideAddress is where the dialogue guide for a unit lies.
func GuideAddress(id, unit int64) string { return ProfileAddress(id, unit) + "/guide" }
