/* HDF5 keeps its state in globals of its own and is not thread-safe: this lock, the only global of
 * ours, guards it. */
#include "file.h"
#include <pthread.h>

static pthread_mutex_t files = PTHREAD_MUTEX_INITIALIZER;

void aps_files_lock(void) { pthread_mutex_lock(&files); }
void aps_files_unlock(void) { pthread_mutex_unlock(&files); }
