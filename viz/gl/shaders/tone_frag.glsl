layout(binding = 0) uniform sampler2D picture;
layout(binding = 1) uniform sampler2D map;
layout(location = 0) uniform float per_dark;
layout(location = 1) uniform float per_full;
layout(location = 2) uniform int logarithmic;
layout(location = 3) uniform float bloom;
layout(location = 4) uniform int dye;      /* 0: light is a colour; 1: a number; 2: a density */
layout(location = 5) uniform vec4 tint;    /* low, 1 / (high - low), logarithmic, 1 / area of a pixel */
out vec4 colour;

vec3 dyed(vec3 c) {
  if (dye == 0) return c;
  if (!(c.r > 0.0)) return vec3(0.0);
  float place = c.g / c.r;
  if (dye == 2) {
    float density = c.r * tint.w;
    place = tint.z != 0.0 ? log(density / tint.x) * tint.y : (density - tint.x) * tint.y;
  }
  float n = float(textureSize(map, 0).x);
  return c.r * textureLod(map, vec2((clamp(place, 0.0, 1.0) * (n - 1.0) + 0.5) / n, 0.5), 0.0).rgb;
}

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec3 c = dyed(texelFetch(picture, at, 0).rgb);
  if (bloom > 0.0) {
    vec2 uv = gl_FragCoord.xy / vec2(textureSize(picture, 0));
    vec3 around = vec3(0.0);
    for (int l = 2; l < 7; l++) around += dyed(textureLod(picture, uv, float(l)).rgb) * 0.2;
    c = mix(c, around, bloom);
  }
  float value = max(c.r, max(c.g, c.b));
  float t = aps_tone_bright(value, per_dark, per_full, logarithmic);
  vec3 hue = value > 0.0 ? c / value : vec3(0.0);
  colour = vec4(aps_tone_srgb(aps_tone_channel(t, hue.r, APS_TONE_NIGHT_R)),
                aps_tone_srgb(aps_tone_channel(t, hue.g, APS_TONE_NIGHT_G)),
                aps_tone_srgb(aps_tone_channel(t, hue.b, APS_TONE_NIGHT_B)), 1.0);
}
