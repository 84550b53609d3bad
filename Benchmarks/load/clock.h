/* Time, and what a process has used of the machine. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static const uint64_t second_ns = 1000000000u;

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * second_ns + (uint64_t)t.tv_nsec;
}

/* CPU time of all threads of `pid`, in seconds; -1 when there is no such process. */
static inline double cpu_seconds(pid_t pid) {
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) return -1;
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Resident memory of `pid` in KiB; -1 when there is no such process. */
static inline long resident_kib(pid_t pid) {
  char path[64];
  long size, resident = -1;
  snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  if (fscanf(file, "%ld %ld", &size, &resident) != 2) resident = -1;
  fclose(file);
  return resident < 0 ? -1 : resident * (sysconf(_SC_PAGESIZE) / 1024);
}

#endif
