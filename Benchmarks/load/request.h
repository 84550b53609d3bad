/* Requests with a number each, and the number found again in the answer. */
#ifndef REQUEST_H
#define REQUEST_H

#include "connection.h"

enum { VARIANTS = 64, ID_DIGITS = 16 };

#define DEFAULT_INPUTS "\"inputs\":[{\"name\":\"X\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":%VALUES%}]}"

/* The request that is sent unless another is given; in MQTT 3.1.1 the body names the topic of its answer. */
static inline const char *default_request(int protocol) {
  if (protocol == MQTT_PROTOCOL_V5) return "{\"id\":\"%ID%\"," DEFAULT_INPUTS;
  return "{\"id\":\"%ID%\",\"reply_to\":%REPLY%," DEFAULT_INPUTS;
}

typedef struct {
  char *text;
  size_t length, id_at, reply_at, reply_room;   /* id_at, reply_at: SIZE_MAX when there is none */
} Request;

/* Makes VARIANTS requests of `template`: %ID% becomes 16 digits, %VALUES% a JSON array of `values` numbers, %REPLY% room
 * for a topic of at most `longest_reply` bytes in quotes. */
static inline void build_requests(Request requests[VARIANTS], const char *template, int values, size_t longest_reply) {
  for (int v = 0; v < VARIANTS; v++) {
    Request *r = &requests[v];
    char *out = malloc(strlen(template) * ID_DIGITS + (size_t)values * 24 + longest_reply + 64);
    if (!out) die("no memory for requests of %d values", values);
    *r = (Request){.text = out, .id_at = SIZE_MAX, .reply_at = SIZE_MAX, .reply_room = longest_reply + 2};
    for (const char *p = template; *p;) {
      if (!strncmp(p, "%ID%", 4)) {
        r->id_at = (size_t)(out - r->text);
        memset(out, '0', ID_DIGITS);
        out += ID_DIGITS;
        p += 4;
      } else if (!strncmp(p, "%REPLY%", 7)) {
        if (r->reply_at != SIZE_MAX) die("%%REPLY%% stands twice in the request; it may stand once");
        r->reply_at = (size_t)(out - r->text);
        memset(out, ' ', r->reply_room);
        out += r->reply_room;
        p += 7;
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

/* Writes `topic` in quotes; what is left of `room` becomes spaces, which JSON allows there. */
static inline void put_reply(char *at, size_t room, const char *topic) {
  size_t length = strlen(topic);
  if (length + 2 > room) die("the topic %s is longer than the room for it", topic);
  memset(at, ' ', room);
  at[0] = at[length + 1] = '"';
  memcpy(at + 1, topic, length);
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

/* Publishes request number `id` on `topic`, to be answered on `reply`; in MQTT 5 with the number as correlation data. */
static inline int send_request(struct mosquitto *m, Request *r, uint64_t id, int protocol, const char *topic,
                               const char *reply, int qos) {
  char correlation[ID_DIGITS];
  put_id(correlation, id);
  if (r->id_at != SIZE_MAX) put_id(r->text + r->id_at, id);
  if (r->reply_at != SIZE_MAX) put_reply(r->text + r->reply_at, r->reply_room, reply);
  if (protocol != MQTT_PROTOCOL_V5) return mosquitto_publish(m, NULL, topic, (int)r->length, r->text, qos, false);
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
