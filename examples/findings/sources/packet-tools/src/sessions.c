/* Open connections of sensors, in a list. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct session {
    int socket;
    char name[32];
    time_t seen;
    struct session *next;
};

static struct session *first;

struct session *session_open(int socket, const char *name)
{
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return NULL;
    }
    session->socket = socket;
    strncpy(session->name, name, sizeof session->name - 1);
    session->seen = time(NULL);
    session->next = first;
    first = session;
    return session;
}

void session_close(struct session *session)
{
    struct session **link = &first;
    while (*link != NULL && *link != session) {
        link = &(*link)->next;
    }
    if (*link == session) {
        *link = session->next;
        free(session);
    }
}

/* Closes all that were silent for longer than `limit` seconds; gives their number. */
int session_expire(time_t limit)
{
    int closed = 0;
    time_t now = time(NULL);
    for (struct session *session = first; session != NULL; session = session->next) {
        if (now - session->seen > limit) {
            session_close(session);
            closed++;
        }
    }
    return closed;
}
