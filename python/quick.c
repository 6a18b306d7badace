/* Single steps as methods that the interpreter calls directly: what a call through cffi takes (an
 * argument list, the interpreter lock given away and taken back, a lock of the simulation, a Python
 * frame) is a tenth of a step of 100 particles.
 *
 * The few functions of CPython that this needs are of its stable ABI, 3.10 and later, and declared
 * here: so neither Python's headers nor a library of it are needed to build, and one file serves
 * all versions. apsis/_quick.py fits it in; where it is absent (PyPy, an interpreter without the
 * lock) the methods written in Python serve.
 *
 * The interpreter lock is kept, so only steps that are short are taken so. While it is kept no
 * other thread of Python runs, but for one that a handler of log lines lets in; `inside` tells that
 * one to wait. */
#include <stddef.h>
#define VISIBLE __attribute__((visibility("default")))

typedef struct _object PyObject;
PyObject *PyObject_GetAttrString(PyObject *, const char *);
PyObject *PyObject_GetAttr(PyObject *, PyObject *);
PyObject *PyObject_Call(PyObject *callable, PyObject *args, PyObject *keywords);
PyObject *PyObject_CallMethod(PyObject *, const char *name, const char *format, ...);
PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...);
int PyErr_CheckSignals(void);
PyObject *PyUnicode_InternFromString(const char *);
PyObject *PyLong_FromLong(long);
void *PyLong_AsVoidPtr(PyObject *);
ptrdiff_t PyTuple_Size(PyObject *);
unsigned long PyThread_get_thread_ident(void);
int PyCapsule_IsValid(PyObject *, const char *name);
void *PyCapsule_GetPointer(PyObject *, const char *name);
void Py_IncRef(PyObject *);
void Py_DecRef(PyObject *);

static const double brief = 20e-6; /* s; what a call costs otherwise is then less than 2 % */

/* State of _quick.py, one for each simulation. */
typedef struct {
  int (*step)(void *sim);              /* aps_step_one */
  int (*run)(void *sim, double t_end); /* aps_run_one */
  double (*wall)(const void *sim);     /* aps_step_wall */
  void *sim;                           /* NULL: none any more, or not of this process */
  double t_end;
  unsigned long inside; /* the thread that is in a step; 0: none */
  int ready; /* 1: the next step needs no further look, and nobody else is in the simulation */
  int runs;  /* 1: within run(), which holds the simulation for its thread */
  long long every, left; /* steps from callback to callback; to the next */
} state;

/* Of a Simulation, borrowed from its handle; NULL with an exception set. */
static state *state_of(PyObject *simulation) {
  static PyObject *name; /* made once, with the interpreter lock held */
  if (name == NULL && (name = PyUnicode_InternFromString("_quick")) == NULL) return NULL;
  PyObject *address = PyObject_GetAttr(simulation, name);
  if (address == NULL) return NULL;
  state *s = PyLong_AsVoidPtr(address);
  Py_DecRef(address);
  return s;
}

static int is_brief(const state *s) {
  const double wall = s->sim && !s->inside ? s->wall(s->sim) : 0; /* 0: no step has been taken */
  return wall > 0 && wall < brief;
}

static PyObject *slowly(PyObject *simulation, PyObject *args, PyObject *keywords) {
  PyObject *method = PyObject_GetAttrString(simulation, "_step");
  if (method == NULL) return NULL;
  PyObject *result = PyObject_Call(method, args, keywords);
  Py_DecRef(method);
  return result;
}

/* Simulation.step(n=1, dt=None): one step as it comes, else Simulation._step with the same
 * arguments. */
VISIBLE PyObject *aps_quick_step(PyObject *simulation, PyObject *args, PyObject *keywords) {
  state *s = state_of(simulation);
  if (s == NULL) return NULL;
  if (!s->ready || keywords || PyTuple_Size(args) != 0 || !is_brief(s))
    return slowly(simulation, args, keywords);
  s->inside = PyThread_get_thread_ident();
  const int code = s->step(s->sim);
  s->inside = 0;
  if (code) return PyObject_CallMethod(simulation, "_failed", "i", code);
  Py_IncRef(simulation);
  return simulation;
}

/* Simulation._run_quickly(callback): steps of aps_run_one to the t_end of the state, with
 * callback(simulation) after each `every` of them, until the interpreter should look around (1),
 * something is not for here, such as the end (0), or a step fails (minus its aps_err). */
VISIBLE PyObject *aps_quick_run(PyObject *simulation, PyObject *callback) {
  enum { A_WHILE = 50 };
  state *s = state_of(simulation);
  if (s == NULL) return NULL;
  for (int k = 0; k < A_WHILE; k++) {
    const int taken = s->runs && is_brief(s) ? s->run(s->sim, s->t_end) : 0;
    if (taken != 1) return PyLong_FromLong(taken);
    if (--s->left == 0) {
      s->left = s->every;
      PyObject *result = PyObject_CallFunctionObjArgs(callback, simulation, NULL);
      if (result == NULL) return NULL;
      Py_DecRef(result);
    }
    if (PyErr_CheckSignals()) return NULL;
  }
  return PyLong_FromLong(1);
}

/* DLManagedTensor of DLPack: only its last member is read, behind a tensor of 48 bytes and a pointer. */
typedef struct managed {
  char tensor[48];
  void *manager;
  void (*deleter)(struct managed *);
} managed;

/* The destructor of a capsule (apsis/_dlpack.py): where nobody took the tensor, it is given back. In C, since capsules may outlive
 * the interpreter, and with it every function that is written in Python; _dlpack.py then takes the deleter away. */
VISIBLE void aps_capsule_end(PyObject *capsule) {
  if (!PyCapsule_IsValid(capsule, "dltensor")) return;
  managed *m = PyCapsule_GetPointer(capsule, "dltensor");
  if (m->deleter) m->deleter(m);
}
