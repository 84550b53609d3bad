/* Answers each QoS 1 request with its own payload and acknowledges it only when the broker has confirmed the answer.
 *
 * A lane is a connection with a persistent session. It reads a short burst of requests; the answers leave over a second
 * connection; libmosquitto, told that it is threaded, only queues the lane's acknowledgements, and they are let out when
 * the last answer of the burst is confirmed. Several lanes share one subscription. */
#include "answer.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LANES = 32, MIDS = 65536 };

typedef struct {
  struct mosquitto *m;
  int unconfirmed;
} Lane;

static Lane lanes[MOST_LANES];
static unsigned char lane_of[MIDS];
static struct mosquitto *out;
static char subscription[512];

static void on_connect(struct mosquitto *m, void *context, int rc, int flags, const mosquitto_property *properties) {
  (void)context, (void)flags, (void)properties;
  if (rc) die("the broker refused the connection: %s", mosquitto_reason_string(rc));
  check(mosquitto_subscribe(m, NULL, subscription, 1), "subscribe");
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message,
                       const mosquitto_property *properties) {
  (void)m;
  Lane *lane = context;
  int mid;
  answer(out, &mid, message, properties, 1);
  lane_of[mid % MIDS] = (unsigned char)(lane - lanes);
  lane->unconfirmed++;
}

static void on_confirmed(struct mosquitto *m, void *context, int mid) {
  (void)m, (void)context;
  Lane *lane = &lanes[lane_of[mid % MIDS]];
  if (--lane->unconfirmed == 0) write_packets(lane->m);
}

static void open_lane(Lane *lane, int index, int port) {
  char id[64];
  snprintf(id, sizeof id, "confirm-echo-%d-%d", (int)getpid(), index);
  lane->m = new_client(MQTT_PROTOCOL_V5, id, false, lane);
  check(mosquitto_threaded_set(lane->m, true), "threaded");
  mosquitto_connect_v5_callback_set(lane->m, on_connect);
  mosquitto_message_v5_callback_set(lane->m, on_message);
  connect_client(lane->m, "127.0.0.1", port, true);
  write_packets(lane->m);
}

static void open_out(int port) {
  out = new_client(MQTT_PROTOCOL_V5, NULL, true, NULL);
  mosquitto_publish_callback_set(out, on_confirmed);
  connect_client(out, "127.0.0.1", port, false);
}

static void turn(int count, int burst) {
  struct pollfd wait[MOST_LANES + 1];
  for (int i = 0; i < count; i++) wait[i] = (struct pollfd){mosquitto_socket(lanes[i].m), lanes[i].unconfirmed ? 0 : POLLIN, 0};
  wait[count] = (struct pollfd){mosquitto_socket(out), (short)(POLLIN | (mosquitto_want_write(out) ? POLLOUT : 0)), 0};
  if (poll(wait, (nfds_t)count + 1, 1000) < 0 && errno != EINTR) die("poll: %s", strerror(errno));
  if (wait[count].revents & POLLOUT) write_packets(out);
  if (wait[count].revents & ~POLLOUT) check(read_packets(out, 4096), "read confirmations");
  for (int i = 0; i < count; i++) {
    if (!wait[i].revents || lanes[i].unconfirmed) continue;
    check(read_packets(lanes[i].m, burst), "read requests");
    if (!lanes[i].unconfirmed) write_packets(lanes[i].m);
  }
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: confirm_echo PORT REQUEST-TOPIC LANES BURST\n");
    return EXIT_USAGE;
  }
  int port = (int)number(arguments[1], 1, 65535, "PORT");
  int lane_count = (int)number(arguments[3], 1, MOST_LANES, "LANES");
  int burst = (int)number(arguments[4], 1, 1000, "BURST");
  snprintf(subscription, sizeof subscription, "%s%s", lane_count > 1 ? "$share/confirm-echo/" : "", arguments[2]);
  mosquitto_lib_init();
  open_out(port);
  for (int i = 0; i < lane_count; i++) open_lane(&lanes[i], i, port);
  for (time_t last = time(NULL);;) {
    turn(lane_count, burst);
    time_t now = time(NULL);
    if (now == last) continue;
    last = now;
    check(mosquitto_loop_misc(out), "keep alive");
    for (int i = 0; i < lane_count; i++) check(mosquitto_loop_misc(lanes[i].m), "keep alive");
  }
}
