flat in vec4 centre;
flat in vec4 shine;
out vec4 sum;

void main() {
  vec2 d = gl_FragCoord.xy - 0.5 - centre.xy;
  float w = aps_splat_weight(d.x, d.y, centre.z);
  if (centre.w > 0.0) w += shine.w * aps_splat_weight(d.x, d.y, centre.w);
  sum = vec4(shine.rgb * w, 0.0);
}
