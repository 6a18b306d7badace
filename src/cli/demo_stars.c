#include "demo.h"
const aps_demo_row aps_demos_stars[] = {{.name = NULL}};
