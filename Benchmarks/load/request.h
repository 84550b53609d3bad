/* Requests with a number each, and the number found again in the answer. */
#ifndef REQUEST_H
#define REQUEST_H

#include "connection.h"

enum { VARIANTS = 64, ID_DIGITS = 16 };

static const char *const default_request =
  "{\"id\":\"%ID%\",\"inputs\":[{\"name\":\"X\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":%VALUES%}]}";

typedef struct {
  char *text;
  size_t length, id_at;   /* id_at: SIZE_MAX when there is none */
} Request;

/* Makes VARIANTS requests of `template`: %ID% becomes 16 digits, %VALUES% a JSON array of `values` numbers. */
static inline void build_requests(Request requests[VARIANTS], const char *template, int values) {
  for (int v = 0; v < VARIANTS; v++) {
    Request *r = &requests[v];
    char *out = malloc(strlen(template) * ID_DIGITS + (size_t)values * 24 + 64);
    if (!out) die("no memory for requests of %d values", values);
    *r = (Request){.text = out, .id_at = SIZE_MAX};
    for (const char *p = template; *p;) {
      if (!strncmp(p, "%ID%", 4)) {
        r->id_at = (size_t)(out - r->text);
        memset(out, '0', ID_DIGITS);
        out += ID_DIGITS;
        p += 4;
      } else if (!strncmp(p, "%VALUES%", 8)) {
        *out++ = '[';
        for (int i = 0; i < values; i++) out += sprintf(out, "%s%.4f", i ? "," : "", (double)random() / RAND_MAX * 8);
        *out++ = ']';
        p += 8;
      } else *out++ = *p++;
    }
    *out = 0;
    r->length = (size_t)(out - r->text);
  }
}

static inline void put_id(char *at, uint64_t id) {
  for (int i = ID_DIGITS - 1; i >= 0; i--, id /= 10) at[i] = (char)('0' + id % 10);
}

static inline bool get_id(const char *from, size_t length, uint64_t *id) {
  if (length < ID_DIGITS) return false;
  *id = 0;
  for (int i = 0; i < ID_DIGITS; i++) {
    if (from[i] < '0' || from[i] > '9') return false;
    *id = *id * 10 + (uint64_t)(from[i] - '0');
  }
  return true;
}

/* Writes `pattern` to `out` with %d replaced by `index`. */
static inline void numbered(char *out, size_t size, const char *pattern, int index) {
  const char *at = strstr(pattern, "%d");
  int n = at ? snprintf(out, size, "%.*s%d%s", (int)(at - pattern), pattern, index, at + 2) : snprintf(out, size, "%s", pattern);
  if (n < 0 || (size_t)n >= size) die("topic too long: %s", pattern);
}

/* Publishes request number `id` on `topic`, to be answered on `reply` with the number as correlation data. */
static inline int send_request(struct mosquitto *m, Request *r, uint64_t id, const char *topic, const char *reply, int qos) {
  char correlation[ID_DIGITS];
  put_id(correlation, id);
  if (r->id_at != SIZE_MAX) put_id(r->text + r->id_at, id);
  mosquitto_property *properties = NULL;
  int rc = mosquitto_property_add_string(&properties, MQTT_PROP_RESPONSE_TOPIC, reply);
  if (!rc) rc = mosquitto_property_add_binary(&properties, MQTT_PROP_CORRELATION_DATA, correlation, ID_DIGITS);
  if (!rc) rc = mosquitto_publish_v5(m, NULL, topic, (int)r->length, r->text, qos, false, properties);
  mosquitto_property_free_all(&properties);
  return rc;
}

/* Finds the number of the request that a message answers: the correlation data, else "id" in the payload. */
static inline bool answered_id(const struct mosquitto_message *message, const mosquitto_property *properties, uint64_t *id) {
  void *correlation = NULL;
  uint16_t length = 0;
  if (mosquitto_property_read_binary(properties, MQTT_PROP_CORRELATION_DATA, &correlation, &length, false)) {
    bool found = get_id(correlation, length, id);
    free(correlation);
    return found;
  }
  const char *start = message->payload, *end = start + message->payloadlen;
  const char *at = message->payloadlen ? memmem(start, (size_t)(end - start), "\"id\":", 5) : NULL;
  if (!at) return false;
  at += 5;
  while (at < end && (*at == ' ' || *at == '"')) at++;
  return get_id(at, (size_t)(end - at), id);
}

/* True when a message is an error and not the answer that was asked for. */
static inline bool is_refusal(const struct mosquitto_message *message) {
  return message->payloadlen && memmem(message->payload, (size_t)message->payloadlen, "\"error\":", 8);
}

#endif
