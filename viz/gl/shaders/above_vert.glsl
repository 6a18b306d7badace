layout(location = 0) in vec2 at; /* pixels */
layout(location = 1) in vec3 where;
layout(location = 2) in vec4 ink;
layout(location = 3) in float kind;
layout(location = 0) uniform vec2 size;
out vec3 place;
out vec4 shade;
flat out int what;

void main() {
  gl_Position = vec4(at / size * 2.0 - 1.0, 0.0, 1.0);
  place = where, shade = ink, what = int(kind);
}
