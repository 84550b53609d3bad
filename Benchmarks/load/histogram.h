/* A log-linear histogram of nanoseconds: 128 buckets per power of two, an error below 0.8 %. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <math.h>
#include <stdint.h>

enum { BUCKETS_PER_OCTAVE = 128, BUCKETS = 58 * BUCKETS_PER_OCTAVE };

typedef struct {
  uint64_t count, maximum, buckets[BUCKETS];
  double sum;
} Histogram;

static inline int bucket_of(uint64_t value) {
  if (value < BUCKETS_PER_OCTAVE) return (int)value;
  int shift = 63 - __builtin_clzll(value) - 7;
  return (shift + 1) * BUCKETS_PER_OCTAVE + (int)((value >> shift) - BUCKETS_PER_OCTAVE);
}

static inline double bucket_middle(int bucket) {
  if (bucket < BUCKETS_PER_OCTAVE) return bucket;
  int shift = bucket / BUCKETS_PER_OCTAVE - 1;
  return (bucket % BUCKETS_PER_OCTAVE + BUCKETS_PER_OCTAVE + 0.5) * ldexp(1, shift);
}

static inline void record(Histogram *h, uint64_t value) {
  h->buckets[bucket_of(value)]++;
  h->count++;
  h->sum += (double)value;
  if (value > h->maximum) h->maximum = value;
}

static inline double percentile_us(const Histogram *h, double share) {
  uint64_t wanted = (uint64_t)ceil(share * (double)h->count), seen = 0;
  for (int bucket = 0; wanted && bucket < BUCKETS; bucket++)
    if ((seen += h->buckets[bucket]) >= wanted) return fmin(bucket_middle(bucket), (double)h->maximum) / 1e3;
  return 0;
}

#endif
