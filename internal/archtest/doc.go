// Package archtest holds the repository to what it says of itself: which
// package may import which, that the containers describe files that exist, and
// that the tables in the README are true. It is tests alone; nothing imports it.
package archtest
