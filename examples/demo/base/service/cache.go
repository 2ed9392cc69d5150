// Package service answers price requests of the shop.
package service

import (
	"sync"
	"time"
)

type entry struct {
	price   int
	expires time.Time
}

// Cache keeps prices for a while.
type Cache struct {
	mu      sync.Mutex
	life    time.Duration
	entries map[string]entry
}

// NewCache returns an empty cache whose entries live for life.
func NewCache(life time.Duration) *Cache {
	return &Cache{life: life, entries: make(map[string]entry)}
}

// Get returns the price of an article and whether it is known.
func (c *Cache) Get(sku string, now time.Time) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.entries[sku]
	if !ok || now.After(found.expires) {
		return 0, false
	}
	return found.price, true
}

// Put stores the price of an article.
func (c *Cache) Put(sku string, price int, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[sku] = entry{price: price, expires: now.Add(c.life)}
}
