#ifndef MARRAM_GUARD_H
#define MARRAM_GUARD_H

/*
 * A guard is a process between this one and a program that runs for long. It adopts whatever the program leaves behind,
 * in its group or not, and ends all of it once its line to this process closes, however this process ended.
 *
 * Over the line go signal numbers, a byte each, to the guard, and reports from it.
 */

enum { MARRAM_STARTED = 1, MARRAM_REFUSED = 2, MARRAM_EXITED = 3 };

/* What a guard tells: the program's id, why it does not start (errno), or its wait status. */
struct marram_report {
    int kind;
    int value;
};

struct marram_guarded {
    const char *executable;
    char *const *words;
    char *const *variables;
    const char *folder;
    /* A file in the folder that it reads as its standard input; null: that is empty. */
    const char *input;
    /* How much more it lets others have the processors than this process does: 0 to 19. */
    int niceness;
    int output;
};

/* Starts a program under a guard; returns 0 with the guard's id and this side of its line, or what errno says. */
int marram_guard_start(const struct marram_guarded *guarded, int *line, int *guard);

#endif
