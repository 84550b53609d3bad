/* Starts a component and tells how long it took until it answered for the first time, and its memory then; without a
 * command, waits for the first answer of whoever answers.
 *
 * Requests of QoS 0 go out every millisecond from the start on; the first answer that is not an error counts. */
#include "clock.h"
#include "request.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *reply;
static bool subscribed, answered;

static void on_connect(struct mosquitto *m, void *context, int rc, int flags, const mosquitto_property *properties) {
  (void)context, (void)flags, (void)properties;
  if (rc) die("the broker refused the connection: %s", mosquitto_reason_string(rc));
  check(mosquitto_subscribe(m, NULL, reply, 0), "subscribe");
}

static void on_subscribe(struct mosquitto *m, void *context, int mid, int count, const int *granted) {
  (void)m, (void)context, (void)mid, (void)count, (void)granted;
  subscribed = true;
}

static void on_message(struct mosquitto *m, void *context, const struct mosquitto_message *message) {
  (void)m, (void)context;
  if (!is_refusal(message)) answered = true;
}

static void turn(struct mosquitto *m, int wait_ms) {
  struct pollfd wait = {mosquitto_socket(m), POLLIN, 0};
  poll(&wait, 1, wait_ms);
  if (wait.revents) check(read_packets(m, 100), "read");
  write_packets(m);
}

static pid_t start(char **command) {
  pid_t pid = fork();
  if (pid < 0) die("cannot fork: %s", strerror(errno));
  if (pid == 0) {
    execvp(command[0], command);
    fprintf(stderr, "cannot run %s: %s\n", command[0], strerror(errno));
    _exit(127);
  }
  return pid;
}

int main(int count, char **arguments) {
  if (count < 5) {
    fprintf(stderr, "usage: first_answer PORT 5|3.1.1 REQUEST-TOPIC REPLY-TOPIC [COMMAND...]\n");
    return EXIT_USAGE;
  }
  int port = (int)number(arguments[1], 1, 65535, "PORT");
  int protocol = protocol_of(arguments[2]);
  char **command = count > 5 ? arguments + 5 : NULL;
  reply = arguments[4];
  static Request requests[VARIANTS];
  build_requests(requests, default_request(protocol), 4, strlen(reply));
  mosquitto_lib_init();
  struct mosquitto *m = new_client(protocol, NULL, true, NULL);
  mosquitto_connect_v5_callback_set(m, on_connect);
  mosquitto_subscribe_callback_set(m, on_subscribe);
  mosquitto_message_callback_set(m, on_message);
  connect_client(m, "127.0.0.1", port, false);
  while (!subscribed) turn(m, 100);

  uint64_t started = now_ns(), limit = started + 30 * second_ns;
  pid_t pid = command ? start(command) : 0;
  bool ended = false;
  for (uint64_t id = 0; !answered && !ended && now_ns() < limit; id++) {
    check(send_request(m, &requests[id % VARIANTS], id, protocol, arguments[3], reply, 0), "send");
    turn(m, 1);
    ended = pid && waitpid(pid, NULL, WNOHANG) == pid;
  }
  uint64_t took = now_ns() - started;
  long resident = pid && !ended ? resident_kib(pid) : 0;
  if (pid && !ended) {
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
  }
  if (!answered && ended) die("%s ended before it answered", command[0]);
  if (!answered) die("no answer on %s within 30 s", reply);
  printf("{\"first_answer_ms\":%.1f,\"rss_kib\":%ld}\n", (double)took / 1e6, resident);
  return 0;
}
