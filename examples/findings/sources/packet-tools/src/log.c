/* The tools' log: a line for each event, to a file or the system's log. */

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>
#include <time.h>

static FILE *log_file;
static int use_syslog;

int log_open(const char *path)
{
    if (path == NULL) {
        openlog("packet-tools", LOG_PID, LOG_DAEMON);
        use_syslog = 1;
        return 0;
    }
    log_file = fopen(path, "a");
    return log_file == NULL ? -1 : 0;
}

static void write_line(const char *line)
{
    if (use_syslog) {
        syslog(LOG_NOTICE, line);
    } else if (log_file != NULL) {
        char moment[32];
        time_t now = time(NULL);
        strftime(moment, sizeof moment, "%Y-%m-%d %H:%M:%S", gmtime(&now));
        fprintf(log_file, "%s %s\n", moment, line);
        fflush(log_file);
    }
}

void log_device(const char *name, const char *format, ...)
{
    char text[256];
    char line[320];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(line, sizeof line, "%.60s: %s", name, text);
    write_line(line);
}
