/* Adds a copy of the picture, enlarged, to the next finer one: each pixel weighs its four nearest by
 * 9, 3, 3, 1 sixteenths, which keeps the light. The finest goes into the picture itself. */
layout(local_size_x = 16, local_size_y = 8) in;
layout(binding = 0, rgba32f) uniform image2D atlas;
layout(binding = 1, rgba32f) uniform image2D picture;
layout(location = 0) uniform int level; /* of the finer */
layout(location = 1) uniform int keep;  /* at level 0: what is in the picture */

void main() {
  ivec2 to = ivec2(gl_GlobalInvocationID.xy);
  ivec2 size = level == 0 ? ivec2(width, height) : sheet[level].zw;
  if (to.x >= size.x || to.y >= size.y) return;
  ivec2 from = level == 0 ? to : to - APS_SPLAT_PAD;
  ivec2 c = (from - 1 + 2 * APS_SPLAT_PAD) / 2 + sheet[level + 1].xy;
  float wx = (from.x & 1) != 0 ? 0.75 : 0.25, wy = (from.y & 1) != 0 ? 0.75 : 0.25;
  vec3 a = wx * imageLoad(atlas, c).rgb + (1.0 - wx) * imageLoad(atlas, c + ivec2(1, 0)).rgb;
  vec3 b = wx * imageLoad(atlas, c + ivec2(0, 1)).rgb +
           (1.0 - wx) * imageLoad(atlas, c + ivec2(1, 1)).rgb;
  ivec2 at = from + APS_SPLAT_PAD + sheet[level].xy;
  vec3 sum = imageLoad(atlas, at).rgb + (wy * a + (1.0 - wy) * b);
  if (level > 0)
    imageStore(atlas, at, vec4(sum, 0.0));
  else
    imageStore(picture, to, vec4(keep != 0 ? imageLoad(picture, to).rgb + sum : sum, 1.0));
}
