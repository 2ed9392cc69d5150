/* A ring of bytes between the reader and the parser; one of each. */

#include <stddef.h>
#include <stdint.h>

#define RING_SIZE 4096u

struct ring {
    uint8_t data[RING_SIZE];
    size_t head;
    size_t used;
};

void ring_clear(struct ring *ring)
{
    ring->head = 0;
    ring->used = 0;
}

/* Takes as many bytes in as there is room for; gives their number. */
size_t ring_put(struct ring *ring, const uint8_t *data, size_t size)
{
    size_t room = RING_SIZE - ring->used;
    size_t count = size < room ? size : room;
    for (size_t i = 0; i < count; i++) {
        ring->data[(ring->head + ring->used + i) % RING_SIZE] = data[i];
    }
    ring->used += count;
    return count;
}

/* Gives out at most `size` bytes; gives their number. */
size_t ring_get(struct ring *ring, uint8_t *out, size_t size)
{
    size_t count = size < ring->used ? size : ring->used;
    for (size_t i = 0; i < count; i++) {
        out[i] = ring->data[(ring->head + i) % RING_SIZE];
    }
    ring->head = (ring->head + count) % RING_SIZE;
    ring->used -= count;
    return count;
}
