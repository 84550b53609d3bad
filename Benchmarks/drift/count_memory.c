/* Counts what the program that it is preloaded into (LD_PRELOAD) allocates; for programs of one thread.
 *
 * The program finds marram_allocations and marram_bytes by dlsym: the allocations so far, and the bytes that are in use. */
#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static long allocations, bytes;

long marram_allocations(void) { return allocations; }
long marram_bytes(void) { return bytes; }

static void *counted(void *memory) {
  allocations++;
  bytes += (long)malloc_usable_size(memory);
  return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *realloc(void *old, size_t size) {
  long before = (long)malloc_usable_size(old);
  void *memory = __libc_realloc(old, size);
  if (memory || !size) bytes -= before;
  return counted(memory);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = memalign(alignment, size);
  return *memory ? 0 : 12 /* ENOMEM */;
}

void free(void *memory) {
  bytes -= (long)malloc_usable_size(memory);
  __libc_free(memory);
}
