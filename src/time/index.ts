export { type Calendar, type CalendarOptions, calendar } from './calendar.js';
export type { Duration } from './duration.js';
export type { PeriodUnit } from './period.js';
export { type Instant, type PeriodOptions, period } from './period-key.js';
export { periodsBetween } from './periods-between.js';
