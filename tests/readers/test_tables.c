/* Text tables and CSV as people and other programs write them. */
#include "particles.h"
#include "scratch.h"
#include <locale.h>

static void read_text(const char *text, int64_t n, const char *note) {
  aps_dataset d;
  put_text(at("text"), text);
  CHECK_OK(ctx, aps_dataset_read(ctx, at("text"), &d));
  CHECK(d.v.n == n);
  CHECK(strstr(d.note, note) != NULL);
  if (d.v.n == n) {
    CHECK(d.v.mass[n - 1] == 0.5 && d.v.x[n - 1] == 1 && d.v.vz[n - 1] == -6e-3);
  }
  aps_dataset_free(&d);
}

static void test_text_tables_in_many_shapes(void) {
  read_text("0.5 1 2 3 4 5 -6e-3\n", 1, "no ids");
  read_text("0.5 1 2 3 4 5 -6e-3", 1, "no ids");
  read_text("5.0D-01 1.D0 2d0 0.03D+2 4 5 -6.0D-003", 1, "no ids"); /* Fortran's double precision */
  read_text("# m x y z vx vy vz\r\n\r\n1 1 2 3 4 5 6 # first\r\n\t0.5  +1 2. .3e1 4 5 -6E-03\r\n\n",
            2, "no ids");
  read_text("# m x y z vx vy vz\r1 1 2 3 4 5 6 # first\r\r.5 1 2 3 4 5 -6E-03\r", 2, "no ids"); /* an old Mac's line ends */
  read_text("7 .5 1 2 3 4 5 -6e-3\n", 1, "");
  read_text("-1 1 1 2 3 4 5 6\n-1 .5 1 2 3 4 5 -6e-3\n\n", 2, "negative ids");
  read_text("3 1 1 2 3 4 5 6\n3 .5 1 2 3 4 5 -6e-3\n", 2, "not unique");
  read_text("0000 \n000002 \n 0.0E+00\n0 1 1 2 3 4 5 6\n1 .5 1 2 3 4 5 -6e-3\n", 2, "");
  read_text("2\n0 1 1 2 3 4 5 6\n1 .5 1 2 3 4 5 -6e-3\n", 2, "");
  read_text("18446744073709551615 0.5 1 2 3 4 5 -6e-3", 1, "");
  read_text("1,1,2,3,4,5,6\r\n0.5, 1, 2, 3, 4, 5, -6e-3\r\n", 2,
            "no ids"); /* no header: as a table */
  read_text("# by hand\n7;0.5;1;2;3;4;5;-6e-3\n", 1, "");
  static const char *const bad[][2] = {
      {"1,5 2 3 4 5 6 7\n", "m: expected a finite number, got '1,5'"},
      {"1,5 2,0 3,0 4,0 5,0 6,0 7,0\n", "got '1,5'"},
      {"1,2,3,4\n", "(id first), got 4"},
      {"1,2,3,4,5,6,7\n1 2 3 4 5 6 7\n", ":2: expected 7 columns"}};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
    aps_dataset d;
    put_text(at("text"), bad[k][0]);
    CHECK(aps_dataset_read(ctx, at("text"), &d) == APS_EDATA && error_has(bad[k][1]));
  }
}

static void test_numbers_do_not_depend_on_the_locale(void) {
  if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "de_DE") == NULL &&
      setlocale(LC_ALL, "fr_FR.UTF-8") == NULL) {
    printf("  no comma locale installed here\n");
    return;
  }
  read_text("0.5 1 2 3 4 5 -6e-3\n", 1, "");
  aps_dataset a = particles_make(100, FULL, 1), b;
  CHECK_OK(ctx, aps_dataset_write(ctx, at("round"), "csv", &a, NULL, 0));
  CHECK_OK(ctx, aps_dataset_read(ctx, at("round"), &b));
  CHECK(particles_differ(&a, &b, APS_X | APS_V | APS_MASS | APS_ID, 0) == 0);
  aps_dataset_free(&b);
  particles_free(&a);
  setlocale(LC_ALL, "C");
}

/* Headers as others write them: in a comment (NumPy), separated by blanks, with units, behind a
 * UTF-8 mark. */
static void test_headers_of_other_programs(void) {
  static const char *const same[] = {"# z,y,x,m\n3,2,1,4\n",
                                     "# made by hand\n# z y x m\n3 2 1 4\n",
                                     "z [kpc],y [kpc],x (kpc),mass [Msun]\n3,2,1,4\n",
                                     "\357\273\277m,x,y,z\n4,1,2,3\n",
                                     "\357\273\2774 1 2 3 0 0 0\n",
                                     "# z,y,x,m: not this one\n4 1 2 3 0 0 0\n",
                                     "z y x m\n3 2 1 4\n", /* pandas, R and others, between blanks */
                                     "  z   y   x  m\n\n  3 2\t1   4\n",
                                     "position_z,Position_Y,pos_x,m\n3,2,1,4\n",
                                     "z y x m\n3,2,1,4\n",
                                     "# mass_of_it x y z vx vy vz\n4 1 2 3 0 0 0\n"}; /* a table's own order */
  for (size_t k = 0; k < sizeof same / sizeof *same; k++) {
    aps_dataset d;
    put_text(at("header"), same[k]);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("header"), &d));
    CHECK(d.v.n == 1 && d.v.mass[0] == 4 && d.v.x[0] == 1 && d.v.y[0] == 2 && d.v.z[0] == 3);
    CHECK((strstr(d.note, "units in the header") != NULL) == (k == 2));
    aps_dataset_free(&d);
  }
}

/* A header that does not name what it must is told so; taken for a table without one, its x would be masses. */
static void test_headers_without_masses_are_no_tables(void) {
  static const char *const bad[] = {"# x y z vx vy vz w\n1 2 3 4 5 6 7\n", "# x,y,z,vx,vy,vz,w\n1,2,3,4,5,6,7\n",
                                    "# i x y z w\n1 2 3 4 5\n", "x y z w\n1 2 3 4\n"};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
    aps_dataset d;
    put_text(at("header"), bad[k]);
    CHECK(aps_dataset_read(ctx, at("header"), &d) == APS_EDATA && error_has("column 'm' is missing; found: "));
  }
  aps_dataset d;
  put_text(at("header"), "the x and y of it\nare not here either\n");
  CHECK(aps_dataset_read(ctx, at("header"), &d) == APS_EDATA && error_has("not a particle file"));
}

/* v_x as v_x, and not as no velocity. */
static void test_velocities_by_other_names(void) {
  static const char *const said[] = {"v_x,v_y,v_z", "Vel_X,Vel_Y,Vel_Z", "velocity_x,velocity_y,velocity_z"};
  for (size_t k = 0; k < sizeof said / sizeof *said; k++) {
    char text[200];
    snprintf(text, sizeof text, "particle_id,m,x,y,z,%s\n8,.5,1,2,3,4,5,-6e-3\n", said[k]);
    aps_dataset d;
    put_text(at("header"), text);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("header"), &d));
    CHECK(d.v.vx[0] == 4 && d.v.vy[0] == 5 && d.v.vz[0] == -6e-3 && d.v.id[0] == 8 && d.has & APS_V && !d.note[0]);
    aps_dataset_free(&d);
  }
}

static void test_csv_columns_in_any_order(void) {
  aps_dataset d;
  put_text(
      at("csv"),
      "\xef\xbb\xbf\"Z\";colour;X;Mass;y;Softening;ID\n3;7;1;.5;2;.25;9\n\n3;7;1;.5;2;.25;10\n");
  CHECK_OK(ctx, aps_dataset_read(ctx, at("csv"), &d));
  CHECK(d.v.n == 2 && d.v.x[1] == 1 && d.v.y[1] == 2 && d.v.z[1] == 3 && d.v.mass[1] == .5 &&
        d.v.id[1] == 10);
  CHECK(d.v.eps[0] == .25 && d.v.vx[0] == 0 && !(d.has & APS_V) && strstr(d.note, "velocities"));
  aps_dataset_free(&d);
  /* RFC 4180: separators, quotes and # between quotes are text; a lone quote, as of inches, begins none */
  static const char *const quoted[] = {"name,m,x,y,z,colour,vx\n\"Sun, G2\",1,2,3,4,\"#ff0\",5\n", "name,m,x,y,z,vx\n \"a \"\"b\"\", c\" ,1,2,3,4,5 # \"x\",\n",
                                      "name;m;x;y;z;vx\n5\" wide;1;2;3;4;5 # 5\"\n", "\"a, b\",m,x,y,z,vx\n\"\",\"1\",2,3,4,5\n",
                                      "m\tname\tx\ty\tz\tvx\n1\t\"#a\tb\"\t2\t3\t4\t5\n", "name,m,x,y,z,vx\n\"open,1,2,3,4,5 # \n"};
  for (size_t k = 0; k < sizeof quoted / sizeof *quoted; k++) {
    put_text(at("csv"), quoted[k]);
    CHECK_OK(ctx, aps_dataset_read(ctx, at("csv"), &d));
    CHECK(d.v.n == 1 && d.v.mass[0] == 1 && d.v.x[0] == 2 && d.v.y[0] == 3 && d.v.z[0] == 4 && d.v.vx[0] == 5);
    aps_dataset_free(&d);
  }
  static const char *const mac[] = {"# by hand\rm,x,y,z,vx,vy,vz\r1,1,2,3,4,5,6\r.5,1,2,3,4,5,-6e-3", "# m x y z vx vy vz\r1 1 2 3 4 5 6\r\r.5 1 2 3 4 5 -6e-3\r"};
  for (int k = 0; k < 2; k++) read_text(mac[k], 2, "no ids");
  put_text(at("csv"), "x,y,z,m\r1,2,3,4\r1,2,3\r");
  CHECK(aps_dataset_read(ctx, at("csv"), &d) == APS_EDATA && error_has(":3: expected 4 fields"));
  put_text(at("csv"), "x,y,z,vx\n1,2,3,4\n");
  CHECK(aps_dataset_read(ctx, at("csv"), &d) == APS_EDATA &&
        error_has("'m' is missing; found: x, y, z, vx"));
  put_text(at("csv"), "x,y,z,m,X\n1,2,3,4,5\n");
  CHECK(aps_dataset_read(ctx, at("csv"), &d) == APS_EDATA && error_has("twice"));
  put_text(at("csv"), "x,y,z,m\n1,2,3\n");
  CHECK(aps_dataset_read(ctx, at("csv"), &d) == APS_EDATA && error_has(":2: expected 4 fields"));
  put_text(at("csv"), "x,y,z,m\n1,2,,3\n");
  CHECK(aps_dataset_read(ctx, at("csv"), &d) == APS_EDATA &&
        error_has(":2: z: expected a finite number"));
}

int main(void) {
  ctx = aps_ctx_create();
  if (!scratch_begin()) return 1;
  CHECK_RUN(test_text_tables_in_many_shapes);
  CHECK_RUN(test_headers_without_masses_are_no_tables);
  CHECK_RUN(test_velocities_by_other_names);
  CHECK_RUN(test_numbers_do_not_depend_on_the_locale);
  CHECK_RUN(test_csv_columns_in_any_order);
  CHECK_RUN(test_headers_of_other_programs);
  scratch_end();
  return CHECK_RESULT();
}
