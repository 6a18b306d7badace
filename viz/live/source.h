/* What the window looks at, seen from both sides: a thread that produces shots and obeys orders.
 * The window's thread tells and looks; neither waits for the other's work. */
#ifndef APS_SOURCE_H
#define APS_SOURCE_H
#include "../../src/core/ctx.h"
#include "handover.h"
#include "slots.h"
#include "trace.h"

typedef enum {
  APS_ORDER_PLAY,    /* value[0]: 1 go on, 0 pause, -1 the other of the two */
  APS_ORDER_STEPS,   /* value[0] steps, then a pause */
  APS_ORDER_REVERSE, /* time runs the other way */
  APS_ORDER_PACE,    /* value[0]: so many times faster */
  APS_ORDER_SEEK,    /* value[0]: a time */
  APS_ORDER_RESET,   /* to the start */
  APS_ORDER_CHANGE,  /* text: a key of the configuration; value[0]: its new value */
  APS_ORDER_BODY,    /* value: mass, position, velocity of one more particle */
  APS_ORDER_LESSON,  /* value[0]: the next (1) or the one before (-1) */
  APS_ORDER_COLUMN,  /* text: the further column of the files that comes with every shot; "": none */
  APS_ORDER_LOOK,    /* nothing, but that a pause shows what is now once more */
  APS_ORDER_QUIT
} aps_order_kind;

typedef struct {
  aps_order_kind kind;
  double value[7];
  char text[64];
} aps_order;

/* 1: once this one is given, that one before it need not be obeyed: of a drag the last place counts. */
int aps_order_replaces(const aps_order *, const aps_order *before);

enum { /* what a source can do: bits of aps_status.can */
       APS_CAN_REVERSE = 1,
       APS_CAN_SEEK = 2,
       APS_CAN_RESET = 4,
       APS_CAN_CHANGE = 8,
       APS_CAN_ADD = 16,
       APS_CAN_LESSONS = 32,
       APS_CAN_STEP = 64
};

enum { APS_COLUMNS_MOST = 64 };
typedef struct {
  unsigned can;
  int playing, direction; /* direction: 1, or -1 backwards */
  int ended;              /* 1: at the end; there may be a way on */
  int done;               /* 1: the thread is through and nothing more will come */
  double pace;            /* code time per second of wall time; 0: as fast as it goes */
  double t_first, t_last; /* where it begins and ends */
  double share;           /* of files: how far through them, 0 ... 1, as APS_ORDER_SEEK counts */
  double steps_left;
  int resting; /* 1: all orders are obeyed, and the newest shot is of what is now */
  /* what may be changed, as it is now; NAN: there is none */
  double dt, eta, softening, accuracy;
  /* a number of the initial state, which starts anew with it; NAN: there is none */
  double knob, knob_low, knob_high;
  int knob_whole;
  char knob_key[48], knob_name[48];
  int card; /* CUDA's number of the card that holds the particles; -1: the host does */
  char device[96], title[128], integrator[32];
  char species[160]; /* what types are called, as aps_dataset.species */
  char why_not[160]; /* why time cannot be reversed */
  char note[240];    /* one line for the spectator, shown for a while */
  int notes;         /* how many there were */
  char lesson[4096]; /* text beside the picture; "" none */
  int columns;       /* further columns that the files have; 0: not known yet */
  char column[APS_COLUMNS_MOST][64];
  int lessons;       /* how many texts there were: it has changed when this does */
} aps_status;

typedef struct aps_source aps_source;

aps_source *aps_source_create(void); /* NULL: no memory */
void aps_source_free(aps_source **);
aps_slots *aps_source_slots(aps_source *);
aps_handover *aps_source_handover(aps_source *);
aps_trace *aps_source_trace(aps_source *);

/* ---- the window's side */

void aps_source_tell(aps_source *, aps_order);
void aps_source_status(aps_source *, aps_status *out);

/* ---- the thread's side */

typedef void aps_obey_fn(void *self, const aps_order *); /* what the source does not do by itself */
typedef struct {
  aps_obey_fn *obey;
  void *self;
  int (*hurry)(void *self);   /* 1: a pause must end now, as after a signal; NULL: never */
  void (*halt)(void *self);   /* a pause begins: shows what is now */
  double (*time)(void *self); /* code time; orders may change it */
} aps_worker;

/* Changes the status, for the window to see. */
aps_status *aps_source_open_status(aps_source *);
void aps_source_close_status(aps_source *);
void aps_source_note(aps_source *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Takes the orders that came; returns 0 once told to quit. */
int aps_source_obey(aps_source *, const aps_worker *);
/* Between two steps: takes orders, waits while paused or ahead of the pace. 0 once
 * told to quit, else 1 when the next step is due. */
int aps_source_turn(aps_source *, const aps_worker *);
/* Tells that nothing is left to do until an order comes; taken back by the next one. */
void aps_source_rests(aps_source *, int);
/* Waits for an order, at most so long. */
void aps_source_wait(aps_source *, double seconds);
#endif
