/* Counts the marks in the finest cells, and all that are near the picture. */
layout(local_size_x = 128) in;
shared uint seen;

void main() {
  if (gl_LocalInvocationIndex == 0u) seen = 0u;
  barrier();
  uint i = gl_GlobalInvocationID.x;
  if (i < uint(points)) {
    vec3 m = mark_of(i);
    if (m.z >= 0.0) {
      int at = cells[0].x + (cell_of(m.y, APS_SPLAT_CELL) + 1) * cells[0].y +
               cell_of(m.x, APS_SPLAT_CELL) + 1;
      atomicAdd(count[at], 1u);
      atomicAdd(seen, 1u);
    }
  }
  barrier();
  if (gl_LocalInvocationIndex == 0u && seen > 0u) atomicAdd(count[0], seen);
}
