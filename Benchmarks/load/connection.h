/* MQTT connections that every program here makes alike. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 64, KEEP_ALIVE = 60, SESSION_EXPIRY = 600 };

__attribute__((format(printf, 1, 2), noreturn)) static inline void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "%s: ", program_invocation_short_name);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(2);
}

static inline void check(int rc, const char *what) {
  if (rc != MOSQ_ERR_SUCCESS) die("%s: %s", what, rc == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(rc));
}

static inline long number(const char *text, long least, long most, const char *what) {
  char *end;
  long value = strtol(text, &end, 10);
  if (end == text || *end || value < least || value > most)
    die("%s is '%s', expected a number from %ld to %ld", what, text, least, most);
  return value;
}

/* MQTT_PROTOCOL_V5 or MQTT_PROTOCOL_V311 for "5" or "3.1.1". */
static inline int protocol_of(const char *text) {
  if (!strcmp(text, "5")) return MQTT_PROTOCOL_V5;
  if (strcmp(text, "3.1.1")) die("the protocol is '%s', expected 5 or 3.1.1", text);
  return MQTT_PROTOCOL_V311;
}

static inline struct mosquitto *new_client(int protocol, const char *id, bool clean, void *context) {
  struct mosquitto *m = mosquitto_new(id, clean, context);
  if (!m) die("cannot make a client: %s", strerror(errno));
  check(mosquitto_int_option(m, MOSQ_OPT_PROTOCOL_VERSION, protocol), "protocol version");
  check(mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1), "no delay");
  check(mosquitto_int_option(m, MOSQ_OPT_RECEIVE_MAXIMUM, UINT16_MAX), "receive maximum");
  check(mosquitto_max_inflight_messages_set(m, UINT16_MAX), "messages in flight");
  return m;
}

/* Connects; with `keep` an MQTT 5 broker keeps the session for SESSION_EXPIRY seconds after the connection is lost. */
static inline void connect_client(struct mosquitto *m, const char *host, int port, bool keep) {
  mosquitto_property *properties = NULL;
  if (keep) check(mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, SESSION_EXPIRY), "session expiry");
  int rc = mosquitto_connect_bind_v5(m, host, port, KEEP_ALIVE, NULL, properties);
  mosquitto_property_free_all(&properties);
  if (rc) die("cannot connect to %s:%d: %s", host, port, rc == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(rc));
}

/* Reads until the socket is empty, at most `most` packets: libmosquitto reads one packet a call. */
static inline int read_packets(struct mosquitto *m, int most) {
  for (int i = 0; i < most; i++) {
    errno = 0;
    int rc = mosquitto_loop_read(m, 1);
    if (rc) return rc;
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
  }
  return MOSQ_ERR_SUCCESS;
}

static inline void write_packets(struct mosquitto *m) {
  if (mosquitto_want_write(m)) check(mosquitto_loop_write(m, 1), "write");
}

#endif
