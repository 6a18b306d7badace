/* Dear ImGui 1.84 or newer: https://github.com/ocornut/imgui, MIT. */
extern "C" {
#include "panel.h"
#include "../colour.h"
}
#include <imgui/imgui.h>
#include <imgui/backends/imgui_impl_glfw.h>
#include <imgui/backends/imgui_impl_opengl2.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float scale_at_opening;

int aps_panel_open(void *window, const char *font, int width, int height) {
  IMGUI_CHECKVERSION();
  if (!ImGui::CreateContext()) return 0;
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::StyleColorsDark();
  scale_at_opening = 1; /* of the bitmap */
  const float scale = (float)aps_stage_panel_scale(width, height);
  if (font && ImGui::GetIO().Fonts->AddFontFromFileTTF(font, roundf(16 * scale))) scale_at_opening = scale;
  return ImGui_ImplGlfw_InitForOpenGL(static_cast<GLFWwindow *>(window), true) &&
         ImGui_ImplOpenGL2_Init();
}

void aps_panel_close(void) {
  ImGui_ImplOpenGL2_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
}

int aps_panel_has_mouse(void) {
  return ImGui::GetCurrentContext() && ImGui::GetIO().WantCaptureMouse;
}
int aps_panel_has_keys(void) { return ImGui::GetCurrentContext() && ImGui::GetIO().WantTextInput; }

/* Tab shows and hides the panel: Dear ImGui's own use of it, to write into the next slider, would take all keys away. */
static void stop_tabs(void) {
#if IMGUI_VERSION_NUM >= 19100
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
#elif IMGUI_VERSION_NUM >= 18940
  ImGui::PushTabStop(false);
#else
  ImGui::PushAllowKeyboardFocus(false);
#endif
}
static void allow_tabs(void) {
#if IMGUI_VERSION_NUM >= 19100
  ImGui::PopItemFlag();
#elif IMGUI_VERSION_NUM >= 18940
  ImGui::PopTabStop();
#else
  ImGui::PopAllowKeyboardFocus();
#endif
}

static void tell(aps_stage *s, aps_order_kind kind, double value) {
  aps_order o = {};
  o.kind = kind, o.value[0] = value;
  aps_stage_tell(s, o);
}

typedef struct {
  float low, high;
  const char *format;
  ImGuiSliderFlags flags;
} slide;

/* A slider, over three decades around what is set where `on` is NULL; the simulation hears of it once, at the end. */
static void setting(aps_stage *s, const char *name, const char *key, double now, int changeable,
                    const char *none_here, const slide *on) {
  struct moving {
    char key[64];
    float value, around;
  };
  static moving m = {"", 0, 0};
  const bool mine = strcmp(m.key, key) == 0;
  if (isnan(now)) {
    ImGui::BeginDisabled(true);
    float none = 0;
    ImGui::SliderFloat(name, &none, 0, 1, none_here);
    ImGui::EndDisabled();
    return;
  }
  float value = mine ? m.value : (float)now;
  const float around = mine ? m.around : (float)(now > 0 ? now : 0.01);
  ImGui::BeginDisabled(!changeable);
  const slide of = on ? *on : slide{around / 30, around * 30, "%.3g", ImGuiSliderFlags_Logarithmic};
  ImGui::SliderFloat(name, &value, of.low, of.high, of.format, of.flags);
  if (ImGui::IsItemActive()) {
    snprintf(m.key, sizeof m.key, "%s", key);
    m.value = value, m.around = around;
  } else if (mine) {
    m.key[0] = '\0';
    if (fabs(value - now) > 1e-6 * fabs(now)) {
      aps_order o = {};
      char shown[32]; /* what is set is what stands there */
      snprintf(shown, sizeof shown, of.format, (double)value);
      o.kind = APS_ORDER_CHANGE, o.value[0] = strtod(shown, nullptr);
      snprintf(o.text, sizeof o.text, "%s", key);
      aps_stage_tell(s, o);
    }
  }
  ImGui::EndDisabled();
}

static void transport(aps_stage *s) {
  const aps_status *st = &s->status;
  if (ImGui::Button(st->playing ? "pause" : "go on")) tell(s, APS_ORDER_PLAY, -1);
  ImGui::SameLine();
  if (ImGui::Button("step")) tell(s, APS_ORDER_STEPS, 1);
  ImGui::SameLine();
  ImGui::BeginDisabled(!(st->can & APS_CAN_REVERSE));
  if (ImGui::Button("turn round")) tell(s, APS_ORDER_REVERSE, 0);
  ImGui::EndDisabled();
  ImGui::SameLine();
  ImGui::BeginDisabled(!(st->can & APS_CAN_RESET));
  if (ImGui::Button("reset")) tell(s, APS_ORDER_RESET, 0);
  ImGui::EndDisabled();
  if (st->pace > 0) {
    if (ImGui::Button("slower")) tell(s, APS_ORDER_PACE, 0.5);
    ImGui::SameLine();
    if (ImGui::Button("faster")) tell(s, APS_ORDER_PACE, 2);
    ImGui::SameLine();
    ImGui::Text("%.3g a second", st->pace);
  }
}

static void controls(aps_stage *s) {
  const aps_status *st = &s->status;
  if (st->can & APS_CAN_STEP) transport(s);
  float exposure = (float)s->exposure;
  if (ImGui::SliderFloat("exposure", &exposure, -6, 6, "%+.1f stops")) s->exposure = exposure;
}

static void settings(aps_stage *s) {
  const aps_status *st = &s->status;
  const int may = (st->can & APS_CAN_CHANGE) != 0;
  if (isnan(st->dt) && isnan(st->eta)) return; /* files: there is nothing to set */
  ImGui::Separator();
  if (isnan(st->eta))
    setting(s, "time step", "integrator.dt", st->dt, may, "", nullptr);
  else
    setting(s, "eta (steps)", "integrator.eta", st->eta, may, "", nullptr);
  setting(s, "softening", "forces.0.softening", st->softening, may, "none in this law", nullptr);
  setting(s, "accuracy", "forces.0.accuracy", st->accuracy, may, "exact sums", nullptr);
  if (!isnan(st->knob)) {
    const slide on = {(float)st->knob_low, (float)st->knob_high, st->knob_whole ? "%.0f" : "%.2f", 0};
    setting(s, st->knob_name, st->knob_key, st->knob, may, "", &on);
  }
  if (!may) ImGui::TextDisabled("the run is finished");
}

/* What the keys P, K, M, N, B, T and G do. */
static void look(aps_stage *s, const aps_shot *shot) {
  const char *names[APS_STAGE_COLOURS];
  const int n = aps_stage_colours(s, shot, names), files = isnan(s->status.dt) && isnan(s->status.eta);
  if (files) ImGui::SetNextItemOpen(true, ImGuiCond_FirstUseEver); /* elsewhere plots need the room */
  if (!ImGui::CollapsingHeader("look")) return;
  if (ImGui::BeginCombo("drawn as", aps_mode_names[s->mode])) {
    for (int k = 0; k < APS_MODES; k++)
      if (ImGui::Selectable(aps_mode_names[k], k == s->mode)) aps_stage_mode(s, (aps_mode)k);
    ImGui::EndCombo();
  }
  if (ImGui::BeginCombo("colours", s->colour)) {
    for (int k = 0; k < n; k++)
      if (ImGui::Selectable(names[k], strcmp(names[k], s->colour) == 0)) aps_stage_colour(s, names[k]);
    ImGui::EndCombo();
  }
  if (ImGui::BeginCombo("colour map", s->map < 0 ? "the colour's own" : aps_map_names[s->map])) {
    for (int k = -1; k < APS_MAPS; k++)
      if (ImGui::Selectable(k < 0 ? "the colour's own" : aps_map_names[k], k == s->map)) aps_stage_map(s, k);
    ImGui::EndCombo();
  }
  if (ImGui::BeginCombo("brightness", aps_tone_names[s->tone])) {
    for (int k = 0; k < APS_TONES; k++)
      if (ImGui::Selectable(aps_tone_names[k], k == s->tone)) aps_stage_tone(s, (aps_curve)k);
    ImGui::EndCombo();
  }
  float bloom = (float)s->bloom;
  if (ImGui::SliderFloat("bloom", &bloom, 0, 1, "%.2f")) s->bloom = bloom;
  bool trails = s->trails, frame = s->frame;
  if (ImGui::Checkbox("trails", &trails)) s->trails = trails;
  ImGui::SameLine();
  if (ImGui::Checkbox("axes and box", &frame)) s->frame = frame;
}

#define PLOT_LINES 2.0f /* high */

/* Some room, so that a name belongs to what stands below it. */
static void begin_plot(const char *name) {
  ImGui::Dummy(ImVec2(0, 0.2f * ImGui::GetTextLineHeight()));
  ImGui::TextDisabled("%s", name);
}

/* Beside what stands in this line; left out where there is no room. */
static void to_the_right(const char *text) {
  const float x = ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(text).x;
  ImGui::SameLine();
  if (x > ImGui::GetCursorPosX())
    ImGui::SameLine(x), ImGui::TextDisabled("%s", text);
  else
    ImGui::NewLine();
}

/* A plot below its name, what it is now, and, to the right, its lower and upper end. */
static void plot(const char *name, const float *y, int n, const char *format, const char *ends_as) {
  float low = INFINITY, high = -INFINITY;
  for (int k = 0; k < n; k++)
    if (isfinite(y[k])) low = fminf(low, y[k]), high = fmaxf(high, y[k]);
  if (!(low <= high)) return;
  char now[64], from[64], ends[140];
  snprintf(now, sizeof now, format, (double)y[n - 1]);
  snprintf(from, sizeof from, ends_as, (double)low);
  snprintf(ends, sizeof ends, "%s to ", from);
  snprintf(ends + strlen(ends), sizeof ends - strlen(ends), ends_as, (double)high);
  if (n < 2) ends[0] = '\0';
  begin_plot(name);
  ImGui::SameLine();
  ImGui::Text("%s", now);
  to_the_right(ends);
  if (n < 2) return; /* of one file */
  const float room = high > low ? 0.05f * (high - low) : fmaxf(fabsf(high) * 0.1f, 1e-20f);
  ImGui::PushID(name);
  ImGui::PlotLines("", y, n, 0, nullptr, low - room, high + room,
                   ImVec2(ImGui::GetContentRegionAvail().x, PLOT_LINES * ImGui::GetTextLineHeight()));
  ImGui::PopID();
}

static void plots(const aps_history *h, const aps_shot *shot) {
  enum { FEW = 10 }; /* bodies, of which no share of the mass has a radius */
  if (h->n < 1) return;
  ImGui::Separator();
  if (h->n > 1)
    ImGui::TextDisabled("from t = %.4g to %.4g%s", (double)h->time[0], (double)h->time[h->n - 1],
                        shot->units.length > 0 ? ", in code units" : "");
  else if (shot->units.length > 0)
    ImGui::TextDisabled("in code units");
  plot("energy error", h->error, h->n, "%+.1e", "%+.0e");
  plot("virial ratio", h->virial, h->n, "%.3f", "%.2f");
  const char *const names[APS_RADII] = {"radius of 10 %", "radius of 50 %", "radius of 90 %"};
  for (int k = 0; k < APS_RADII && shot->n >= FEW; k++) plot(names[k], h->radius[k], h->n, "%.3g", "%.2g");
  char ends[64];
  snprintf(ends, sizeof ends, "0 to %.3g", (double)h->fastest);
  begin_plot(APS_SPEEDS_SHOWN(shot->n) < 1 ? "speeds of the slower 99 %" : "speeds");
  to_the_right(ends);
  ImGui::PlotHistogram("##speeds", h->speeds, APS_SPEEDS, 0, nullptr, 0, FLT_MAX,
                       ImVec2(ImGui::GetContentRegionAvail().x, PLOT_LINES * ImGui::GetTextLineHeight()));
}

/* What a lesson's plots are to be compared with: its text lies under the panel. */
static void theory(const aps_stage *s) {
  const char *says = strstr(s->status.lesson, "Theory says");
  if (!says) return;
  ImGui::Separator();
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(says);
  ImGui::PopTextWrapPos();
}

void aps_panel_draw(aps_stage *s, const aps_shot *shot, const aps_history *h) {
  ImGui_ImplOpenGL2_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  const ImVec2 size = ImGui::GetIO().DisplaySize; /* where a screen is dense, not in pixels: ImGui's own measure */
  const float scale = (float)aps_stage_panel_scale(size.x, size.y);
  ImGui::GetIO().FontGlobalScale = scale / scale_at_opening;
  ImGui::NewFrame();
  const float wide = fminf(APS_PANEL_WIDE * scale, size.x), x = fmaxf(size.x - wide - APS_PANEL_EDGE * scale, 0);
  static ImVec2 placed; /* in a window of this size: since then the spectator may have moved it */
  const ImGuiCond when = size.x == placed.x && size.y == placed.y ? ImGuiCond_FirstUseEver : ImGuiCond_Always;
  placed = size;
  ImGui::SetNextWindowPos(ImVec2(x, 14 * scale), when);
  ImGui::SetNextWindowSizeConstraints(ImVec2(wide, 0), ImVec2(wide, fmaxf(size.y - 90 * scale, 60 * scale)));
  ImGui::SetNextWindowBgAlpha(0.8f);
  bool open = true;
  if (ImGui::Begin("panel", &open, ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_AlwaysAutoResize)) {
    ImGui::PushItemWidth(0.62f * ImGui::GetWindowWidth());
    stop_tabs();
    controls(s);
    settings(s);
    if (shot->n > 0) look(s, shot);
    if (shot->n > 0) plots(h, shot);
    theory(s);
    allow_tabs();
    ImGui::PopItemWidth();
  }
  ImGui::End();
  if (!open) s->panel = 0;
  ImGui::Render();
  ImGui_ImplOpenGL2_RenderDrawData(ImGui::GetDrawData());
}
