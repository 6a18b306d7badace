/* For those who come from another code: its parameter, our key, and what changes on the way. Names
 * as in GADGET-2 and GADGET-4's parameter files, SWIFT's examples/parameter_example.yml, PKDGRAV3's
 * and ChaNGa's parameter files, REBOUND's Simulation and NEMO's gyrfalcON. */
#include "aliases.h"
#include <string.h>

#define GADGET  "GADGET"
#define SWIFT   "SWIFT"
#define PKDGRAV "PKDGRAV3, ChaNGa"
#define REBOUND "REBOUND"
#define NEMO    "NEMO gyrfalcON"

#define ANGLE                                                                                      \
  "It is an opening angle, smaller means more accurate; ours is the rms relative force error "     \
  "asked for, so an angle "                                                                        \
  "has no equal here: begin with 1e-3 and look at the measured error in timings.csv or of apsis "  \
  "forces."
#define RATIO                                                                                      \
  "There a step is sqrt(2 eta softening / acceleration), with leapfrog here eta sqrt(softening / " \
  "acceleration): write "                                                                          \
  "the square root of twice that value. Particles take steps of their own, in powers of two, as there "   \
  "(integrator.steps: shared gives all the smallest)."
#define PLUMMER_EQUIVALENT                                                                         \
  "The same Plummer-equivalent length with law: spline, whose support is 2.8 times it. Softenings "  \
  "of comoving runs are comoving at all times."
#define WENDLAND                                                                                   \
  "A Plummer-equivalent length in both; SWIFT's kernel is a Wendland function of 3 times that "    \
  "support, law: spline here "                                                                     \
  "the cubic one of GADGET, of 2.8 times. Softenings of comoving runs are comoving at all times."

const aps_alias aps_aliases[] = {
    /* forces */
    {"ErrTolTheta", GADGET, "forces.accuracy", ANGLE},
    {"ErrTolThetaMax", GADGET, "forces.accuracy", ANGLE},
    {"ErrTolForceAcc", GADGET, "forces.accuracy",
     "It bounds the estimated error of one cell's force relative to the last acceleration; ours is "
     "the rms relative error "
     "of the whole force. Values of the same size are a fair start."},
    {"TypeOfOpeningCriterion", GADGET, "forces.accuracy",
     "There is one criterion here: the error asked for."},
    {"SofteningClassOfPartType*", GADGET, "particles.softening",
     "There are no softening classes here: each entry of particles carries its own softening."},
    {"SofteningComovingClass*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningMaxPhysClass*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningGas*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningHalo*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningDisk*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningBulge*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningStars*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"SofteningBndry*", GADGET, "particles.softening", PLUMMER_EQUIVALENT},
    {"Gravity:theta_cr", SWIFT, "forces.accuracy", ANGLE},
    {"Gravity:theta", SWIFT, "forces.accuracy", ANGLE},
    {"Gravity:epsilon_fmm", SWIFT, "forces.accuracy",
     "It bounds the error of one multipole relative to the acceleration; ours is the rms relative "
     "error of the whole "
     "force."},
    {"Gravity:MAC", SWIFT, "forces.accuracy", "There is one criterion here: the error asked for."},
    {"Gravity:comoving_DM_softening", SWIFT, "particles.softening", WENDLAND},
    {"Gravity:max_physical_DM_softening", SWIFT, "particles.softening", WENDLAND},
    {"Gravity:comoving_baryon_softening", SWIFT, "particles.softening", WENDLAND},
    {"Gravity:max_physical_baryon_softening", SWIFT, "particles.softening", WENDLAND},
    {"dTheta", PKDGRAV, "forces.accuracy", ANGLE},
    {"dSoft", PKDGRAV, "forces.softening", "A length in code units in both; the law may differ."},
    {"opening_angle2", REBOUND, "forces.accuracy", "It is the square of an opening angle. " ANGLE},
    {"theta", NEMO, "forces.accuracy", ANGLE},
    {"eps", NEMO, "forces.softening", "A length in code units in both; the law may differ."},

    /* time steps */
    {"ErrTolIntAccuracy", GADGET, "integrator.eta", RATIO},
    {"Gravity:eta", SWIFT, "integrator.eta", RATIO},
    {"dEta", PKDGRAV, "integrator.eta",
     "There a step is eta sqrt(softening / acceleration), with leapfrog here the same, on rungs of powers "
     "of two."},
    {"MaxSizeTimestep", GADGET, "integrator.dt_max",
     "With a fixed step, write integrator.dt instead of eta; of a comoving run it is cosmology.longest_step, in ln a."},
    {"MinSizeTimestep", GADGET, "integrator.dt",
     "There is no lower limit here; a fixed step is integrator.dt."},
    {"TimeIntegration:dt_max", SWIFT, "integrator.dt_max",
     "With dt_min = dt_max there, write integrator.dt here."},
    {"TimeIntegration:dt_min", SWIFT, "integrator.dt",
     "There is no lower limit here; with dt_min = dt_max there, write integrator.dt here."},
    {"whfast", REBOUND, "integrator.name",
     "Here it is called wisdom_holman: in Jacobi's coordinates as well, x and v brought up only when somebody looks (safe_mode = 0), and a "
     "corrector of 5 stages, which is order 11, by default."},
    {"mercurius", REBOUND, "integrator.name", "There is no hybrid here: ias15 follows close encounters, wisdom_holman does not."},
    {"dDelta", PKDGRAV, "integrator.dt", "The length of a step in code time, in both."},

    /* the run */
    {"TimeBegin", GADGET, "run.t_start",
     "Code time, or of a comoving run the scale factor, in both."},
    {"TimeMax", GADGET, "run.t_end",
     "Code time, or of a comoving run the scale factor, in both."},
    {"TimeIntegration:time_begin", SWIFT, "run.t_start", "Code time in both."},
    {"TimeIntegration:time_end", SWIFT, "run.t_end", "Code time in both."},
    {"nSteps", PKDGRAV, "run.t_end", "A number of steps there, a time here: nSteps times dDelta."},
    {"tstop", NEMO, "run.t_end", "Code time in both."},
    {"TimeLimitCPU", GADGET, "run.wall_limit",
     "Wall-clock seconds there, a time such as 23h50min here; GADGET stops at 85 % of it, apsis "
     "two checkpoints before."},
    {"Restarts:max_run_time", SWIFT, "run.wall_limit",
     "Hours there; here a time such as 23h50min, a bare number is seconds."},
    {"iWallRunTime", PKDGRAV, "run.wall_limit",
     "Minutes there; here a time such as 23h50min, a bare number is seconds."},
    {"OutputDir", GADGET, "run.output",
     "The directory of the run; one that already holds a run is never overwritten."},
    {"MaxMemSize", GADGET, "", "Not needed: apsis run --dry-run prints what a run will take."},

    /* the universe */
    {"Omega0", GADGET, "cosmology.omega_m", "The same number; all of it is particles."},
    {"OmegaLambda", GADGET, "cosmology.omega_lambda", "The same number; what is left of 1 is curvature, in both."},
    {"HubbleParam", GADGET, "cosmology.H0", "100 km/s/Mpc times it; lengths and masses here have no factors of h."},
    {"Hubble", GADGET, "cosmology.H0", "There 100 km/s/Mpc in code units that hold factors of h; here the constant itself."},
    {"ComovingIntegrationOn", GADGET, "cosmology", "A section here: where it stands, the run is comoving."},
    {"Cosmology:h", SWIFT, "cosmology.H0", "100 km/s/Mpc times it."},
    {"Cosmology:Omega_m", SWIFT, "cosmology.omega_m", "The same number; all of it is particles."},
    {"Cosmology:Omega_cdm", SWIFT, "cosmology.omega_m", "With Omega_b added; all of it is particles."},
    {"Cosmology:Omega_lambda", SWIFT, "cosmology.omega_lambda", "The same number."},
    {"Cosmology:w_0", SWIFT, "cosmology.w0", "The same number."},
    {"Cosmology:w_a", SWIFT, "cosmology.wa", "The same number."},
    {"Cosmology:a_begin", SWIFT, "run.t_start", "With a cosmology times are scale factors."},
    {"Cosmology:a_end", SWIFT, "run.t_end", "With a cosmology times are scale factors."},

    /* output */
    {"TimeBetSnapshot", GADGET, "output.snapshots.every",
     "Code time. In a comoving run of GADGET it is a factor, here a difference of scale factors; times or a list may be anything."},
    {"TimeOfFirstSnapshot", GADGET, "output.snapshots.every",
     "The first snapshot here is the state at the start."},
    {"OutputListFilename", GADGET, "output.snapshots.list",
     "A text file with a time a line, as there; 0 in a second column is refused. The states at the start and the "
     "end are written besides."},
    {"OutputListOn", GADGET, "output.snapshots.list", "A list is used where it is named."},
    {"SnapFormat", GADGET, "output.snapshots.format",
     "HDF5 always; format: gadget4 has GADGET's layout."},
    {"NumFilesPerSnapshot", GADGET, "output.snapshots.files", "At most one for each rank; one is enough, for all ranks write it at once."},
    {"SnapshotFileBase", GADGET, "run.output",
     "Snapshots lie in the run directory as snapshots/snapshot_0000.hdf5."},
    {"TimeBetStatistics", GADGET, "output.log.every", "Rows of energy.csv; code time in both."},
    {"CpuTimeBetRestartFile", GADGET, "output.checkpoint.every",
     "Wall-clock seconds there; here a time such as 30 min, a bare number is seconds."},
    {"Snapshots:delta_time", SWIFT, "output.snapshots.every", "Code time in both."},
    {"Snapshots:time_first", SWIFT, "output.snapshots.every",
     "The first snapshot here is the state at the start."},
    {"Snapshots:output_list", SWIFT, "output.snapshots.list",
     "The same file, header `# Time` and all; with a cosmology `# Redshift` and `# Scale Factor`."},
    {"Snapshots:output_list_on", SWIFT, "output.snapshots.list", "A list is used where it is named."},
    {"Statistics:output_list", SWIFT, "output.log.list", "Rows of energy.csv at listed times."},
    {"Snapshots:basename", SWIFT, "run.output",
     "Snapshots lie in the run directory as snapshots/snapshot_0000.hdf5."},
    {"Snapshots:compression", SWIFT, "output.snapshots.compress", "On or off here, a level there."},
    {"Statistics:delta_time", SWIFT, "output.log.every", "Rows of energy.csv; code time in both."},
    {"Restarts:delta_hours", SWIFT, "output.checkpoint.every",
     "Hours there; here a time such as 30 min, a bare number is seconds."},
    {"iOutInterval", PKDGRAV, "output.snapshots.every", "A number of steps there, code time here."},
    {"iLogInterval", PKDGRAV, "output.log.every", "A number of steps there, code time here."},
    {"iCheckInterval", PKDGRAV, "output.checkpoint.every",
     "A number of steps there, wall time here."},

    /* what is computed */
    {"InitCondFile", GADGET, "particles.file",
     "With its ending. The format is told by the content."},
    {"ICFormat", GADGET, "particles.file", "Not needed: the format is told by the content."},
    {"InitialConditions:file_name", SWIFT, "particles.file", "The same."},
    {"achInFile", PKDGRAV, "particles.file", "The same."},
    {"BoxSize", GADGET, "box.size", "One edge there, three here; and write boundary: periodic."},
    {"PeriodicBoundariesOn", GADGET, "box.boundary", "open or periodic."},
    {"InitialConditions:periodic", SWIFT, "box.boundary", "open or periodic."},
    {"bPeriodic", PKDGRAV, "box.boundary", "open or periodic."},
    {"UnitLength_in_cm", GADGET, "units.length",
     "Write the unit with it: 3.085678e21 cm, or its name: kpc."},
    {"UnitMass_in_g", GADGET, "units.mass",
     "Write the unit with it: 1.989e43 g, or its name: 1e10 Msun."},
    {"UnitVelocity_in_cm_per_s", GADGET, "units.velocity",
     "Write the unit with it: 1e5 cm/s, or its name: km/s."},
    {"GravityConstantInternal", GADGET, "units.G",
     "In code units in both; GADGET's 0 is our absent: from physics."},
    {"InternalUnitSystem:UnitLength_in_cgs", SWIFT, "units.length",
     "Write the unit with it: 3.085678e21 cm, or its name: kpc."},
    {"InternalUnitSystem:UnitMass_in_cgs", SWIFT, "units.mass",
     "Write the unit with it: 1.989e43 g, or its name: 1e10 Msun."},
    {"InternalUnitSystem:UnitVelocity_in_cgs", SWIFT, "units.velocity",
     "Write the unit with it: 1e5 cm/s, or its name: km/s."},
    {"PhysicalConstants:G", SWIFT, "units.G",
     "In cgs there, in code units here; absent: from physics."},
    {"coefficient_of_restitution", REBOUND, "collisions.restitution", "A number, or a law of velocity: collisions.speed."},
    {"collision_resolve", REBOUND, "collisions.outcome", "bounce, merge or stop."},
    {"MetaData:run_name", SWIFT, "title", "The same."},

    /* what is looked at afterwards */
    {"FOF:linking_length_ratio", SWIFT, "", "No key: apsis analyze finds halos of a snapshot, by links of 0.2 or --linking, a length."},
    {"FOF:min_group_size", SWIFT, "", "No key: apsis analyze finds halos of a snapshot, of 20 particles or --least."},
    {"PowerSpectrum:grid_side_length", SWIFT, "", "No key: apsis analyze makes power spectra of a snapshot, on a mesh of --grid."},
    {"FOF", GADGET, "", "No key: apsis analyze finds halos of a snapshot, by links of 0.2 of the mean distance or --linking, a length."},
    {"FOF_LINKLENGTH", GADGET, "", "No key: apsis analyze finds halos of a snapshot, by links of 0.2 or --linking, a length."},
    {"FOF_GROUP_MIN_LEN", GADGET, "", "No key: apsis analyze finds halos of a snapshot, of 20 particles or --least."},
    {"POWERSPEC_GRID", GADGET, "", "No key: apsis analyze makes power spectra of a snapshot, on a mesh of --grid."},
    {0}};

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c; }

static int matches(const char *pattern, const char *word) {
  for (; *pattern != '\0' && *pattern != '*'; pattern++, word++)
    if (lower(*pattern) != lower(*word)) return 0;
  return *pattern == '*' || *word == '\0';
}

const aps_alias *aps_alias_find(const char *word) {
  for (const aps_alias *a = aps_aliases; a->name; a++)
    if (matches(a->name, word)) return a;
  for (const aps_alias *a = aps_aliases; a->name; a++) {
    const char *colon = strchr(a->name, ':');
    if (colon && matches(colon + 1, word)) return a;
  }
  return NULL;
}
