#ifndef MARRAM_PAGES_H
#define MARRAM_PAGES_H

#include <stddef.h>

/* A file of the folder web, as it was when the program was built. */
struct marram_page {
    /* Its path in that folder. */
    const char *path;
    const unsigned char *bytes;
    size_t size;
};

size_t marram_page_count(void);

/* One of them, by its number from 0. */
struct marram_page marram_page_at(size_t number);

#endif
