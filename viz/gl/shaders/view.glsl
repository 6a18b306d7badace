/* What the shaders of the splats share: the eye, the copies of the picture in their atlas, the
 * points, and where one of them is seen. */
layout(std140, binding = 0) uniform View {
  vec4 right, up, back, offset; /* offset: of the points' origin from the eye's centre */
  float scale, eye_distance, width, height;
  int points, small, dye, spare;
  float small_glow, small_light, spare1, spare2;
  ivec4 sheet[APS_SPLAT_LEVELS]; /* x, y, nx, ny within the atlas */
  ivec4 cells[APS_SPLAT_COUNTS]; /* first, nx, ny of the counts */
};
layout(std430, binding = 0) readonly buffer Points { vec4 point[]; };
layout(std430, binding = 2) buffer Counts { uint count[]; }; /* [0]: marks near the picture */

const float FAR = 1e6;
const int LIGHT = 0, NUMBER = 1, DENSITY = 2;

/* Pixel coordinates and glow (< 0: not drawn) of point i; the upper left pixel's centre is 0, 0. */
vec3 mark_of(uint i) {
  vec4 p = small != 0 ? point[i] : point[2u * i];
  vec3 r = p.xyz + offset.xyz;
  float s = scale;
  if (eye_distance > 0.0) {
    float depth = eye_distance - dot(r, back.xyz);
    s = depth > 0.02 * eye_distance ? scale * eye_distance / depth : 0.0;
  }
  vec2 at = vec2(dot(r, right.xyz) * s + 0.5 * (width - 1.0),
                 0.5 * (height - 1.0) - dot(r, up.xyz) * s);
  float glow = small != 0 ? (isnan(p.w) ? -1.0 : small_glow) : p.w;
  bool seen = s > 0.0 && abs(at.x) < FAR && abs(at.y) < FAR; /* false for NaN */
  if (!seen || aps_splat_near(at.x, at.y, width, height) == 0 || !(glow >= 0.0)) return vec3(-1.0);
  return vec3(at, glow);
}

int cell_of(float x, int size) { return int(x + float(APS_SPLAT_MARGIN)) / size; }
