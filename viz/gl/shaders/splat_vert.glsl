/* One stamp: a square around its circle. */
layout(location = 0) in vec4 shape; /* centre in the atlas, radius, radius of the point within */
layout(location = 1) in vec4 light; /* times the kernel; the point's multiple of it */
layout(location = 0) uniform vec2 atlas;
flat out vec4 centre; /* and the two radii as 1 / r^2 */
flat out vec4 shine;

void main() {
  float reach = max(shape.z, shape.w);
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  gl_Position = vec4((shape.xy + corner * reach + 0.5) / atlas * 2.0 - 1.0, 0.0, 1.0);
  centre = vec4(shape.xy, 1.0 / (shape.z * shape.z), shape.w > 0.0 ? 1.0 / (shape.w * shape.w) : 0.0);
  shine = light;
}
