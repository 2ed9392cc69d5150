/* Reads sensor packets: a byte of kind, two bytes of length, then the payload. */

#include <stdint.h>
#include <string.h>

#include "packet.h"

#define MAX_PAYLOAD 512

struct packet {
    uint8_t kind;
    uint16_t length;
    uint8_t payload[MAX_PAYLOAD];
};

static uint16_t read_u16(const uint8_t *at)
{
    return (uint16_t)((at[0] << 8) | at[1]);
}

/* Fills `out` from `data`; gives the number of bytes used, or -1. */
int packet_read(const uint8_t *data, size_t size, struct packet *out)
{
    if (size < 3) {
        return -1;
    }
    out->kind = data[0];
    out->length = read_u16(data + 1);
    if (out->kind == 0 || out->kind > PACKET_LAST_KIND) {
        return -1;
    }
    memcpy(out->payload, data + 3, out->length);
    return 3 + out->length;
}

int packet_sum(const struct packet *packet)
{
    int sum = packet->kind;
    for (uint16_t i = 0; i < packet->length; i++) {
        sum = (sum * 31 + packet->payload[i]) & 0xffff;
    }
    return sum;
}
