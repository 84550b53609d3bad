/* Readings of a fleet of devices: a cycle of eight or so signals with noise, as JSON with a time. */
#ifndef READING_H
#define READING_H

#include "connection.h"

#include <math.h>
#include <time.h>

enum { CYCLE = 40, READING_VARIANTS = 20 * CYCLE, TIME_DIGITS = 13 };

/* The devices' first reading is of this time, each further one a second later: 2025-11-21T00:00:00Z, in ms. */
static const int64_t first_time_ms = 1763683200000;

typedef struct {
  char *text;
  size_t length;
} Reading;

/* Numbers that are the same on every machine (Steele, Lea, Flood: SplitMix). */
static inline double uniform(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

/* Signal `field` at step `at`: a sine of a phase of its own, and noise; with a fault the first two signals are off. */
static inline double signal_at(int field, long at, bool fault, uint64_t *noise) {
  double cycle = sin(6.283185307179586 * (double)at / CYCLE + field * 0.9);
  double value = 10 + field + (1 + 0.2 * field) * cycle + 0.15 * (uniform(noise) + uniform(noise) + uniform(noise) - 1.5);
  return fault && field < 2 ? value + 4 : value;
}

/* Makes READING_VARIANTS payloads that follow on each other, the time to be put in. */
static inline void build_readings(Reading readings[READING_VARIANTS], int fields, bool fault) {
  uint64_t noise = fault ? 2 : 1;
  for (int v = 0; v < READING_VARIANTS; v++) {
    char *out = malloc((size_t)fields * 32 + 64);
    if (!out) die("no memory for readings of %d fields", fields);
    readings[v].text = out;
    out += sprintf(out, "{\"ts\":%0*d,\"v\":{", TIME_DIGITS, 0);
    for (int f = 0; f < fields; f++) out += sprintf(out, "%s\"f%d\":%.4f", f ? "," : "", f, signal_at(f, v, fault, &noise));
    out += sprintf(out, "}}");
    readings[v].length = (size_t)(out - readings[v].text);
  }
}

/* Puts the time of a device's reading number `index` in. */
static inline void put_time(Reading *r, uint64_t index) {
  uint64_t time = (uint64_t)first_time_ms + index * 1000;
  for (char *at = r->text + 6 + TIME_DIGITS - 1; at >= r->text + 6; at--, time /= 10) *at = (char)('0' + time % 10);
}

/* Writes `rows` readings without faults as CSV, to train on. */
static inline void write_csv(long rows, int fields) {
  uint64_t noise = 3;
  printf("time");
  for (int f = 0; f < fields; f++) printf(",f%d", f);
  putchar('\n');
  for (long row = 0; row < rows; row++) {
    time_t seconds = (time_t)(first_time_ms / 1000 + row);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&seconds));
    printf("%s", text);
    for (int f = 0; f < fields; f++) printf(",%.4f", signal_at(f, row, false, &noise));
    putchar('\n');
  }
}

/* Finds which reading of which device a prediction is about: its first key, a number, and "source_time". */
static inline bool predicted(const struct mosquitto_message *message, long *key, int64_t *index) {
  const char *payload = message->payload;
  size_t length = (size_t)message->payloadlen;
  const char *k = length ? memmem(payload, length, "\"key\":[\"", 8) : NULL;
  const char *t = length ? memmem(payload, length, "\"source_time\":\"", 15) : NULL;
  if (!k || !t || t + 15 + 24 > payload + length) return false;
  char text[25] = {0}, *end;
  memcpy(text, t + 15, 24);
  struct tm parts = {0};
  end = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
  if (!end) return false;
  *index = (int64_t)timegm(&parts) - first_time_ms / 1000;
  *key = strtol(k + 8, &end, 10);
  return end != k + 8 && *index >= 0;
}

#endif
