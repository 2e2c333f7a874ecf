import type { CustomerId } from '../log/layout.js';
import { KINDS, type RfmBins } from './bins.js';
import { codeOf } from './codes.js';
import type { RfmPlan } from './rfm-rules.js';
import { type Quantity, writeScores } from './scored.js';

/** The quantities of customers, column by column. */
export interface RfmQuantities {
  readonly customer: ArrayLike<CustomerId>;
  /** Days since the last order. */
  readonly recency: Quantity;
  /** Orders. */
  readonly frequency: Quantity;
  /** By sum or mean, as was asked for. */
  readonly monetary: Float64Array;
}

/** The cuts within one bin of another score: of frequency in a bin of recency, of monetary in one of both. */
export interface NestedCuts {
  readonly kind: 'frequency' | 'monetary';
  /** The scores of the bin, such as `'5'` or `'53'`. */
  readonly within: string;
  readonly cuts: readonly number[];
}

/** Scores, and where they were cut. */
export interface RfmScores {
  readonly r: Uint8Array;
  readonly f: Uint8Array;
  readonly m: Uint8Array;
  readonly cuts: { readonly [Kind in keyof RfmBins]: readonly number[] };
  readonly nestedCuts: readonly NestedCuts[];
}

/** Scores all customers. */
export function rfmScores(plan: RfmPlan, quantities: RfmQuantities): RfmScores {
  const { bins, method, breaks, nested } = plan;
  const { customer, recency, frequency, monetary } = quantities;
  const [r, f, m] = KINDS.map(() => new Uint8Array(customer.length)) as [Uint8Array, Uint8Array, Uint8Array]; // of three
  const ruleOf = (kind: keyof RfmBins) => ({
    ...{ method, bins: bins[kind], isReversed: kind === 'recency', breaks: breaks?.[kind] ?? null, customer },
  });
  const ofAll = (kind: keyof RfmBins, values: Quantity, into: Uint8Array) => [
    ...writeScores(ruleOf(kind), values, null, into),
  ];
  const cuts = { recency: ofAll('recency', recency, r), frequency: [] as number[], monetary: [] as number[] };
  if (!nested) {
    cuts.frequency = ofAll('frequency', frequency, f);
    cuts.monetary = ofAll('monetary', monetary, m);
    return { r, f, m, cuts, nestedCuts: [] };
  }
  const nestedCuts: NestedCuts[] = [];
  const everybody = Int32Array.from({ length: customer.length }, (_, i) => i);
  for (const [ofR, members] of parted(everybody, r, bins.recency)) {
    const inR = [...writeScores(ruleOf('frequency'), frequency, members, f)];
    nestedCuts.push({ kind: 'frequency', within: String(ofR), cuts: inR });
    for (const [ofF, some] of parted(members, f, bins.frequency)) {
      const inBoth = [...writeScores(ruleOf('monetary'), monetary, some, m)];
      nestedCuts.push({ kind: 'monetary', within: codeOf(ofR, ofF, null, bins), cuts: inBoth });
    }
  }
  return { r, f, m, cuts, nestedCuts };
}

/** Customers by their score, those without any customers left out. */
function parted(members: Int32Array, scores: Uint8Array, bins: number): readonly (readonly [number, Int32Array])[] {
  const all = Array.from({ length: bins }, (_, k) => [k + 1, members.filter((i) => scores[i] === k + 1)] as const);
  return all.filter(([, some]) => some.length > 0);
}
