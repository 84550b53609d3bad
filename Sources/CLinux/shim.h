#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ioprio.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each returns 0, or what errno says. */

static inline int marram_pipe(int *ends) {
    return syscall(SYS_pipe2, ends, O_CLOEXEC) == 0 ? 0 : errno;
}

/* The C library declares it for its own dialect alone. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int marram_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

/* POSIX_SPAWN_SETSID, which the C library declares for its own dialect alone. */
#define MARRAM_SPAWN_SESSION 0x80

/* A descriptor that can be read once the process has ended; -1 where the kernel has none. */
static inline int marram_watch(pid_t process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    return -1;
#endif
}

static inline int marram_end_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : errno;
}

static inline int marram_stay_without_parent(void) {
    return prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0) == 0 ? 0 : errno;
}

static inline int marram_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno;
}

static inline int marram_limit(int resource, unsigned long long soft, unsigned long long hard) {
    struct rlimit limit = {(rlim_t)soft, (rlim_t)hard};
    return setrlimit((__typeof__(RLIMIT_AS))resource, &limit) == 0 ? 0 : errno;
}

static inline int marram_limit_memory(unsigned long long bytes) { return marram_limit(RLIMIT_AS, bytes, bytes); }
static inline int marram_limit_data(unsigned long long bytes) { return marram_limit(RLIMIT_DATA, bytes, bytes); }
static inline int marram_limit_processor(unsigned long long seconds) {
    return marram_limit(RLIMIT_CPU, seconds, seconds + 2);
}
static inline int marram_limit_core(void) { return marram_limit(RLIMIT_CORE, 0, 0); }
static inline int marram_limit_files(unsigned long long count) { return marram_limit(RLIMIT_NOFILE, count, count); }
static inline int marram_limit_file_size(unsigned long long bytes) { return marram_limit(RLIMIT_FSIZE, bytes, bytes); }

/* SCHED_IDLE, which the C library declares for its own dialect alone. */
#define MARRAM_IDLE 5

/* Processors are this one's where nobody else wants them; threads that it starts are like it. */
static inline int marram_come_last(void) {
    struct sched_param none = {0};
    if (setpriority(PRIO_PROCESS, 0, 19) != 0) return errno;
    return sched_setscheduler(0, MARRAM_IDLE, &none) == 0 ? 0 : errno;
}

static inline int marram_come_last_on_disks(void) {
    return syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0)) == 0 ? 0 : errno;
}

#if defined(__x86_64__)
#define MARRAM_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MARRAM_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* CLONE_THREAD, which the C library declares for its own dialect alone. */
#define MARRAM_THREAD 0x00010000

/*
 * Takes from all threads of this process, for good: the network, other processes and new ones, the kernel's wide
 * interfaces, everything that changes files, and a say in its own limits. What is refused fails with EPERM.
 */
static inline int marram_refuse_system_calls(void) {
#ifndef MARRAM_ARCHITECTURE
    return ENOSYS;
#else
    static const unsigned int refused[] = {
        SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg,
        SYS_sendmmsg, SYS_recvfrom, SYS_recvmsg, SYS_recvmmsg,
        SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo,
        SYS_rt_tgsigqueueinfo, SYS_setrlimit, SYS_execve, SYS_execveat, SYS_unshare, SYS_setns, SYS_chroot, SYS_pivot_root, SYS_mount,
        SYS_umount2, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff,
        SYS_unlinkat, SYS_renameat2, SYS_mkdirat, SYS_linkat, SYS_symlinkat, SYS_mknodat, SYS_fchmod, SYS_fchmodat,
        SYS_fchown, SYS_fchownat, SYS_truncate, SYS_ftruncate, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_utimensat,
#ifdef SYS_renameat
        SYS_renameat,
#endif
#ifdef SYS_fchmodat2
        SYS_fchmodat2,
#endif
#ifdef SYS_open
        /* What came before the calls that take a folder's descriptor, and before clone. */
        SYS_fork, SYS_vfork, SYS_futimesat,
        SYS_creat, SYS_unlink, SYS_rename, SYS_mkdir, SYS_rmdir, SYS_link, SYS_symlink, SYS_mknod, SYS_chmod, SYS_chown,
        SYS_lchown, SYS_utime, SYS_utimes,
#endif
#ifdef SYS_pidfd_open
        SYS_pidfd_open, SYS_pidfd_send_signal,
#endif
#ifdef SYS_pidfd_getfd
        SYS_pidfd_getfd,
#endif
#ifdef SYS_io_uring_setup
        SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
#endif
    };
    enum { count = sizeof refused / sizeof refused[0], most = 64 + 2 * count };
    struct sock_filter program[most];
    unsigned short next = 0;
#define MARRAM_LOAD(offset) \
    program[next++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned int)(offset))
#define MARRAM_JUMP(kind, value, yes, no) \
    program[next++] = (struct sock_filter)BPF_JUMP(BPF_JMP | (kind) | BPF_K, (unsigned int)(value), yes, no)
#define MARRAM_RETURN(value) program[next++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (unsigned int)(value))
#define MARRAM_REFUSE() MARRAM_RETURN(SECCOMP_RET_ERRNO | EPERM)
    MARRAM_LOAD(offsetof(struct seccomp_data, arch));
    MARRAM_JUMP(BPF_JEQ, MARRAM_ARCHITECTURE, 1, 0);
    MARRAM_REFUSE();
    MARRAM_LOAD(offsetof(struct seccomp_data, nr));
    /* The numbers of x32 would pass by the list. */
    MARRAM_JUMP(BPF_JGE, 0x40000000u, 0, 1);
    MARRAM_REFUSE();
    for (unsigned int index = 0; index < count; index++) {
        MARRAM_JUMP(BPF_JEQ, refused[index], 0, 1);
        MARRAM_REFUSE();
    }
    /* Flags that lie in memory are not seen by a filter: callers are sent back to openat and clone. */
#ifdef SYS_openat2
    MARRAM_JUMP(BPF_JEQ, SYS_openat2, 0, 1);
    MARRAM_RETURN(SECCOMP_RET_ERRNO | ENOSYS);
#endif
#ifdef SYS_clone3
    MARRAM_JUMP(BPF_JEQ, SYS_clone3, 0, 1);
    MARRAM_RETURN(SECCOMP_RET_ERRNO | ENOSYS);
#endif
    /* Threads, and no processes. */
    MARRAM_JUMP(BPF_JEQ, SYS_clone, 0, 4);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[0]));
    MARRAM_JUMP(BPF_JSET, MARRAM_THREAD, 1, 0);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
    /* Whoever has the right to raise limits may only ask for them. */
    MARRAM_JUMP(BPF_JEQ, SYS_prlimit64, 0, 6);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[2]));
    MARRAM_JUMP(BPF_JEQ, 0, 0, 2);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[2]) + 4);
    MARRAM_JUMP(BPF_JEQ, 0, 1, 0);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
    /* It goes on ending with its parent. */
    MARRAM_JUMP(BPF_JEQ, SYS_prctl, 0, 4);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[0]));
    MARRAM_JUMP(BPF_JEQ, PR_SET_PDEATHSIG, 0, 1);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
    /* A thread may end its own process, as abort does, and no other. */
    MARRAM_JUMP(BPF_JEQ, SYS_tgkill, 0, 4);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[0]));
    MARRAM_JUMP(BPF_JEQ, getpid(), 1, 0);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
    /* Files are opened for reading. */
    MARRAM_JUMP(BPF_JEQ, SYS_openat, 0, 4);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[2]));
    MARRAM_JUMP(BPF_JSET, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
#ifdef SYS_open
    MARRAM_JUMP(BPF_JEQ, SYS_open, 0, 4);
    MARRAM_LOAD(offsetof(struct seccomp_data, args[1]));
    MARRAM_JUMP(BPF_JSET, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1);
    MARRAM_REFUSE();
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
#endif
    MARRAM_RETURN(SECCOMP_RET_ALLOW);
#undef MARRAM_LOAD
#undef MARRAM_JUMP
#undef MARRAM_RETURN
#undef MARRAM_REFUSE
    struct sock_fprog filter = {next, program};
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
    /* Above 0 it is a thread that could not be brought along. */
    return result == 0 ? 0 : result > 0 ? EBUSY : errno;
#endif
}
