/* An answer to a request: the same payload, on the topic that the request names; in MQTT 5 with its correlation data. */
#ifndef ANSWER_H
#define ANSWER_H

#include "connection.h"

enum { LONGEST_TOPIC = 256 };

/* Copies the topic that a body names as "reply_to" to `topic`; false when there is none. */
static inline bool reply_to(const struct mosquitto_message *request, char topic[LONGEST_TOPIC]) {
  static const char key[] = "\"reply_to\":\"";
  const char *start = request->payload, *end = start + request->payloadlen;
  const char *at = request->payloadlen ? memmem(start, (size_t)(end - start), key, sizeof key - 1) : NULL;
  if (!at) return false;
  at += sizeof key - 1;
  const char *quote = memchr(at, '"', (size_t)(end - at));
  if (!quote || quote - at >= LONGEST_TOPIC) return false;
  memcpy(topic, at, (size_t)(quote - at));
  topic[quote - at] = 0;
  return true;
}

/* Publishes the answer to an MQTT 3.1.1 `request` over `m`. */
static inline void answer_reply_to(struct mosquitto *m, const struct mosquitto_message *request, int qos) {
  char topic[LONGEST_TOPIC];
  if (!reply_to(request, topic)) die("a request on %s without reply_to", request->topic);
  check(mosquitto_publish(m, NULL, topic, request->payloadlen, request->payload, qos, false), "publish");
}

/* Publishes the answer to an MQTT 5 `request` over `m`; the packet's number comes back in `mid`. */
static inline void answer(struct mosquitto *m, int *mid, const struct mosquitto_message *request,
                          const mosquitto_property *asked, int qos) {
  char *topic = NULL;
  void *correlation = NULL;
  uint16_t length = 0;
  if (!mosquitto_property_read_string(asked, MQTT_PROP_RESPONSE_TOPIC, &topic, false))
    die("a request on %s without Response Topic", request->topic);
  mosquitto_property *properties = NULL;
  if (mosquitto_property_read_binary(asked, MQTT_PROP_CORRELATION_DATA, &correlation, &length, false))
    check(mosquitto_property_add_binary(&properties, MQTT_PROP_CORRELATION_DATA, correlation, length), "correlation data");
  check(mosquitto_publish_v5(m, mid, topic, request->payloadlen, request->payload, qos, false, properties), "publish");
  mosquitto_property_free_all(&properties);
  free(correlation);
  free(topic);
}

#endif
