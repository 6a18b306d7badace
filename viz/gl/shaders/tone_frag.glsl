layout(location = 0) uniform float per_dark;
layout(location = 1) uniform float per_full;
layout(location = 2) uniform int logarithmic;
layout(location = 3) uniform float bloom;
out vec4 colour;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy), size = textureSize(light, 0);
  vec3 c = dyed(texelFetch(light, at, 0).rgb);
  if (bloom > 0.0) {
    int top = aps_bloom_top(size.x, size.y);
    c = mix(c, enlarged(1, at) / float(top - aps_bloom_first(top) + 1), bloom);
  }
  float value = max(c.r, max(c.g, c.b));
  float t = aps_tone_bright(value, per_dark, per_full, logarithmic);
  vec3 hue = value > 0.0 ? c / value : vec3(0.0);
  colour = vec4(aps_tone_srgb(aps_tone_channel(t, hue.r, APS_TONE_NIGHT_R)),
                aps_tone_srgb(aps_tone_channel(t, hue.g, APS_TONE_NIGHT_G)),
                aps_tone_srgb(aps_tone_channel(t, hue.b, APS_TONE_NIGHT_B)), 1.0);
}
