/* Sends telemetry over MQTT as a fleet of devices would and prints what came of it as one JSON object.
 *
 * Every hundredth device is broken, so that each of its readings makes a prediction where predictions are published for
 * anomalies alone. These tell how far the component is: it reads one connection in order. A closed loop (--window) keeps
 * that many readings ahead of the last prediction; an open loop (--rate) sends at its rate and counts latency from the
 * intended time of sending. The broken devices fill their windows first, so that the loop is closed from then on. */
#include "clock.h"
#include "histogram.h"
#include "reading.h"

#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>

enum { MOST_WATCHED = 4, HEAD_START = 60 };

typedef struct {
  char name[32];
  pid_t pid;
  double cpu_start, cpu_end;
  long resident_kib;
} Watched;

static struct {
  const char *host, *topic, *predictions;
  int port, devices, fields, every, window, model_window;
  long csv;
  uint64_t count;
  double rate, seconds, warm_up, drain;
} options = {
  .host = "127.0.0.1", .topic = "plant/1/press/%d/telemetry", .port = 1883, .devices = 1000, .fields = 8, .every = 100,
  .window = 4000, .model_window = 20, .seconds = 4, .warm_up = 1, .drain = 10,
};

static struct mosquitto *client;
static Reading sound[READING_VARIANTS], broken[READING_VARIANTS];
static char (*topics)[128];
static Watched watched[MOST_WATCHED];
static int watched_count;
static bool connected, subscribed;
static volatile sig_atomic_t stopped;

static uint64_t *sent_at;          /* of the readings of broken devices, by round and device; 0: not sent, or answered */
static uint64_t rounds_kept, broken_count;
static uint64_t sent, confirmed, predictions, strange, late, first_measured = UINT64_MAX;
static Histogram latency;

static bool is_broken(uint64_t device) { return device % (uint64_t)options.every == 0; }

static uint64_t *sending_of(uint64_t device, uint64_t round) {
  return &sent_at[round % rounds_kept * broken_count + device / (uint64_t)options.every];
}

static void on_connect(struct mosquitto *m, void *context, int rc, int flags, const mosquitto_property *properties) {
  (void)context, (void)flags, (void)properties;
  if (rc) die("the broker refused the connection: %s", mosquitto_reason_string(rc));
  connected = true;
  check(mosquitto_subscribe(m, NULL, options.predictions, 0), "subscribe");
}

static void on_subscribe(struct mosquitto *m, void *context, int mid, int count, const int *granted) {
  (void)m, (void)context, (void)mid;
  if (count != 1 || granted[0] > 2) die("the broker did not grant %s", options.predictions);
  subscribed = true;
}

static void on_disconnect(struct mosquitto *m, void *context, int rc) {
  (void)m, (void)context;
  if (rc) die("the connection is lost: %s", mosquitto_strerror(rc));
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message,
                       const mosquitto_property *properties) {
  (void)m, (void)context, (void)properties;
  uint64_t now = now_ns();
  long device;
  int64_t index;
  if (!predicted(message, &device, &index) || device < 0 || device >= options.devices || !is_broken((uint64_t)device)) {
    strange++;
    return;
  }
  predictions++;
  if (index < HEAD_START) return;
  uint64_t round = (uint64_t)index - HEAD_START, number = round * (uint64_t)options.devices + (uint64_t)device;
  uint64_t *when = sending_of((uint64_t)device, round);
  if (number >= sent || !*when) {
    strange++;
    return;
  }
  if (number + 1 > confirmed) confirmed = number + 1;
  if (number >= first_measured) record(&latency, now - *when);
  *when = 0;
}

static void send_reading(uint64_t device, uint64_t index) {
  Reading *r = &(is_broken(device) ? broken : sound)[(index + 7 * device) % READING_VARIANTS];
  put_time(r, index);
  check(mosquitto_publish(client, NULL, topics[device], (int)r->length, r->text, 0, false), "publish");
}

/* Sends the next reading in turn; false when all have been sent. */
static bool send_next(uint64_t when) {
  uint64_t device = sent % (uint64_t)options.devices, round = sent / (uint64_t)options.devices;
  if (options.count && sent >= options.count) return false;
  if (is_broken(device)) *sending_of(device, round) = when;
  send_reading(device, HEAD_START * is_broken(device) + round);
  sent++;
  return true;
}

static void turn(uint64_t wait_ns) {
  struct pollfd socket = {mosquitto_socket(client), (short)(POLLIN | (mosquitto_want_write(client) ? POLLOUT : 0)), 0};
  struct timespec wait = {(time_t)(wait_ns / second_ns), (long)(wait_ns % second_ns)};
  if (ppoll(&socket, 1, &wait, NULL) <= 0) return;
  if (socket.revents & ~POLLOUT) check(read_packets(client, 256), "read");
  write_packets(client);
}

static void closed_loop(void) {
  for (int burst = 0; burst < 200 && sent - confirmed < (uint64_t)options.window; burst++)
    if (!send_next(now_ns())) break;
  turn(sent - confirmed < (uint64_t)options.window ? 0 : 5000000);
}

static void open_loop(uint64_t start, uint64_t sent_before) {
  double gap = 1e9 / options.rate;
  for (int burst = 0; burst < 200; burst++) {
    uint64_t due = start + (uint64_t)(gap * (double)(sent - sent_before)), now = now_ns();
    if (due > now) {
      turn(due - now);
      return;
    }
    if (now - due > 1000000) late++;
    if (!send_next(due)) break;
  }
  turn(0);
}

static void keep_alive(uint64_t now) {
  static uint64_t last;
  if (now - last < second_ns) return;
  last = now;
  check(mosquitto_loop_misc(client), "keep alive");
}

/* The broken devices' first readings, slowly enough for anybody. */
static void give_head_start(void) {
  for (uint64_t index = 0; index < HEAD_START && !stopped; index++) {
    for (uint64_t device = 0; device < (uint64_t)options.devices; device += (uint64_t)options.every) send_reading(device, index);
    for (uint64_t until = now_ns() + 20000000, now; (now = now_ns()) < until;) turn(until - now);
  }
}

static void sample(bool at_end) {
  for (Watched *w = watched; w < watched + watched_count; w++) {
    double cpu = cpu_seconds(w->pid);
    if (cpu < 0) die("the process %s (%d) is gone", w->name, (int)w->pid);
    w->resident_kib = resident_kib(w->pid);
    if (at_end) w->cpu_end = cpu; else w->cpu_start = cpu;
  }
}

static uint64_t unanswered(void) {
  uint64_t count = 0;
  for (uint64_t i = 0; i < rounds_kept * broken_count; i++) count += sent_at[i] != 0;
  return count;
}

static void drain(void) {
  for (uint64_t limit = now_ns() + (uint64_t)(options.drain * 1e9); unanswered() && now_ns() < limit && !stopped;) turn(20000000);
}

/* How many windows the readings fill, those of the head start among them. */
static uint64_t windows(void) {
  uint64_t total = 0;
  for (uint64_t device = 0; device < (uint64_t)options.devices; device++) {
    uint64_t readings = sent / (uint64_t)options.devices + (device < sent % (uint64_t)options.devices);
    if (is_broken(device)) readings += HEAD_START;
    if (readings >= (uint64_t)options.model_window) total += readings - (uint64_t)options.model_window + 1;
  }
  return total;
}

static void usage(FILE *to) {
  fprintf(to,
    "usage: readings --predictions TOPIC [options]\n"
    "       readings --csv ROWS [--fields N]     training data of a sound device\n"
    "  -h, --host HOST          the broker (127.0.0.1)\n"
    "  -p, --port PORT          its port (1883)\n"
    "  -t, --topic TOPIC        where readings go; %%d becomes the device's number (plant/1/press/%%d/telemetry)\n"
    "  -r, --predictions TOPIC  where predictions come from; their key is the device's number\n"
    "  -n, --devices N          devices (1000)\n"
    "  -f, --fields N           numbers in a reading (8)\n"
    "  -e, --every N            every Nth device is broken (100)\n"
    "  -w, --window N           closed loop: readings ahead of the last prediction (4000)\n"
    "  -R, --rate N             open loop: readings a second\n"
    "  -m, --model-window N     readings in a window of the model (20)\n"
    "  -c, --count N            end after so many readings, however long it takes\n"
    "  -d, --seconds S          measured time (4)\n"
    "  -W, --warm-up S          time before that (1)\n"
    "  -D, --drain S            longest wait for the last predictions (10)\n"
    "  -S, --watch NAME=PID     measure the CPU time and memory of a process (up to %d)\n"
    "exit status: 0, or 1 when a prediction is missing or strange\n", MOST_WATCHED);
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

static void parse(int count, char **arguments) {
  static const struct option names[] = {
    {"host", 1, NULL, 'h'}, {"port", 1, NULL, 'p'}, {"topic", 1, NULL, 't'}, {"predictions", 1, NULL, 'r'},
    {"devices", 1, NULL, 'n'}, {"fields", 1, NULL, 'f'}, {"every", 1, NULL, 'e'}, {"window", 1, NULL, 'w'},
    {"rate", 1, NULL, 'R'}, {"model-window", 1, NULL, 'm'}, {"count", 1, NULL, 'c'}, {"seconds", 1, NULL, 'd'},
    {"warm-up", 1, NULL, 'W'}, {"drain", 1, NULL, 'D'}, {"watch", 1, NULL, 'S'}, {"csv", 1, NULL, 2}, {"help", 0, NULL, 1}, {0},
  };
  for (int o; (o = getopt_long(count, arguments, "h:p:t:r:n:f:e:w:R:m:c:d:W:D:S:", names, NULL)) != -1;) switch (o) {
    case 'h': options.host = optarg; break;
    case 'p': options.port = (int)number(optarg, 1, 65535, "--port"); break;
    case 't': options.topic = optarg; break;
    case 'r': options.predictions = optarg; break;
    case 'n': options.devices = (int)number(optarg, 1, 10000000, "--devices"); break;
    case 'f': options.fields = (int)number(optarg, 1, 1000, "--fields"); break;
    case 'e': options.every = (int)number(optarg, 1, 10000000, "--every"); break;
    case 'w': options.window = (int)number(optarg, 1, 10000000, "--window"); break;
    case 'R': options.rate = real(optarg, 1, "--rate"); break;
    case 'm': options.model_window = (int)number(optarg, 1, 100000, "--model-window"); break;
    case 'c': options.count = (uint64_t)number(optarg, 1, INT64_MAX, "--count"); break;
    case 'd': options.seconds = real(optarg, 0.1, "--seconds"); break;
    case 'W': options.warm_up = real(optarg, 0, "--warm-up"); break;
    case 'D': options.drain = real(optarg, 0, "--drain"); break;
    case 'S': watch(optarg); break;
    case 2: options.csv = number(optarg, 1, 100000000, "--csv"); break;
    case 1: usage(stdout); exit(0);
    default: usage(stderr); exit(EXIT_USAGE);
  }
  if ((!options.csv && !options.predictions) || optind < count) {
    usage(stderr);
    exit(EXIT_USAGE);
  }
  if (options.window < options.every) die("--window %d must reach from a broken device to the next, %d", options.window, options.every);
  if (options.model_window >= HEAD_START) die("--model-window must be below %d", HEAD_START);
}

static double own_cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void report(double seconds, uint64_t readings, double cpu) {
  double per_reading = readings ? 1e6 / (double)readings : 0;
  printf("{\"devices\":%d,\"fields\":%d,\"window\":%d,\"rate\":%.0f,\"payload_bytes\":%zu,\"seconds\":%.3f,", options.devices,
         options.fields, options.rate > 0 ? 0 : options.window, options.rate, sound[0].length, seconds);
  printf("\"sent\":%lu,\"readings\":%lu,\"windows\":%lu,\"predictions\":%lu,\"unanswered\":%lu,\"strange\":%lu,\"late\":%lu,",
         sent, sent + HEAD_START * broken_count, windows(), predictions, unanswered(), strange, late);
  printf("\"per_second\":%.0f,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,", (double)readings / seconds,
         percentile_us(&latency, .5), percentile_us(&latency, .9), percentile_us(&latency, .99), (double)latency.maximum / 1e3);
  printf("\"load_cpu_us\":%.2f,\"watched\":{", cpu * per_reading);
  for (Watched *w = watched; w < watched + watched_count; w++)
    printf("%s\"%s\":{\"cpu_us\":%.2f,\"cores\":%.3f,\"rss_kib\":%ld}", w == watched ? "" : ",", w->name,
           (w->cpu_end - w->cpu_start) * per_reading, (w->cpu_end - w->cpu_start) / seconds, w->resident_kib);
  printf("}}\n");
}

static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

static void prepare(void) {
  build_readings(sound, options.fields, false);
  build_readings(broken, options.fields, true);
  broken_count = (uint64_t)(options.devices + options.every - 1) / (uint64_t)options.every;
  /* Sendings are forgotten after so many rounds; a closed loop never has that many in flight. */
  rounds_kept = 100000 / broken_count + (uint64_t)options.window / (uint64_t)options.devices + 2;
  sent_at = calloc(rounds_kept * broken_count, sizeof *sent_at);
  topics = calloc((size_t)options.devices, sizeof *topics);
  if (!sent_at || !topics) die("no memory for %d devices", options.devices);
  for (int i = 0; i < options.devices; i++) {
    const char *at = strstr(options.topic, "%d");
    int length = at ? snprintf(topics[i], sizeof *topics, "%.*s%d%s", (int)(at - options.topic), options.topic, i, at + 2) : -1;
    if (length < 0 || (size_t)length >= sizeof *topics) die("--topic %s: expected %%d in it, and at most 120 bytes", options.topic);
  }
  client = new_client(MQTT_PROTOCOL_V5, NULL, true, NULL);
  mosquitto_connect_v5_callback_set(client, on_connect);
  mosquitto_subscribe_callback_set(client, on_subscribe);
  mosquitto_disconnect_callback_set(client, on_disconnect);
  mosquitto_message_v5_callback_set(client, on_message);
  connect_client(client, options.host, options.port, false);
  for (uint64_t limit = now_ns() + 10 * second_ns; !subscribed && !stopped; turn(10000000))
    if (now_ns() > limit) die("not subscribed after 10 s");
}

int main(int count, char **arguments) {
  parse(count, arguments);
  if (options.csv) {
    write_csv(options.csv, options.fields);
    return 0;
  }
  signal(SIGINT, on_signal);
  signal(SIGTERM, on_signal);
  signal(SIGPIPE, SIG_IGN);
  mosquitto_lib_init();
  prepare();
  give_head_start();

  uint64_t start = now_ns(), from = start + (uint64_t)(options.warm_up * 1e9), end = from + (uint64_t)(options.seconds * 1e9);
  uint64_t measured_from = 0, confirmed_before = 0;
  double cpu_before = 0;
  for (uint64_t now; (now = now_ns()) < end || options.count; keep_alive(now)) {
    if (stopped) die("stopped by a signal");
    if (!measured_from && now >= from) {
      first_measured = sent;
      measured_from = now;
      confirmed_before = confirmed;
      cpu_before = own_cpu();
      sample(false);
    }
    if (options.count && sent >= options.count) break;
    if (options.rate > 0) open_loop(start, 0); else closed_loop();
  }
  if (!measured_from) die("all was sent within the warm-up");
  double seconds = (double)(now_ns() - measured_from) / 1e9, cpu = own_cpu() - cpu_before;
  uint64_t readings = confirmed - confirmed_before;
  sample(true);
  drain();
  report(seconds, readings, cpu);
  uint64_t missing = unanswered();
  mosquitto_disconnect(client);
  mosquitto_destroy(client);
  mosquitto_lib_cleanup();
  return missing || strange;
}
