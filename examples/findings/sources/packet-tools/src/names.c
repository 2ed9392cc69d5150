/* Names of sensors as they come over the wire: a length, then the letters. */

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NAME_SIZE 32

struct sensor_name {
    char text[NAME_SIZE];
    uint8_t checksum;
};

static int is_letter(char mark)
{
    return isalnum((unsigned char)mark) || mark == '-' || mark == '_';
}

/* Copies a name out of `data`; gives the bytes used, or -1. */
int name_read(const uint8_t *data, size_t size, struct sensor_name *out)
{
    if (size < 1) {
        return -1;
    }
    size_t length = data[0];
    if (length > NAME_SIZE || length + 1 > size) {
        return -1;
    }
    memcpy(out->text, data + 1, length);
    out->text[length] = '\0';
    for (size_t i = 0; i < length; i++) {
        if (!is_letter(out->text[i])) {
            return -1;
        }
    }
    out->checksum = 0;
    for (size_t i = 0; i < length; i++) {
        out->checksum ^= (uint8_t)out->text[i];
    }
    return (int)length + 1;
}
