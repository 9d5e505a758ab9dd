/** Microseconds: all times of the schedule are whole ones, so that memory and script reckon alike. */
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;

/** Of the grant so much is given away in even steps; the rest is room for what the counter does not wait with. */
export const USED = 0.98;

/** What leaves here evenly arrives bunched up: the count looks at so much more than a minute. */
export const WINDOW = MINUTE + SECOND / 2;

/** Departures are counted in steps of this, each as late as it may have been. */
export const STEP = SECOND / 4;

/** A call is held so long at the most. */
export const HOLD = 2 * SECOND;

/** A slot that is no further away is now: no timer waits for less, and what is counted strictly is counted so all the same. */
export const NOW = SECOND / 1_000;

/**
 * What is asked of the server of the state is carried out within this time, or given up; as much again for a loop that is busy. What
 * its clock is set ahead by less is not told from that.
 */
export const DELAY = 2 * SECOND;

/** Whoever finds no slot within the hold time shows that there is a crowd, for so long. */
export const CROWDED = 30 * SECOND;

/**
 * A till has so many connections: so many of its calls are held at once, beyond them only for moments, and in a crowd one.
 * Of so many it is remembered.
 */
export const CONNECTIONS = 4;
export const HELD_REMEMBERED = 16;

/** Who is not later than this uses its own slot; later, a new one, which everybody behind it waits for. */
export const GRACE = 1 * SECOND;

/** An appointment is kept for so long; afterwards its till is one that comes without. */
export const KEPT = 10 * SECOND;

/** A place that is kept for a save at the counter is no further away; what finds none takes its turn. */
export const HORIZON = 60 * SECOND;

/** Of one till so many saves count as the counter's at once, and so many more in a minute: more is no queue of people. */
export const COUNTER = { atOnce: 6, perMinute: 3, ofGrant: 1 / 20 };

/** While the count is not complete, so much of the grant may leave beyond an even pace. */
export const UNEVEN = 0.0075;

/** A ban that is heard of within this time after another one is the same, told to calls that were on their way. */
export const SAME_BAN = 5 * SECOND;

/** A longer ban is asked about once a day. */
export const LONGEST_BAN = 24 * 60 * MINUTE;

/**
 * What a ban teaches, as `app/replay/pace.ts` has it for one till. `ofCount`: the count looks at more than a minute. `least`:
 * a relay that has just begun, or whose minute others have used up, has learned next to nothing of what a chain may do.
 */
export const LEARNED = {
  least: 60,
  ofCount: 0.98,
  lowered: 0.9,
  leastLowered: 1,
  backToGrant: 0.05,
  quietMinutes: 10,
  lift: 0.005,
  liftAtLeast: 0.02,
};
