/* Counts the allocations of the program that it is preloaded into (LD_PRELOAD), by the library that asks for them.
 *
 * The counts stand in the file that COUNT_ALLOCATIONS_FILE names, mapped shared, so that another program can read them at
 * any time: five 64-bit numbers, in the order of the enum below. A call is counted for the library that its return address
 * lies in. Nothing here allocates or waits: the C library's own names of its functions are used in place of dlsym, the map
 * of the process is read with system calls into static memory, and who finds another thread reading it counts for
 * OTHERS. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOSQUITTO, ONNXRUNTIME, OPENSSL, PROGRAM, OTHERS, BUCKETS, MOST_RANGES = 1024, PAGE = 4096 };

typedef struct {
  uintptr_t from, to;
  int bucket;
} Range;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t early[BUCKETS];   /* until the file is open */
static _Atomic uint64_t *_Atomic counts = early;
static Range ranges[MOST_RANGES];         /* only ever appended to; a range is published by range_count */
static _Atomic int range_count;
static atomic_flag reading = ATOMIC_FLAG_INIT;
static char program[PAGE];

static bool has(const char *path, const char *name) { return strstr(path, name) != NULL; }

static int bucket_of(const char *path) {
  const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
  if (!strcmp(path, program)) return PROGRAM;
  if (has(file, "libmosquitto")) return MOSQUITTO;
  if (has(file, "libonnxruntime") || has(file, "libstdc++")) return ONNXRUNTIME;
  if (has(file, "libcrypto") || has(file, "libssl")) return OPENSSL;
  if (has(file, "libswift") || has(file, "libFoundation") || has(file, "lib_Foundation") || has(file, "libdispatch") ||
      has(file, "libBlocksRuntime"))
    return PROGRAM;
  return OTHERS;
}

static int find(uintptr_t address) {
  int count = atomic_load_explicit(&range_count, memory_order_acquire);
  for (int i = 0; i < count; i++)
    if (address >= ranges[i].from && address < ranges[i].to) return ranges[i].bucket;
  return -1;
}

static void append(uintptr_t from, uintptr_t to, int bucket) {
  int count = atomic_load_explicit(&range_count, memory_order_relaxed);
  if (count == MOST_RANGES || find(from) >= 0) return;
  ranges[count] = (Range){from, to, bucket};
  atomic_store_explicit(&range_count, count + 1, memory_order_release);
}

/* Appends the range of one line of the map, where code stands: `7f00-7f80 r-xp 0 fe:01 12 /path`. */
static void append_line(char *line) {
  char *end;
  uintptr_t from = strtoull(line, &end, 16), to = *end == '-' ? strtoull(end + 1, &end, 16) : 0;
  if (!to || *end != ' ' || end[3] != 'x') return;
  char *path = strchr(line, '/');
  append(from, to, path ? bucket_of(path) : OTHERS);
}

static void read_map(void) {
  static char text[2 * PAGE];
  size_t held = 0;
  int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  for (ssize_t got; (got = read(file, text + held, sizeof text - 1 - held)) > 0;) {
    text[held += (size_t)got] = 0;
    char *line = text;
    for (char *newline; (newline = strchr(line, '\n')); line = newline + 1) {
      *newline = 0;
      append_line(line);
    }
    held = strlen(line);
    memmove(text, line, held);
    if (held == sizeof text - 1) held = 0;
  }
  close(file);
}

static int bucket_at(uintptr_t address) {
  int bucket = find(address);
  if (bucket >= 0) return bucket;
  if (atomic_flag_test_and_set(&reading)) return OTHERS;
  int kept = errno;
  read_map();
  if ((bucket = find(address)) < 0) append(address & ~(uintptr_t)(PAGE - 1), (address | (PAGE - 1)) + 1, bucket = OTHERS);
  errno = kept;
  atomic_flag_clear(&reading);
  return bucket;
}

static void count(void *caller) {
  _Atomic uint64_t *to = atomic_load_explicit(&counts, memory_order_acquire);
  atomic_fetch_add_explicit(&to[bucket_at((uintptr_t)caller)], 1, memory_order_relaxed);
}

/* What was counted before has no bucket of worth: the program's own name was not known. It is left out. */
__attribute__((constructor)) static void open_counts(void) {
  const char *path = getenv("COUNT_ALLOCATIONS_FILE");
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  if (!path || length < 0) return;
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return;
  void *mapped = MAP_FAILED;
  if (!ftruncate(file, PAGE)) mapped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  atomic_store(&range_count, 0);
  if (mapped != MAP_FAILED) atomic_store(&counts, (_Atomic uint64_t *)mapped);
}

/* -- what is counted --------------------------------------------------------------------------------------------- */

void *malloc(size_t size) {
  count(__builtin_return_address(0));
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(__builtin_return_address(0));
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count(__builtin_return_address(0));
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count(__builtin_return_address(0));
  if (!alignment || alignment & (alignment - 1) || alignment % sizeof(void *)) return EINVAL;
  int kept = errno;
  void *made = __libc_memalign(alignment, size);
  errno = kept;
  if (!made) return ENOMEM;
  *result = made;
  return 0;
}
