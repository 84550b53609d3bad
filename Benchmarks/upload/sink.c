/* Takes uploads as S3 does and throws their bytes away unread: a server that costs next to nothing.
 *
 * The first line that it writes is its port on 127.0.0.1. It ends when its standard input does. HEAD is answered with 404,
 * POST ?uploads with an id, PUT with an entity tag, POST ?uploadId with success; nothing is checked. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_LIMIT = 64 * 1024, PIECE = 4 * 1024 * 1024 };

static int say(int line, const char *text) {
    size_t length = strlen(text);
    return send(line, text, length, MSG_NOSIGNAL) == (ssize_t)length ? 0 : -1;
}

static int answer(int line, const char *status, const char *body, int is_head) {
    char text[1024];
    snprintf(text, sizeof text, "HTTP/1.1 %s\r\nETag: \"e\"\r\nContent-Type: application/xml\r\nContent-Length: %zu\r\n\r\n%s",
             status, is_head ? (size_t)0 : strlen(body), is_head ? "" : body);
    return say(line, text);
}

/* The value of a header that is a number; 0 where there is none. */
static long long number(const char *head, const char *name) {
    const char *place = strcasestr(head, name);
    return place ? atoll(place + strlen(name)) : 0;
}

/* The kernel drops the bytes: MSG_TRUNC copies none of them. */
static int drop(int line, long long count) {
    while (count > 0) {
        ssize_t got = recv(line, NULL, count < PIECE ? (size_t)count : PIECE, MSG_TRUNC);
        if (got <= 0) return -1;
        count -= got;
    }
    return 0;
}

static int serve_one(int line, char *head) {
    size_t have = 0;
    char *end = NULL;
    while (!end) {
        ssize_t got = have < HEAD_LIMIT ? recv(line, head + have, HEAD_LIMIT - have, MSG_PEEK) : 0;
        if (got <= 0) return -1;
        head[have + (size_t)got] = 0;
        end = strstr(head, "\r\n\r\n");
        size_t taken = end ? (size_t)(end + 4 - head) - have : (size_t)got;
        if (recv(line, head + have, taken, 0) != (ssize_t)taken) return -1;
        have += taken;
    }
    head[have] = 0;
    if (strcasestr(head, "\r\nExpect: 100-continue") && say(line, "HTTP/1.1 100 Continue\r\n\r\n")) return -1;
    if (drop(line, number(head, "\r\nContent-Length: "))) return -1;
    *strchr(head, '\r') = 0;
    if (!strncmp(head, "HEAD", 4)) return answer(line, "404 Not Found", "", 1);
    if (!strncmp(head, "POST", 4) && strstr(head, "?uploads"))
        return answer(line, "200 OK",
                      "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId>"
                      "</InitiateMultipartUploadResult>", 0);
    if (!strncmp(head, "POST", 4))
        return answer(line, "200 OK",
                      "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>\"e\"</ETag>"
                      "</CompleteMultipartUploadResult>", 0);
    return answer(line, "200 OK", "", 0);
}

static void *serve(void *context) {
    int line = (int)(intptr_t)context, on = 1;
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char *head = malloc(HEAD_LIMIT + 1);
    while (head && !serve_one(line, head)) {}
    free(head);
    close(line);
    return NULL;
}

static void *accept_all(void *context) {
    int listener = (int)(intptr_t)context;
    for (;;) {
        int line = accept(listener, NULL, NULL);
        if (line < 0) continue;
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)line)) close(line);
        else pthread_detach(thread);
    }
    return NULL;
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) || listen(listener, 64) ||
        getsockname(listener, (struct sockaddr *)&address, &size)) {
        perror("sink");
        return 1;
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    pthread_t thread;
    if (pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)listener)) return 1;
    while (getchar() != EOF) {}
    return 0;
}
