package chart

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// cache keeps finished drawings by their content, the least recently used going
// first when they come to more than limit bytes.
type cache struct {
	mu     sync.Mutex
	limit  int
	size   int
	recent *list.List
	byKey  map[[sha256.Size]byte]*list.Element
}

type cached struct {
	key [sha256.Size]byte
	svg string
}

func newCache(limit int) *cache {
	return &cache{limit: limit, recent: list.New(), byKey: map[[sha256.Size]byte]*list.Element{}}
}

func (c *cache) get(key [sha256.Size]byte) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.byKey[key]
	if !ok {
		return "", false
	}
	c.recent.MoveToFront(el)
	return el.Value.(cached).svg, true
}

func (c *cache) put(key [sha256.Size]byte, svg string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok || len(svg) > c.limit {
		return
	}
	c.byKey[key] = c.recent.PushFront(cached{key, svg})
	c.size += len(svg)
	for c.size > c.limit {
		oldest := c.recent.Back()
		gone := c.recent.Remove(oldest).(cached)
		delete(c.byKey, gone.key)
		c.size -= len(gone.svg)
	}
}
