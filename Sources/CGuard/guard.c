#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* All of this runs between fork and _exit, in a copy of a process with threads: nothing takes memory or a lock. */

static void marram_tell(int line, int kind, int value) {
    struct marram_report report = {kind, value};
    (void)!send(line, &report, sizeof report, MSG_NOSIGNAL);
}

static void marram_close_range(unsigned int first, unsigned int last) {
    if (first > last) return;
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, last, 0) == 0) return;
#endif
    if (last > 65535) last = 65535;
    for (unsigned int number = first; number <= last; number++) close((int)number);
}

/* Sends a signal to the group, and to what was left to this process by those that have ended. */
static void marram_guard_signal(pid_t group, int number) {
    char list[4096];
    int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? 0 : read(file, list, sizeof list);
    int has_group = file < 0;
    pid_t process = 0;
    for (ssize_t index = 0; index < count; index++) {
        if (list[index] >= '0' && list[index] <= '9') {
            process = process * 10 + (list[index] - '0');
            continue;
        }
        if (process > 1) {
            pid_t theirs = getpgid(process);
            if (theirs == group) has_group = 1;
            else kill(theirs == process ? -process : process, number);
        }
        process = 0;
    }
    if (file >= 0) close(file);
    if (has_group) kill(-group, number);
}

/* Returns once the program and all that it has left behind have ended. */
static void marram_guard_watch(int line, int signals, pid_t program) {
    int is_ending = 0;
    for (;;) {
        for (;;) {
            int status = 0;
            pid_t ended = waitpid(-1, &status, WNOHANG);
            if (ended == 0) break;
            if (ended < 0 && errno == EINTR) continue;
            if (ended < 0) return;
            if (ended == program) marram_tell(line, MARRAM_EXITED, status);
        }
        if (is_ending) marram_guard_signal(program, SIGKILL);
        struct pollfd watched[2] = {{signals, POLLIN, 0}, {is_ending ? -1 : line, POLLIN, 0}};
        if (poll(watched, 2, is_ending ? 20 : -1) < 0) continue;
        if (watched[0].revents) {
            struct signalfd_siginfo seen;
            (void)!read(signals, &seen, sizeof seen);
        }
        if (watched[1].revents) {
            unsigned char number = SIGKILL;
            ssize_t count = read(line, &number, 1);
            if (count < 0 && errno == EINTR) continue;
            if (count != 1 || number == SIGKILL) is_ending = 1;
            else marram_guard_signal(program, number);
        }
    }
}

/* Standard input is empty already; returns -1 with errno where a file cannot take its place. */
static int marram_take_input(const char *input) {
    if (input == NULL) return 0;
    int file = open(input, O_RDONLY | O_CLOEXEC);
    return file < 0 ? -1 : dup2(file, STDIN_FILENO) < 0 ? -1 : 0;
}

static void marram_become(const struct marram_guarded *guarded, pid_t guard, int failure) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != guard) _exit(127);
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* It runs all the same where the system does not let it be modest. */
    if (guarded->niceness > 0) (void)!nice(guarded->niceness);
    if (chdir(guarded->folder) == 0 && marram_take_input(guarded->input) == 0
        && dup2(guarded->output, STDOUT_FILENO) >= 0 && dup2(guarded->output, STDERR_FILENO) >= 0) {
        /* What has just been written may still be open in a process that another thread starts meanwhile. */
        for (int tries = 0; tries < 100; tries++) {
            execve(guarded->executable, guarded->words, guarded->variables);
            if (errno != ETXTBSY) break;
            poll(NULL, 0, 10);
        }
    }
    int reason = errno;
    (void)!write(failure, &reason, sizeof reason);
    _exit(127);
}

/* Keeps the standard streams, which are emptied, and two descriptors. */
static void marram_keep_only(int one, int other) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int number = 0; number < 3 && null >= 0; number++) dup2(null, number);
    unsigned int low = (unsigned int)(one < other ? one : other), high = (unsigned int)(one < other ? other : one);
    if (low > 3) marram_close_range(3, low - 1);
    if (high > low + 1) marram_close_range(low + 1, high - 1);
    marram_close_range(high + 1, ~0U);
}

static void marram_guard(const struct marram_guarded *guarded, int line) {
    setsid();
    prctl(PR_SET_NAME, "gg-guard", 0, 0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    marram_keep_only(line, guarded->output);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    signal(SIGCHLD, SIG_DFL);
    int signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK), failure[2];
    if (signals < 0 || syscall(SYS_pipe2, failure, O_CLOEXEC) != 0) {
        marram_tell(line, MARRAM_REFUSED, errno);
        _exit(1);
    }
    pid_t guard = getpid(), program = fork();
    if (program == 0) marram_become(guarded, guard, failure[1]);
    close(guarded->output);
    close(failure[1]);
    int reason = program < 0 ? errno : 0;
    if (program > 0) setpgid(program, program);
    if (reason == 0 && read(failure[0], &reason, sizeof reason) != sizeof reason) reason = 0;
    close(failure[0]);
    if (reason) {
        while (program > 0 && waitpid(program, NULL, 0) < 0 && errno == EINTR) {}
        marram_tell(line, MARRAM_REFUSED, reason);
        _exit(0);
    }
    marram_tell(line, MARRAM_STARTED, program);
    marram_guard_watch(line, signals, program);
    _exit(0);
}

int marram_guard_start(const struct marram_guarded *guarded, int *line, int *guard) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t process = fork();
    if (process == 0) marram_guard(guarded, ends[1]);
    int reason = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        return reason;
    }
    *line = ends[0];
    *guard = process;
    return 0;
}
