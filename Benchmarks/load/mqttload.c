/* Sends requests over MQTT, waits for their answers and prints what it saw as one JSON object.
 *
 * One thread, one epoll set, libmosquitto. An open loop (--rate) counts the latency from the intended time of sending, so
 * that a stall of the component is not hidden; a closed loop (--window) keeps that many requests in flight on each
 * connection. */
#include "clock.h"
#include "histogram.h"
#include "request.h"

#include <getopt.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>

enum { MOST_WATCHED = 8, MOST_EXPECTED = 8 };

typedef struct {
  struct mosquitto *m;
  int outstanding;
  bool up, subscribed, wants_write;
  char request_topic[256], reply_topic[256];
} Connection;

typedef struct {
  char name[32];
  pid_t pid;
  double cpu_start, cpu_end;
  long resident_kib;
} Watched;

static struct {
  const char *host, *request_topic, *reply_topic, *payload;
  int port, protocol, connections, window, qos, values;
  double rate, seconds, warm_up, drain, interval;
} options = {
  .host = "127.0.0.1", .reply_topic = "clients/load-%d/reply", .port = 1883, .protocol = MQTT_PROTOCOL_V5, .connections = 4,
  .window = 16, .values = 4, .seconds = 4, .warm_up = 1, .drain = 5,
};

static Connection *connections;
static Request requests[VARIANTS];
static Watched watched[MOST_WATCHED];
static int watched_count, epoll_fd, ready;
static const char *expected[MOST_EXPECTED];   /* one of these texts must be in every answer that is no error */
static int expected_count;
static volatile sig_atomic_t stopped, over;

static uint64_t *sent_at;    /* the intended time of sending, by number of the request */
static bool *answered;
static uint64_t capacity, first_measured = UINT64_MAX;
static uint64_t sent, received, duplicates, unknown, refused, wrong, disconnects, late;
static Histogram latency, interval_latency;

/* -- connections ------------------------------------------------------------------------------------------------- */

static void watch_socket(Connection *c, int operation) {
  struct epoll_event event = {.events = EPOLLIN | (c->wants_write ? EPOLLOUT : 0u), .data.ptr = c};
  if (epoll_ctl(epoll_fd, operation, mosquitto_socket(c->m), &event)) die("epoll: %s", strerror(errno));
}

static void flush(Connection *c) {
  if (!c->up && c->subscribed) return;
  if (mosquitto_want_write(c->m)) mosquitto_loop_write(c->m, 1);
  bool wants = mosquitto_want_write(c->m);
  if (wants == c->wants_write || mosquitto_socket(c->m) < 0) return;
  c->wants_write = wants;
  watch_socket(c, EPOLL_CTL_MOD);
}

static void on_connect(struct mosquitto *m, void *context, int rc, int flags, const mosquitto_property *properties) {
  (void)flags, (void)properties;
  Connection *c = context;
  if (rc) die("the broker refused the connection: %s", mosquitto_reason_string(rc));
  c->up = true;
  check(mosquitto_subscribe(m, NULL, c->reply_topic, options.qos), "subscribe");
}

static void on_subscribe(struct mosquitto *m, void *context, int mid, int count, const int *granted) {
  (void)m, (void)mid;
  Connection *c = context;
  if (count != 1 || granted[0] != options.qos) die("the broker did not grant %s with QoS %d", c->reply_topic, options.qos);
  if (!c->subscribed) ready++;
  c->subscribed = true;
}

static void on_disconnect(struct mosquitto *m, void *context, int rc) {
  (void)m;
  Connection *c = context;
  c->up = false;
  if (!rc) return;
  disconnects++;
  fprintf(stderr, "mqttload: connection %d is lost: %s\n", (int)(c - connections), mosquitto_strerror(rc));
}

static bool is_expected(const struct mosquitto_message *message) {
  if (!expected_count) return true;
  for (int i = 0; i < expected_count; i++)
    if (memmem(message->payload, (size_t)message->payloadlen, expected[i], strlen(expected[i]))) return true;
  return false;
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message,
                       const mosquitto_property *properties) {
  (void)m;
  Connection *c = context;
  uint64_t now = now_ns(), id;
  if (!answered_id(message, properties, &id) || id >= sent) {
    unknown++;
    return;
  }
  bool is_refused = is_refusal(message);
  if (!is_refused && !is_expected(message) && wrong++ == 0)
    fprintf(stderr, "mqttload: not expected: %.*s\n", message->payloadlen < 300 ? message->payloadlen : 300, (char *)message->payload);
  if (answered[id]) {
    duplicates++;
    return;
  }
  answered[id] = true;
  received++;
  c->outstanding--;
  if (is_refused && refused++ == 0)
    fprintf(stderr, "mqttload: refused: %.*s\n", message->payloadlen < 300 ? message->payloadlen : 300, (char *)message->payload);
  if (id < first_measured) return;
  record(&latency, now - sent_at[id]);
  if (options.interval > 0) record(&interval_latency, now - sent_at[id]);
}

static void open_connection(Connection *c) {
  c->m = new_client(options.protocol, NULL, true, c);
  mosquitto_connect_v5_callback_set(c->m, on_connect);
  mosquitto_subscribe_callback_set(c->m, on_subscribe);
  mosquitto_disconnect_callback_set(c->m, on_disconnect);
  mosquitto_message_v5_callback_set(c->m, on_message);
  connect_client(c->m, options.host, options.port, false);
  watch_socket(c, EPOLL_CTL_ADD);
  flush(c);
}

/* Writes the topics of each connection; returns the length of the longest Response Topic. */
static size_t name_topics(void) {
  size_t longest = 0;
  for (int i = 0; i < options.connections; i++) {
    Connection *c = &connections[i];
    numbered(c->request_topic, sizeof c->request_topic, options.request_topic, i);
    numbered(c->reply_topic, sizeof c->reply_topic, options.reply_topic, i);
    size_t length = strlen(c->reply_topic);
    if (length > longest) longest = length;
  }
  return longest;
}

/* Handles what the sockets have, waiting at most `wait_ns` for something. */
static void turn(uint64_t wait_ns) {
  struct epoll_event events[64];
  struct timespec wait = {(time_t)(wait_ns / second_ns), (long)(wait_ns % second_ns)};
  int count = epoll_pwait2(epoll_fd, events, 64, &wait, NULL);
  for (int i = 0; i < count; i++) {
    Connection *c = events[i].data.ptr;
    if (events[i].events & ~EPOLLOUT) read_packets(c->m, 256);
    flush(c);
  }
}

/* -- load -------------------------------------------------------------------------------------------------------- */

static bool send_one(Connection *c, uint64_t when) {
  if (sent >= capacity || !c->up) return false;
  sent_at[sent] = when;
  Request *r = &requests[sent % VARIANTS];
  if (send_request(c->m, r, sent, options.protocol, c->request_topic, c->reply_topic, options.qos)) return false;
  sent++;
  c->outstanding++;
  return true;
}

/* Keeps the window of every connection full. */
static void closed_loop(void) {
  for (int i = 0; i < options.connections; i++) {
    Connection *c = &connections[i];
    while (c->outstanding < options.window && send_one(c, now_ns())) {}
    flush(c);
  }
  turn(5000000);
}

/* Sends what is due since `start`, in turn over the connections, then waits until the next is due. */
static void open_loop(uint64_t start) {
  static uint64_t scheduled;
  double gap = 1e9 / options.rate;
  uint64_t due = start + (uint64_t)(gap * (double)scheduled), now = now_ns();
  for (int burst = 0; due <= now && burst < 512; burst++) {
    send_one(&connections[scheduled % (uint64_t)options.connections], due);
    if (now - due > 1000000) late++;
    due = start + (uint64_t)(gap * (double)++scheduled);
  }
  now = now_ns();
  turn(due > now ? due - now : 0);
}

static void keep_alive(uint64_t now) {
  static uint64_t last;
  if (now - last < second_ns) return;
  last = now;
  for (int i = 0; i < options.connections; i++)
    if (connections[i].up) mosquitto_loop_misc(connections[i].m);
}

static void sample(bool at_end) {
  for (Watched *w = watched; w < watched + watched_count; w++) {
    double cpu = cpu_seconds(w->pid);
    if (cpu < 0) die("the process %s (%d) is gone", w->name, (int)w->pid);
    w->resident_kib = resident_kib(w->pid);
    if (at_end) w->cpu_end = cpu; else w->cpu_start = cpu;
  }
}

static void drain(void) {
  uint64_t limit = now_ns() + (uint64_t)(options.drain * 1e9);
  while (received < sent && now_ns() < limit && !stopped) {
    turn(20000000);
    for (int i = 0; i < options.connections; i++) flush(&connections[i]);
  }
}

/* -- options and report ------------------------------------------------------------------------------------------ */

static void usage(FILE *to) {
  fprintf(to,
    "usage: mqttload --request-topic TOPIC [options]\n"
    "  -h, --host HOST            the broker (127.0.0.1)\n"
    "  -p, --port PORT            its port (1883)\n"
    "  -n, --connections N        connections (4)\n"
    "  -t, --request-topic TOPIC  where requests go; %%d becomes the connection's number\n"
    "  -r, --reply-topic TOPIC    where answers are asked for, likewise (clients/load-%%d/reply)\n"
    "  -V, --protocol 5|3.1.1     MQTT 5 asks in properties, 3.1.1 in the body (5)\n"
    "  -q, --qos 0|1              of requests and of the subscription for answers (0)\n"
    "  -w, --window N             closed loop: requests in flight on each connection (16)\n"
    "  -R, --rate N               open loop: requests a second over all connections\n"
    "  -d, --seconds S            measured time (4)\n"
    "  -W, --warm-up S            time before that (1)\n"
    "  -D, --drain S              longest wait for the last answers (5)\n"
    "  -I, --interval S           also print a JSON line for every S seconds of the measured time\n"
    "  -P, --payload TEXT         request; %%ID%% becomes 16 digits, %%VALUES%% an array of numbers, %%REPLY%% the\n"
    "                             reply topic in quotes (an Open Inference request for the input X)\n"
    "  -k, --values N             numbers in %%VALUES%% (4)\n"
    "  -E, --expect TEXT          answers that are no errors have this text, or one of up to %d such\n"
    "  -S, --watch NAME=PID       measure the CPU time and memory of a process (up to %d)\n"
    "SIGUSR1 ends the measured time early.\n"
    "exit status: 0, or 1 when an answer is missing, unknown, not expected or an error\n", MOST_EXPECTED, MOST_WATCHED);
}

static double real(const char *text, double least, const char *what) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end || !(value >= least)) die("%s is '%s', expected a number of at least %g", what, text, least);
  return value;
}

static void watch(const char *text) {
  const char *equals = strchr(text, '=');
  if (!equals || watched_count == MOST_WATCHED) die("--watch %s: expected NAME=PID, at most %d times", text, MOST_WATCHED);
  Watched *w = &watched[watched_count++];
  snprintf(w->name, sizeof w->name, "%.*s", (int)(equals - text), text);
  w->pid = (pid_t)number(equals + 1, 1, INT32_MAX, "the PID of --watch");
}

static void expect(const char *text) {
  if (expected_count == MOST_EXPECTED) die("--expect: at most %d times", MOST_EXPECTED);
  expected[expected_count++] = text;
}

static void parse(int count, char **arguments) {
  static const struct option names[] = {
    {"host", 1, NULL, 'h'}, {"port", 1, NULL, 'p'}, {"connections", 1, NULL, 'n'}, {"request-topic", 1, NULL, 't'},
    {"reply-topic", 1, NULL, 'r'}, {"qos", 1, NULL, 'q'}, {"window", 1, NULL, 'w'}, {"rate", 1, NULL, 'R'},
    {"seconds", 1, NULL, 'd'}, {"warm-up", 1, NULL, 'W'}, {"drain", 1, NULL, 'D'}, {"payload", 1, NULL, 'P'},
    {"values", 1, NULL, 'k'}, {"protocol", 1, NULL, 'V'}, {"interval", 1, NULL, 'I'}, {"watch", 1, NULL, 'S'},
    {"expect", 1, NULL, 'E'}, {"help", 0, NULL, 1}, {0},
  };
  for (int o; (o = getopt_long(count, arguments, "h:p:n:t:r:q:w:R:d:W:D:P:k:V:I:S:E:", names, NULL)) != -1;) switch (o) {
    case 'h': options.host = optarg; break;
    case 'p': options.port = (int)number(optarg, 1, 65535, "--port"); break;
    case 'n': options.connections = (int)number(optarg, 1, 1000, "--connections"); break;
    case 't': options.request_topic = optarg; break;
    case 'r': options.reply_topic = optarg; break;
    case 'q': options.qos = (int)number(optarg, 0, 1, "--qos"); break;
    case 'w': options.window = (int)number(optarg, 1, 10000, "--window"); break;
    case 'R': options.rate = real(optarg, 1, "--rate"); break;
    case 'd': options.seconds = real(optarg, 0.1, "--seconds"); break;
    case 'W': options.warm_up = real(optarg, 0, "--warm-up"); break;
    case 'D': options.drain = real(optarg, 0, "--drain"); break;
    case 'P': options.payload = optarg; break;
    case 'k': options.values = (int)number(optarg, 0, 1000000, "--values"); break;
    case 'V': options.protocol = protocol_of(optarg); break;
    case 'I': options.interval = real(optarg, 0.1, "--interval"); break;
    case 'S': watch(optarg); break;
    case 'E': expect(optarg); break;
    case 1: usage(stdout); exit(0);
    default: usage(stderr); exit(EXIT_USAGE);
  }
  if (!options.request_topic || optind < count) {
    usage(stderr);
    exit(EXIT_USAGE);
  }
  if (!options.payload) options.payload = default_request(options.protocol);
}

static double own_cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Prints what came since the last line, once the next interval since `from` is over, or most of it `at_end`. */
static void report_interval(uint64_t from, uint64_t now, bool at_end) {
  static uint64_t last, received_last, lines;
  if (!last) last = from, received_last = received;
  double wanted = (double)lines + (at_end ? 0.5 : 1);
  if (options.interval <= 0 || (double)(now - from) < options.interval * 1e9 * wanted) return;
  lines++;
  printf("{\"at_seconds\":%.1f,\"per_second\":%.0f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"in_flight\":%lu,\"watched\":{",
         (double)(now - from) / 1e9, (double)(received - received_last) / ((double)(now - last) / 1e9),
         percentile_us(&interval_latency, .5), percentile_us(&interval_latency, .99), sent - received);
  for (Watched *w = watched; w < watched + watched_count; w++)
    printf("%s\"%s\":{\"rss_kib\":%ld}", w == watched ? "" : ",", w->name, resident_kib(w->pid));
  printf("}}\n");
  fflush(stdout);
  memset(&interval_latency, 0, sizeof interval_latency);
  received_last = received;
  last = now;
}

static void report(double seconds, uint64_t answers, double cpu) {
  double per_message = answers ? 1e6 / (double)answers : 0;
  printf("{\"qos\":%d,\"connections\":%d,\"window\":%d,\"rate\":%.0f,\"payload_bytes\":%zu,\"seconds\":%.3f,",
         options.qos, options.connections, options.rate > 0 ? 0 : options.window, options.rate, requests[0].length, seconds);
  printf("\"sent\":%lu,\"received\":%lu,\"lost\":%lu,\"duplicates\":%lu,\"unknown\":%lu,\"refused\":%lu,\"wrong\":%lu,\"disconnects\":%lu,"
         "\"late\":%lu,", sent, received, sent - received, duplicates, unknown, refused, wrong, disconnects, late);
  printf("\"per_second\":%.0f,\"mean_us\":%.1f,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,",
         (double)answers / seconds, latency.count ? latency.sum / (double)latency.count / 1e3 : 0,
         percentile_us(&latency, .5), percentile_us(&latency, .9), percentile_us(&latency, .99), percentile_us(&latency, .999),
         (double)latency.maximum / 1e3);
  printf("\"load_cpu_us\":%.2f,\"watched\":{", cpu * per_message);
  for (Watched *w = watched; w < watched + watched_count; w++)
    printf("%s\"%s\":{\"cpu_us\":%.2f,\"cores\":%.3f,\"rss_kib\":%ld}", w == watched ? "" : ",", w->name,
           (w->cpu_end - w->cpu_start) * per_message, (w->cpu_end - w->cpu_start) / seconds, w->resident_kib);
  printf("}}\n");
}

static void on_signal(int signal) {
  if (signal == SIGUSR1) over = 1; else stopped = 1;
}

int main(int count, char **arguments) {
  parse(count, arguments);
  signal(SIGINT, on_signal);
  signal(SIGTERM, on_signal);
  signal(SIGUSR1, on_signal);
  signal(SIGPIPE, SIG_IGN);
  mosquitto_lib_init();
  double most_per_second = options.rate > 0 ? options.rate : 400e3;
  capacity = (uint64_t)(most_per_second * (options.seconds + options.warm_up) * 1.1) + 1000;
  sent_at = calloc(capacity, sizeof *sent_at);
  answered = calloc(capacity, sizeof *answered);
  connections = calloc((size_t)options.connections, sizeof *connections);
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (!sent_at || !answered || !connections || epoll_fd < 0) die("cannot begin: %s", strerror(errno));

  build_requests(requests, options.payload, options.values, name_topics());
  for (int i = 0; i < options.connections; i++) open_connection(&connections[i]);
  for (uint64_t limit = now_ns() + 10 * second_ns; ready < options.connections && !stopped;) {
    if (now_ns() > limit) die("only %d of %d connections are ready after 10 s", ready, options.connections);
    turn(10000000);
  }

  uint64_t start = now_ns(), from = start + (uint64_t)(options.warm_up * 1e9), end = from + (uint64_t)(options.seconds * 1e9);
  uint64_t measured_from = 0, received_before = 0;
  double cpu_before = 0;
  for (uint64_t now; (now = now_ns()) < end && !stopped && !over; keep_alive(now)) {
    if (!measured_from && now >= from) {
      first_measured = sent;
      measured_from = now;
      received_before = received;
      cpu_before = own_cpu();
      sample(false);
    }
    if (measured_from) report_interval(measured_from, now, false);
    if (options.rate > 0) open_loop(start); else closed_loop();
  }
  if (stopped) die("stopped by a signal");
  double seconds = (double)(now_ns() - (measured_from ? measured_from : start)) / 1e9, cpu = own_cpu() - cpu_before;
  uint64_t answers = received - received_before;
  sample(true);
  report_interval(measured_from, now_ns(), true);
  drain();
  report(seconds, answers, cpu);
  for (int i = 0; i < options.connections; i++) {
    mosquitto_disconnect(connections[i].m);
    mosquitto_destroy(connections[i].m);
  }
  mosquitto_lib_cleanup();
  return sent != received || unknown || refused || wrong || disconnects;
}
