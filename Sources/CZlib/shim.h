#ifndef MARRAM_CZLIB_H
#define MARRAM_CZLIB_H

#include <zlib.h>

// zlib's initialisers are macros, which Swift does not see.
static inline int marram_deflate_begin(z_stream *stream, int level, int window, int memory) {
    return deflateInit2(stream, level, Z_DEFLATED, window, memory, Z_DEFAULT_STRATEGY);
}

static inline int marram_inflate_begin(z_stream *stream, int window) {
    return inflateInit2(stream, window);
}

#endif
