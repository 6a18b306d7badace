/* Counts in cells twice as wide: each is the sum of its four. An empty cell lies all around. */
layout(local_size_x = 128) in;
layout(location = 0) uniform int level; /* of the coarser */

void main() {
  ivec4 to = cells[level], from = cells[level - 1];
  int i = int(gl_GlobalInvocationID.x), x = i % to.y, y = i / to.y;
  if (y >= to.z || x < 1 || y < 1) return;
  uint sum = 0u;
  for (int b = 2 * y - 1; b <= 2 * y && b < from.z - 1; b++)
    for (int a = 2 * x - 1; a <= 2 * x && a < from.y - 1; a++) sum += count[from.x + b * from.y + a];
  count[to.x + i] = sum;
}
