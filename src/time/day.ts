/** Milliseconds of an hour. */
export const HOUR = 3_600_000;

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** The first millisecond of the year 1 in UTC. */
export const FIRST_INSTANT = -62_135_596_800_000;

/** The last millisecond of the year 9999 in UTC. */
export const LAST_INSTANT = 253_402_300_799_999;
