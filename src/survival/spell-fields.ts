import type { Accessor, LooseAccessor } from '../core/data.js';
import type { RowPolicy } from '../core/policy.js';

/** Where a row says how long something lasted, and whether it ended. */
export interface SpellOptions<Row> extends RowPolicy {
  /** How long it lasted, or had lasted when it was last seen: a number of at least 0, in whatever unit. */
  readonly duration: Accessor<Row, number>;
  /** Whether it ended then (`true` or 1) or was last seen going on (`false` or 0). */
  readonly ended: Accessor<Row, boolean | number>;
  /** How long it had lasted when it began to be watched (left truncation), less than the duration. Without it, 0. */
  readonly entry?: Accessor<Row, number> | undefined;
  /** How many the row stands for: a number of at least 0. Without it, 1. */
  readonly weight?: Accessor<Row, number> | undefined;
}

/** The same where the type of the rows is forgotten. */
export interface SpellFields extends RowPolicy {
  readonly duration: LooseAccessor;
  /** Not read where a reason is read in its place. */
  readonly ended?: LooseAccessor;
  readonly entry?: LooseAccessor;
  readonly weight?: LooseAccessor;
}

/** The options that every reading of spells knows, for checks of names. */
export const SPELL_OPTIONS = ['duration', 'ended', 'entry', 'weight', 'missing', 'invalid'] as const;

/** What else a method reads of each row; `option` is what its issues call a function. */
export interface MoreInputs {
  /** Finite numbers; booleans count as 1 and 0. */
  readonly numbers?: readonly MoreInput[];
  /** Groups and strata: text, finite numbers or booleans. */
  readonly keys?: readonly MoreInput[];
  /** Why it ended, read in the place of `ended`: nothing where it was last seen going on. */
  readonly reason?: MoreInput;
  /** Durations are whole numbers of periods, at least 1 where it ended in one. */
  readonly isWhole?: boolean;
}

/** One more input of a row, by its option. */
export interface MoreInput {
  readonly option: string;
  readonly from: LooseAccessor;
}

/** A column of keys: the code of each row, an index into the different keys in the order of `compareKeys`. */
export interface KeyColumn {
  readonly codes: Int32Array;
  readonly keys: readonly (string | number | boolean)[];
}

/** The most that a row may stand for. */
export const MOST_WEIGHT = 1e15;
