/* What tone_frag and bloom_comp share: light in the map's colours, and a copy of the picture enlarged. */
layout(binding = 0) uniform sampler2D light; /* of the whole picture */
layout(binding = 1) uniform sampler2D map;
layout(binding = 2) uniform sampler2D copies; /* level l of bloom at l - 1 */
layout(location = 4) uniform int dyed_as; /* 0: light is a colour; 1: a number; 2: a density */
layout(location = 5) uniform vec4 tint;   /* low, 1 / (high - low), logarithmic, 1 / area of a pixel */

vec3 dyed(vec3 c) {
  if (dyed_as == 0) return c;
  if (!(c.r > 0.0)) return vec3(0.0);
  float place = c.g / c.r;
  if (dyed_as == 2) {
    float density = c.r * tint.w;
    place = tint.z != 0.0 ? log(density / tint.x) * tint.y : (density - tint.x) * tint.y;
  }
  float n = float(textureSize(map, 0).x);
  return c.r * textureLod(map, vec2((clamp(place, 0.0, 1.0) * (n - 1.0) + 0.5) / n, 0.5), 0.0).rgb;
}

ivec2 copy_size(int level) {
  ivec2 whole = textureSize(light, 0);
  return ivec2(aps_bloom_extent(whole.x, level), aps_bloom_extent(whole.y, level));
}

/* A copy at a pixel of the next finer one. */
vec3 enlarged(int level, ivec2 to) {
  ivec2 a = to >> 1, b = clamp(ivec2(aps_bloom_other(to.x), aps_bloom_other(to.y)), ivec2(0), copy_size(level) - 1);
  vec3 near = mix(texelFetch(copies, ivec2(b.x, a.y), level - 1).rgb, texelFetch(copies, a, level - 1).rgb, APS_BLOOM_NEAR);
  vec3 far = mix(texelFetch(copies, b, level - 1).rgb, texelFetch(copies, ivec2(a.x, b.y), level - 1).rgb, APS_BLOOM_NEAR);
  return mix(far, near, APS_BLOOM_NEAR);
}
