import { errorOf, InvalidDataError, type IssueCode, typeName } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { checkConfidence, checkOptions } from '../core/options.js';
import { compareKeys } from '../core/pairs.js';
import { formError } from '../core/table.js';
import type { CustomerId } from '../log/layout.js';
import { customerFault } from '../log/reading/event-fault.js';
import { wilsonRates } from '../stats/wilson.js';

/** Customers with their segments at one date: what `rfm` gives, or anything of that form. */
export interface Segmented<Segment extends string | null = string | null> {
  readonly customers: readonly { readonly customer: CustomerId; readonly segment: Segment }[];
}

/** How many customers went from one segment to another, or stayed. */
export interface SegmentTransition<Segment extends string | null> {
  readonly from: Segment;
  readonly to: Segment;
  readonly customers: number;
  /** Of the customers who were in `from`, those who left altogether among them. */
  readonly share: Rate;
}

/** A customer whose segment is not the one before. */
export interface SegmentMove<Segment extends string | null> {
  readonly customer: CustomerId;
  /** `'moved'`; `'new'`, not there before, with `from` null; or `'left'`, no longer there, with `to` null. */
  readonly change: 'moved' | 'new' | 'left';
  readonly from: Segment | null;
  readonly to: Segment | null;
}

/** What became of the segments between two dates. */
export interface RfmTransitions<Segment extends string | null = string | null> {
  /** Every pair of segments, in the order of their names (none, `null`, first). */
  readonly matrix: readonly SegmentTransition<Segment>[];
  /** Each segment before and after: after = before + joined + newcomers − parted − leavers. */
  readonly segments: readonly {
    readonly segment: Segment;
    readonly before: number;
    readonly after: number;
    readonly stayed: number;
    /** From and to other segments. */
    readonly joined: number;
    readonly parted: number;
    readonly newcomers: number;
    readonly leavers: number;
  }[];
  /** Customers with another segment than before, newcomers and leavers; in the order of ids. */
  readonly moves: readonly SegmentMove<Segment>[];
}

/**
 * Who moved from which segment to which between two dates: the matrix of movement, with newcomers and leavers.
 *
 * Score both dates alike, with the same `breaks` or at least the same rules: quantiles are cut anew each time, so that a customer may
 * fall because others rose. A newcomer has no segment before; a leaver is a customer of before who is not among those of after (as when
 * `from` moves on).
 *
 * @param before - customers with their segments: a result of `rfm`, or `{ customers: [{ customer, segment }] }`
 * @param after - the same, later
 * @param options - `confidence` of the shares' intervals, 0.95 unless given
 * @returns the matrix, the balance of each segment, and the customers who moved
 * @throws {InvalidDataError} when a customer is there twice (`E_FIELD_VALUE`), or either is no such list
 * @throws {InvalidOptionError} for an unknown option or a confidence out of range
 * @example
 * ```ts
 * import { rfmTransitions } from 'kizuna';
 *
 * const march = [{ customer: 'a', segment: 'good' }, { customer: 'b', segment: 'good' }] as const;
 * const april = [{ customer: 'a', segment: 'good' }, { customer: 'b', segment: 'lapsed' }] as const;
 * const { matrix, moves } = rfmTransitions({ customers: march }, { customers: april });
 * matrix.map(({ from, to, customers }) => [from, to, customers]);
 * // => [['good', 'good', 1], ['good', 'lapsed', 1], ['lapsed', 'good', 0], ['lapsed', 'lapsed', 0]]
 * moves; // => [{ customer: 'b', change: 'moved', from: 'good', to: 'lapsed' }]
 * ```
 */
export function rfmTransitions<Segment extends string | null>(
  before: Segmented<Segment>,
  after: Segmented<Segment>,
  options: { readonly confidence?: number | undefined } = {},
): RfmTransitions<Segment> {
  checkOptions(OWNER, options, ['confidence']);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const [earlier, later] = [segmentsIn('before', before), segmentsIn('after', after)];
  const rate = wilsonRates(confidence);
  const names = [...new Set([...earlier.values(), ...later.values()])].sort(compareKeys);
  const size = names.length;
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const pairs = new Int32Array(size * size);
  const [newcomers, leavers] = [new Int32Array(size), new Int32Array(size)];
  const moves: SegmentMove<Segment>[] = [];
  for (const [customer, from] of earlier) {
    const to = later.get(customer);
    if (to === undefined) {
      leavers[placeOf.get(from)!]! += 1;
      moves.push({ customer, change: 'left', from, to: null });
      continue;
    }
    pairs[placeOf.get(from)! * size + placeOf.get(to)!]! += 1;
    if (from !== to) moves.push({ customer, change: 'moved', from, to });
  }
  for (const [customer, to] of later) {
    if (earlier.has(customer)) continue;
    newcomers[placeOf.get(to)!]! += 1;
    moves.push({ customer, change: 'new', from: null, to });
  }
  const sumOf = (count: (other: number) => number) => names.reduce((sum, _, other) => sum + count(other), 0);
  const went = (from: number) => sumOf((to) => pairs[from * size + to]!);
  const came = (to: number) => sumOf((from) => pairs[from * size + to]!);
  return {
    matrix: names.flatMap((from, i) => {
      const all = went(i) + leavers[i]!;
      return names.map((to, j) => {
        const customers = pairs[i * size + j]!;
        return { from, to, customers, share: rate(customers, all) };
      });
    }),
    segments: names.map((segment, i) => {
      const stayed = pairs[i * size + i]!;
      return {
        ...{ segment, before: went(i) + leavers[i]!, after: came(i) + newcomers[i]!, stayed },
        ...{ joined: came(i) - stayed, parted: went(i) - stayed, newcomers: newcomers[i]!, leavers: leavers[i]! },
      };
    }),
    moves: moves.sort((a, b) => compareKeys(a.customer, b.customer)),
  };
}

const OWNER = 'rfmTransitions';

function segmentsIn<Segment extends string | null>(
  argument: string,
  given: Segmented<Segment>,
): ReadonlyMap<CustomerId, Segment> {
  const { customers }: Partial<Segmented<Segment>> = Object(given); // what is no object has no fields
  if (!Array.isArray(customers))
    throw formError(OWNER, null, argument, 'customers with their segments', customers ?? given);
  const segments = new Map<CustomerId, Segment>();
  const refuse = (code: IssueCode, index: number, field: string, expected: string, received: string): never => {
    throw errorOf(InvalidDataError, OWNER, [{ code, index, field, expected, received }]);
  };
  for (const [index, row] of (customers as readonly unknown[]).entries()) {
    if (Object(row) !== row) throw formError(OWNER, index, argument, 'rows of { customer, segment }', row);
    const { customer, segment } = row as Segmented<Segment>['customers'][number]; // an object; its fields are asked here
    const fault = customerFault(customer);
    if (fault !== null) refuse(fault.code, index, 'customer', `${fault.expected}, in ${argument}`, fault.received);
    if (segment !== null && typeof segment !== 'string')
      refuse(
        segment === undefined ? 'E_FIELD_MISSING' : 'E_FIELD_TYPE',
        index,
        'segment',
        `text or null, in ${argument}`,
        typeName(segment),
      );
    if (segments.has(customer)) refuse('E_FIELD_VALUE', index, 'customer', `there once in ${argument}`, 'a second row');
    segments.set(customer, segment);
  }
  return segments;
}
