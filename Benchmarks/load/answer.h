/* An answer to an MQTT 5 request: the same payload, on its Response Topic, with its correlation data. */
#ifndef ANSWER_H
#define ANSWER_H

#include "connection.h"

/* Publishes the answer to `request` over `m`; the packet's number comes back in `mid`. */
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
