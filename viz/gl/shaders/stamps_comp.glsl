/* From points to stamps: up to two each, the glow on its copy of the picture and the point on the
 * finest, or both in one. */
layout(local_size_x = 128) in;
layout(std430, binding = 1) writeonly buffer Stamps { vec4 stamp[]; }; /* four for each point */
layout(binding = 0) uniform sampler2D table;

/* Radius of a glow from the finest 3 x 3 cells that hold enough marks. */
float glow_at(vec2 at, float sharp) {
  float found = 0.0, area = 1.0;
  for (int l = 0; l < APS_SPLAT_COUNTS; l++) {
    int cell = APS_SPLAT_CELL << l;
    int first = cells[l].x + cell_of(at.y, cell) * cells[l].y + cell_of(at.x, cell);
    uint sum = 0u;
    for (int j = 0; j < 3; j++, first += cells[l].y)
      sum += count[first] + count[first + 1] + count[first + 2];
    found = float(sum);
    area = 9.0 * float(cell) * float(cell);
    if (found >= float(APS_SPLAT_CROWD)) break;
  }
  return aps_splat_glow(found, area, dye == DENSITY ? APS_SPLAT_CLOUD : float(count[0]), sharp, height);
}

vec3 light_of(uint i) {
  if (small == 0) return point[2u * i + 1u].xyz;
  float value = point[i].w;
  if (dye == DENSITY) return small_light * vec3(value, 0.0, 0.0);
  if (dye == NUMBER) return small_light * vec3(1.0, clamp(value, 0.0, 1.0), 0.0);
  float n = float(textureSize(table, 0).x);
  return small_light * textureLod(table, vec2((clamp(value, 0.0, 1.0) * (n - 1.0) + 0.5) / n, 0.5), 0.0).rgb;
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= uint(points)) return;
  vec4 out_[4] = vec4[4](vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
  vec3 m = mark_of(i);
  if (m.z >= 0.0) {
    float sharp = aps_splat_point(float(count[0]), width, height);
    float glow = m.z > 0.0 ? m.z : glow_at(m.xy, sharp);
    vec3 light = light_of(i);
    int level = aps_splat_level(glow);
    float share = dye == DENSITY ? 0.0 : APS_SPLAT_POINT; /* as aps_light_add */
    bool together = level == 0 || share == 0.0;
    for (int k = 0; k < (together ? 1 : 2); k++) {
      int l = k == 0 ? level : 0;
      float scale_ = 1.0 / float(1 << l);
      float radius = min(k == 0 ? glow * scale_ : sharp, float(APS_SPLAT_WIDEST));
      float inner = level == 0 && share > 0.0 ? sharp : 0.0;
      vec2 at = vec2(aps_splat_on(m.x, scale_), aps_splat_on(m.y, scale_));
      if (aps_splat_hits(at.x, at.y, max(radius, inner), sheet[l].z, sheet[l].w) == 0) continue;
      float part = (k == 0 ? 1.0 - share : share) * scale_ * scale_;
      float all = 1.0 / aps_splat_sum(at.x, at.y, radius), more = 0.0;
      if (inner > 0.0)
        more = APS_SPLAT_POINT / (1.0 - APS_SPLAT_POINT) / (aps_splat_sum(at.x, at.y, inner) * all);
      out_[2 * k] = vec4(at + vec2(sheet[l].xy), radius, inner);
      out_[2 * k + 1] = vec4(light * (part * all), more);
    }
  }
  for (int k = 0; k < 4; k++) stamp[4u * i + uint(k)] = out_[k];
}
