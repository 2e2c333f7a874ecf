import type { ColumnKind } from './dialects/kinds.js';

/** What a column of a shape holds; nobody looks again at `'whole'`, an integer that the shape itself keeps within 2^53, and `'finite'`, a double. */
export type ShapeKind = ColumnKind | 'whole' | 'finite';

/** Columns of every shape beside its own: what is wrong with events, and how many events a row stands for. */
export const SHAPE_FAULT = 'event_fault';
export const SHAPE_EVENTS = 'events';

/** Rows of the table that are no events: below `VALID` and so apart from the faults of inputs. */
export const EVENT_MISSING = -1;
export const EVENT_INVALID = -2;
