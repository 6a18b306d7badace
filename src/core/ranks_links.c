/* A machine that is gone is told from a process that is slow by who answers: TCP's keepalive probes
 * are answered by the kernel, however long a process computes, swaps or is stopped. So the first
 * ranks of the nodes form a ring of connections, and the others of a node have one to its first:
 * two sockets and one for each rank of the node, whatever the number of nodes. A node that vanishes
 * is noticed by both its neighbours, and so is every part of a network that falls apart; who knows
 * tells the others along the ring, both ways round.
 *
 * Where a rank listens, and the words that both ends must show each other, are exchanged over MPI.
 * Listening ends with the setup. */
#include "ranks_links.h"
#include "ranks.h"
#include <stdlib.h>
#include <string.h>
#ifdef APS_HAVE_MPI
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IDLE = 4, INTERVAL = 3, PROBES = 4 }; /* s; 4 + 3 x 4 = APS_LINKS_SILENCE */
enum { ADDRESSES = 16, SECRET = 16, STRANGERS = 16, SETUP = 5 /* s */ };
enum { GOODBYE = 'b', THE_END = 'e' }; /* what is said over a connection, a byte each */

_Static_assert(IDLE + INTERVAL * PROBES == APS_LINKS_SILENCE, "how long a machine may be silent");

typedef struct {
  int family; /* 0: none */
  unsigned char bytes[16];
} address;

typedef struct { /* what all know of a rank */
  int leader, port;
  unsigned char question[SECRET],
      answer[SECRET]; /* what one that calls shows, and what it is shown */
  address at[ADDRESSES];
} card;

typedef struct {
  unsigned char question[SECRET];
  int rank;
} hello;

typedef enum { FREE, CONNECTING, ASKED, CALLED } stage; /* of a connection in the making */

typedef struct {
  int fd;
  stage stage;
  size_t have;
  union {
    hello hello;
    unsigned char answer[SECRET];
  } got;
} attempt;

typedef struct {
  const card *all;
  int me, ranks, listener;
  int next, expected; /* whom this rank calls, or -1; how many call */
  int before;         /* the leader that calls, or -1 */
  int reached;        /* next, or there is none */
  aps_links *links;
  attempt tries[ADDRESSES + STRANGERS];
} meeting;

/* ---- sockets
 * ------------------------------------------------------------------------------------- */

static void set(int fd, int level, int option, int value) {
  if (setsockopt(fd, level, option, &value, sizeof value) != 0)
    errno = 0; /* then what the system holds to */
}

static void prepare(int fd) {
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, O_NONBLOCK);
#ifdef SO_NOSIGPIPE
  set(fd, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

/* What has been sent is given up as early as what is asked. */
static void keep_alive(int fd) {
  set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
  set(fd, IPPROTO_TCP, TCP_KEEPIDLE, IDLE);
#elif defined TCP_KEEPALIVE
  set(fd, IPPROTO_TCP, TCP_KEEPALIVE, IDLE);
#endif
#ifdef TCP_KEEPINTVL
  set(fd, IPPROTO_TCP, TCP_KEEPINTVL, INTERVAL);
  set(fd, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
#endif
#ifdef TCP_USER_TIMEOUT
  set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000 * (APS_LINKS_SILENCE - 1));
#endif
  set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

static void say(int fd, const void *what, size_t size) {
#ifdef MSG_NOSIGNAL
  const ssize_t sent = send(fd, what, size, MSG_NOSIGNAL);
#else
  const ssize_t sent = send(fd, what, size, 0);
#endif
  if (sent < 0) errno = 0; /* whoever does not hear it is lost, and reading tells so */
}

static socklen_t make_address(const address *a, int port, struct sockaddr_storage *out) {
  memset(out, 0, sizeof *out);
  if (a->family == 4) {
    struct sockaddr_in *in = (struct sockaddr_in *)out;
    in->sin_family = AF_INET;
    in->sin_port = htons((uint16_t)port);
    memcpy(&in->sin_addr, a->bytes, 4);
    return sizeof *in;
  }
  struct sockaddr_in6 *in = (struct sockaddr_in6 *)out;
  in->sin6_family = AF_INET6;
  in->sin6_port = htons((uint16_t)port);
  memcpy(&in->sin6_addr, a->bytes, 16);
  return sizeof *in;
}

/* Those that others may reach: not the machine's own, nor those that hold on one wire alone. */
static int usable(const struct ifaddrs *i, int families, address *out) {
  if (i->ifa_addr == NULL || !(i->ifa_flags & IFF_UP) || !(i->ifa_flags & IFF_RUNNING) ||
      (i->ifa_flags & IFF_LOOPBACK))
    return 0;
  *out = (address){0};
  if (i->ifa_addr->sa_family == AF_INET) {
    out->family = 4;
    memcpy(out->bytes, &((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr, 4);
    return 1;
  }
  if (i->ifa_addr->sa_family != AF_INET6 || families < 2) return 0;
  const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)i->ifa_addr)->sin6_addr;
  out->family = 6;
  memcpy(out->bytes, six, 16);
  return !IN6_IS_ADDR_LINKLOCAL(six) && !IN6_IS_ADDR_LOOPBACK(six);
}

static void find_addresses(card *mine, int families) {
  struct ifaddrs *all;
  if (getifaddrs(&all) != 0) return;
  int n = 0;
  for (const struct ifaddrs *i = all; i && n < ADDRESSES; i = i->ifa_next)
    if (usable(i, families, &mine->at[n]))
      n++;
    else
      mine->at[n] = (address){0};
  freeifaddrs(all);
}

/* For both families where there is the newer one; *families: how many. */
static int listen_anywhere(int *families, int *port) {
  struct sockaddr_storage at;
  for (*families = 2; *families > 0; --*families) {
    const address any = {.family = *families == 2 ? 6 : 4};
    socklen_t size = make_address(&any, 0, &at);
    const int fd = socket(*families == 2 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    if (fd < 0) continue;
    prepare(fd);
    if (*families == 2) set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (bind(fd, (struct sockaddr *)&at, size) == 0 && listen(fd, SOMAXCONN) == 0 &&
        (size = sizeof at, getsockname(fd, (struct sockaddr *)&at, &size)) == 0) {
      *port = ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                             : ((struct sockaddr_in *)&at)->sin_port);
      return fd;
    }
    close(fd);
  }
  return -1;
}

static int draw_secrets(card *mine) {
  const int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const int good =
      read(fd, mine->question, SECRET) == SECRET && read(fd, mine->answer, SECRET) == SECRET;
  close(fd);
  return good;
}

/* ---- the setup
 * ----------------------------------------------------------------------------------- */

/* The ring; two nodes have one connection. */
static void find_neighbours(meeting *m) {
  int leaders = 0, first = -1, last = -1, index = 0, next = -1, before = -1;
  m->next = m->before = -1;
  for (int r = 0; r < m->ranks; r++) {
    const int leader = m->all[r].leader;
    if (r != m->me && leader == m->me) m->expected++;
    if (leader != r) continue;
    if (r == m->me)
      index = leaders, before = last;
    else if (last == m->me)
      next = r;
    if (first < 0) first = r;
    last = r, leaders++;
  }
  if (m->all[m->me].leader != m->me) {
    m->next = m->all[m->me].leader;
    return;
  }
  if (leaders < 2) return;
  m->next = next >= 0 ? next : leaders > 2 ? first : -1;
  m->before = index > 0 ? before : leaders > 2 ? last : -1;
  m->expected += m->before >= 0;
}

static attempt *free_attempt(meeting *m, int from) {
  for (int i = from; i < ADDRESSES + STRANGERS; i++)
    if (m->tries[i].stage == FREE) return &m->tries[i];
  return NULL;
}

static void give_up(attempt *a) {
  close(a->fd);
  a->stage = FREE;
}

/* At all its addresses: whichever answers first. */
static void call(meeting *m) {
  const card *other = &m->all[m->next];
  for (int i = 0; other->port && i < ADDRESSES && other->at[i].family; i++) {
    struct sockaddr_storage at;
    const socklen_t size = make_address(&other->at[i], other->port, &at);
    const int fd = socket(at.ss_family, SOCK_STREAM, 0);
    if (fd < 0) continue;
    prepare(fd);
    m->tries[i] = (attempt){.fd = fd, .stage = CONNECTING};
    if (connect(fd, (struct sockaddr *)&at, size) != 0 && errno != EINPROGRESS)
      give_up(&m->tries[i]);
  }
}

static int calls(const meeting *m) {
  int n = 0;
  for (int i = 0; i < ADDRESSES + STRANGERS; i++)
    n += m->tries[i].stage == CONNECTING || m->tries[i].stage == ASKED;
  return n;
}

static void keep(meeting *m, attempt *a, int rank) {
  keep_alive(a->fd);
  m->links->link[m->links->n++] = (aps_link){.fd = a->fd, .rank = rank};
  a->stage = FREE;
}

static void greet(meeting *m, attempt *a) {
  int error = 0;
  hello h = {.rank = m->me};
  if (getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){sizeof error}) != 0 || error) {
    give_up(a);
    return;
  }
  memcpy(h.question, m->all[m->next].question, SECRET);
  say(a->fd, &h, sizeof h);
  a->stage = ASKED;
}

/* One that was expected, and has not come yet. */
static int welcome(const meeting *m, const hello *h) {
  if (memcmp(h->question, m->all[m->me].question, SECRET) != 0 || h->rank < 0 ||
      h->rank >= m->ranks || h->rank == m->me)
    return 0;
  if (m->all[h->rank].leader != m->me && h->rank != m->before) return 0;
  for (int i = 0; i < m->links->n; i++)
    if (m->links->link[i].rank == h->rank) return 0;
  return 1;
}

static void receive(meeting *m, attempt *a) {
  const size_t whole = a->stage == CALLED ? sizeof a->got.hello : SECRET;
  const ssize_t n = recv(a->fd, (char *)&a->got + a->have, whole - a->have, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    give_up(a);
    return;
  }
  a->have += (size_t)n;
  if (a->have < whole) return;
  if (a->stage == CALLED && welcome(m, &a->got.hello)) {
    say(a->fd, m->all[m->me].answer, SECRET);
    keep(m, a, a->got.hello.rank);
    m->expected--;
  } else if (a->stage == ASKED && memcmp(a->got.answer, m->all[m->next].answer, SECRET) == 0) {
    keep(m, a, m->next);
    m->reached = 1;
    for (int i = 0; i < ADDRESSES; i++)
      if (m->tries[i].stage != FREE) give_up(&m->tries[i]);
  } else {
    give_up(a);
  }
}

static void let_in(meeting *m) {
  const int fd = accept(m->listener, NULL, NULL);
  attempt *a = fd < 0 ? NULL : free_attempt(m, ADDRESSES);
  if (a)
    prepare(fd), *a = (attempt){.fd = fd, .stage = CALLED};
  else if (fd >= 0)
    close(fd);
}

static void meet(meeting *m) {
  const double until = aps_wall() + SETUP;
  if (m->next >= 0) call(m);
  while ((m->expected > 0 || (!m->reached && calls(m))) && aps_wall() < until) {
    struct pollfd p[ADDRESSES + STRANGERS + 1] = {{.fd = m->listener, .events = POLLIN}};
    for (int i = 0; i < ADDRESSES + STRANGERS; i++) {
      const attempt *a = &m->tries[i];
      p[i + 1] = (struct pollfd){.fd = a->stage == FREE ? -1 : a->fd,
                                 .events = a->stage == CONNECTING ? POLLOUT : POLLIN};
    }
    if (poll(p, sizeof p / sizeof *p, 100) <= 0) continue;
    for (int i = 0; i < ADDRESSES + STRANGERS; i++)
      if (p[i + 1].revents && m->tries[i].stage == CONNECTING)
        greet(m, &m->tries[i]);
      else if (p[i + 1].revents && m->tries[i].stage != FREE)
        receive(m, &m->tries[i]);
    if (p[0].revents) let_in(m);
  }
  for (int i = 0; i < ADDRESSES + STRANGERS; i++)
    if (m->tries[i].stage != FREE) give_up(&m->tries[i]);
}

/* Who gave up while it was being answered has no connection, whatever the other end thinks. */
static int compare(aps_ctx *ctx, meeting *m, int *reached) {
  int lacking = -1;
  aps_ranks_gather(ctx, &m->reached, sizeof m->reached, reached);
  for (int i = 0; i < m->links->n; i++) {
    aps_link *l = &m->links->link[i];
    if (l->rank != m->next && !reached[l->rank]) aps_links_drop(l);
  }
  for (int r = m->ranks - 1; r >= 0; r--)
    if (!reached[r]) lacking = r;
  return lacking;
}

int aps_links_open(aps_ctx *ctx, int leader, aps_links *links) {
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  int families = 0;
  card mine = {.leader = leader}, *all = calloc((size_t)ranks, sizeof *all);
  meeting m = {.all = all, .me = me, .ranks = ranks, .listener = -1, .next = -1, .links = links};
  int *reached = calloc((size_t)ranks, sizeof *reached);
  *links = (aps_links){.leader = calloc((size_t)ranks, sizeof *links->leader),
                       .link = calloc((size_t)ranks + 2, sizeof *links->link)};
  int64_t failed = !(all && reached && links->leader && links->link);
  aps_ranks_max_int(ctx, &failed, 1);
  int lacking = 0;
  if (!failed) {
    if (leader == me && draw_secrets(&mine)) m.listener = listen_anywhere(&families, &mine.port);
    if (m.listener >= 0) find_addresses(&mine, families);
    aps_ranks_gather(ctx, &mine, sizeof mine, all);
    for (int r = 0; r < ranks; r++) links->leader[r] = all[r].leader;
    find_neighbours(&m);
    m.reached = m.next < 0;
    if (m.listener < 0) m.expected = 0;
    meet(&m);
    if (m.listener >= 0) close(m.listener);
    lacking = compare(ctx, &m, reached);
  }
  free(all);
  free(reached);
  return lacking;
}

/* ---- what comes later
 * ---------------------------------------------------------------------------- */

void aps_links_drop(aps_link *l) {
  if (l->fd >= 0) close(l->fd);
  l->fd = -1;
  l->state = APS_LINK_OVER;
}

static void fall(aps_link *l, aps_link_state state) {
  aps_links_drop(l);
  l->state = state;
}

void aps_links_end_all(aps_links *links) {
  const char word = THE_END;
  if (links->ending) return;
  links->ending = 1;
  for (int i = 0; i < links->n; i++)
    if (links->link[i].state == APS_LINK_UP) say(links->link[i].fd, &word, 1);
}

/* An error that only time brings is the machine's; a reset or an end is the process'. */
static void listen_to(aps_links *links, aps_link *l) {
  char words[16];
  const ssize_t n = recv(l->fd, words, sizeof words, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n < 0 && errno != ECONNRESET && errno != EPIPE)
    fall(l, APS_LINK_SILENT);
  else if (n <= 0)
    fall(l, APS_LINK_CLOSED);
  for (ssize_t i = 0; i < n && l->state == APS_LINK_UP; i++) {
    if (words[i] == THE_END) aps_links_end_all(links);
    if (words[i] == GOODBYE) aps_links_drop(l);
  }
}

void aps_links_wait(aps_links *links, int bell, double seconds) {
  struct pollfd few[8], *p = links->n < 8 ? few : calloc((size_t)links->n + 1, sizeof *p);
  int n = 1, which[8], *index = links->n < 8 ? which : calloc((size_t)links->n + 1, sizeof *index);
  if (p == NULL || index == NULL)
    n = 0; /* no memory: sleep, and look again later */
  else
    p[0] = (struct pollfd){.fd = bell, .events = POLLIN};
  for (int i = 0; n && i < links->n; i++)
    if (links->link[i].fd >= 0)
      index[n] = i, p[n++] = (struct pollfd){.fd = links->link[i].fd, .events = POLLIN};
  if (poll(p, (nfds_t)n, (int)(1000 * seconds) + 1) > 0)
    for (int i = 1; i < n; i++)
      if (p[i].revents) listen_to(links, &links->link[index[i]]);
  if (p != few) free(p);
  if (index != which) free(index);
}

void aps_links_close(aps_links *links) {
  const char word = GOODBYE;
  for (int i = 0; i < links->n; i++) {
    if (links->link[i].state == APS_LINK_UP) say(links->link[i].fd, &word, 1);
    aps_links_drop(&links->link[i]);
  }
  free(links->link);
  free(links->leader);
  *links = (aps_links){0};
}
#endif
