/* One copy of the picture for bloom: the next finer one halved, or with the next coarser one added to it. */
layout(local_size_x = 16, local_size_y = 8) in;
layout(binding = 0, rgba32f) uniform image2D made;
layout(location = 0) uniform int level;  /* of what is made */
layout(location = 1) uniform int adding; /* 0: halve; 1: add to what is there; 2: in place of it */

vec4 finer(ivec2 at) {
  return level == 1 ? vec4(dyed(texelFetch(light, at, 0).rgb), 1.0) : texelFetch(copies, at, level - 2);
}

/* Its light, and how much of the picture it covers: 1 but at an edge. */
vec4 halved(ivec2 to) {
  ivec2 size = copy_size(level - 1);
  vec4 sum = vec4(0.0);
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < 4; i++) {
      ivec2 at = 2 * to - 1 + ivec2(i, j);
      vec4 c = finer(clamp(at, ivec2(0), size - 1));
      sum += aps_bloom_weight(i, at.x, size.x) * aps_bloom_weight(j, at.y, size.y) * c.a * vec4(c.rgb, 1.0);
    }
  return vec4(sum.rgb / sum.a, sum.a);
}

void main() {
  ivec2 to = ivec2(gl_GlobalInvocationID.xy);
  if (any(greaterThanEqual(to, copy_size(level)))) return;
  if (adding == 0)
    imageStore(made, to, halved(to));
  else
    imageStore(made, to, vec4(enlarged(level + 1, to) + (adding == 1 ? imageLoad(made, to).rgb : vec3(0.0)), 1.0));
}
