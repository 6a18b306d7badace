/* kind 0: an area; 1: a line, place = (distance from its middle, half its width); 2: a letter,
 * place = (u, v, layer) of the smooth font; 3: of the bitmap, not smoothed */
in vec3 place;
in vec4 shade;
flat in int what;
layout(binding = 0) uniform sampler2DArray letters;
out vec4 colour;

void main() {
  float cover = 1.0;
  if (what == 1) cover = clamp(place.y - abs(place.x) + 0.5, 0.0, 1.0);
  if (what == 2) cover = textureLod(letters, place, 0.0).r;
  if (what == 3) cover = texelFetch(letters, ivec3(place), 0).r;
  colour = vec4(shade.rgb, shade.a * cover);
}
