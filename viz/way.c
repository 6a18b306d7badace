/* Which way points take to OpenGL. EGL, OpenGL and CUDA number devices differently, some drivers
 * claim what they cannot do, and on WSL, under VirtualGL or on hybrid laptops a buffer cannot be
 * shared at all: so cards are matched by their UUID, and a trial decides. */
#include "card.h"
#include <stdio.h>
#include <string.h>

const char *const aps_way_names[APS_WAYS] = {"upload", "late", "peer", "shared"};

static aps_way name_to_way(const char *name) {
  aps_way way = APS_WAY_UPLOAD;
  while (way < APS_WAYS && strcmp(name, aps_way_names[way]) != 0) way++;
  return way;
}

/* The CUDA device that draws, preferably the particles' own; -1, and why there is none. */
static int drawing_device(const aps_card_row *card, int device, const unsigned char *gl_uuid,
                          char why[256]) {
  int list[16], n = card->gl_devices(list, 16, why, 256), best = -1;
  unsigned char uuid[16];
  for (int i = 0; i < n; i++) {
    if (gl_uuid && card->uuid(list[i], uuid) && memcmp(uuid, gl_uuid, 16) != 0) continue;
    if (best < 0 || list[i] == device) best = list[i];
  }
  if (n > 0 && best < 0)
    snprintf(why, 256, "OpenGL draws on a card that none of CUDA's is, by its UUID");
  return best;
}

static void best_way(const aps_card_row *card, int device, const unsigned char *gl_uuid,
                     unsigned buffer, aps_way most, aps_way_choice *out) {
  char why[256] = "";
  out->way = APS_WAY_UPLOAD, out->gl_device = -1;
  if (device < 0 || !card) {
    snprintf(out->why, sizeof out->why, "%s",
             device < 0 ? "the particles are on the host" : "this build has no CUDA");
    return;
  }
  if (most < APS_WAY_LATE) return;
  out->way = APS_WAY_LATE;
  if (most < APS_WAY_PEER) return;
  const int drawing = drawing_device(card, device, gl_uuid, why);
  if (drawing < 0) {
    snprintf(out->why, sizeof out->why, "OpenGL draws on no CUDA device: %.200s", why);
    return;
  }
  if (drawing != device && !card->peer(drawing, device)) {
    snprintf(out->why, sizeof out->why, "cards %d and %d cannot reach each other's memory", device,
             drawing);
    return;
  }
  const char *against = card->trial(drawing, buffer);
  if (against) {
    snprintf(out->why, sizeof out->why, "a buffer cannot be shared: %.200s", against);
    return;
  }
  out->gl_device = drawing;
  out->way = drawing == device && most >= APS_WAY_SHARED ? APS_WAY_SHARED : APS_WAY_PEER;
  if (drawing == device)
    snprintf(out->why, sizeof out->why, "CUDA device %d computes and draws", device);
  else
    snprintf(out->why, sizeof out->why, "CUDA device %d computes, %d draws", device, drawing);
}

aps_err aps_way_choose(aps_ctx *ctx, const aps_card_row *card, int device,
                       const unsigned char *gl_uuid, unsigned buffer, const char *asked,
                       aps_way_choice *out) {
  *out = (aps_way_choice){.gl_device = -1};
  const int automatic = !asked || !*asked || strcmp(asked, "auto") == 0;
  const aps_way most = automatic ? APS_WAY_SHARED : name_to_way(asked);
  APS_CHECK(ctx, most < APS_WAYS, APS_EARG,
            "APSIS_GL_WAY: must be auto, upload, late, peer or shared, got '%s'", asked);
  best_way(card, device, gl_uuid, buffer, most, out);
  if (!automatic && out->way == most) snprintf(out->why, sizeof out->why, "asked for");
  return APS_OK;
}
