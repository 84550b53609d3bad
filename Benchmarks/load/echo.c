/* Answers each request with its own payload: what MQTT itself costs, with libmosquitto's ordinary acknowledgement
 * (a QoS 1 request is acknowledged before it is answered). */
#include "answer.h"

#include <poll.h>
#include <unistd.h>

static int qos, protocol;

static void on_connect(struct mosquitto *m, void *context, int rc, int flags, const mosquitto_property *properties) {
  (void)flags, (void)properties;
  if (rc) die("the broker refused the connection: %s", mosquitto_reason_string(rc));
  check(mosquitto_subscribe(m, NULL, context, qos), "subscribe");
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message,
                       const mosquitto_property *properties) {
  (void)context;
  if (protocol == MQTT_PROTOCOL_V5) answer(m, NULL, message, properties, qos);
  else answer_reply_to(m, message, qos);
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: echo PORT REQUEST-TOPIC QOS 5|3.1.1\n");
    return EXIT_USAGE;
  }
  int port = (int)number(arguments[1], 1, 65535, "PORT");
  qos = (int)number(arguments[3], 0, 1, "QOS");
  protocol = protocol_of(arguments[4]);
  mosquitto_lib_init();
  struct mosquitto *m = new_client(protocol, NULL, true, arguments[2]);
  mosquitto_connect_v5_callback_set(m, on_connect);
  mosquitto_message_v5_callback_set(m, on_message);
  connect_client(m, "127.0.0.1", port, false);
  for (;;) {
    struct pollfd wait = {mosquitto_socket(m), (short)(POLLIN | (mosquitto_want_write(m) ? POLLOUT : 0)), 0};
    if (poll(&wait, 1, 1000) < 0 && errno != EINTR) die("poll: %s", strerror(errno));
    if (wait.revents & ~POLLOUT) check(read_packets(m, 1000), "read");
    write_packets(m);
    check(mosquitto_loop_misc(m), "keep alive");
  }
}
