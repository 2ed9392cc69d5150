/* Writes a batch of readings for the collector to pick up. */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPOOL "/tmp/packet-spool"

static int write_all(int file, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t done = write(file, data, size);
        if (done <= 0) {
            return -1;
        }
        data += done;
        size -= (size_t)done;
    }
    return 0;
}

/* Puts a batch down under the number `batch`; gives 0 or -1. */
int spool_write(unsigned batch, const char *data, size_t size)
{
    char path[64];
    struct stat info;
    snprintf(path, sizeof path, SPOOL ".%u", batch);
    if (stat(path, &info) == 0) {
        return -1;
    }
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) {
        return -1;
    }
    int result = write_all(file, data, size);
    if (close(file) != 0) {
        result = -1;
    }
    return result;
}
