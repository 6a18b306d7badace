/* Removes what a test wrote into a folder of its own. */
#ifndef APS_TESTS_FOLDERS_H
#define APS_TESTS_FOLDERS_H
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder and all in it, three folders deep; depth: 0. */
static inline void remove_all(const char *folder, int depth) {
  struct dirent **list = NULL;
  const int n = scandir(folder, &list, NULL, NULL);
  for (int i = 0; i < n; i++) {
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
    const int self = strcmp(list[i]->d_name, ".") == 0 || strcmp(list[i]->d_name, "..") == 0;
    if (!self && unlink(path) != 0 && depth < 3) remove_all(path, depth + 1);
    free(list[i]);
  }
  free(list);
  rmdir(folder);
}
#endif
