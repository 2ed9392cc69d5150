/* A table of readings that is sized by the head of the file. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct reading {
    uint32_t sensor;
    uint32_t time;
    double value;
};

struct table {
    uint32_t count;
    struct reading *rows;
};

static int read_u32(FILE *file, uint32_t *value)
{
    unsigned char raw[4];
    if (fread(raw, 1, sizeof raw, file) != sizeof raw) {
        return -1;
    }
    *value = (uint32_t)raw[0] << 24 | (uint32_t)raw[1] << 16 | (uint32_t)raw[2] << 8 | raw[3];
    return 0;
}

/* Reads a whole table; the caller frees `rows`. */
int table_load(FILE *file, struct table *table)
{
    uint32_t count;
    if (read_u32(file, &count) != 0 || count == 0) {
        return -1;
    }
    uint32_t bytes = count * (uint32_t)sizeof(struct reading);
    table->rows = malloc(bytes);
    if (table->rows == NULL) {
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (fread(&table->rows[i], sizeof(struct reading), 1, file) != 1) {
            free(table->rows);
            table->rows = NULL;
            return -1;
        }
    }
    table->count = count;
    return 0;
}
