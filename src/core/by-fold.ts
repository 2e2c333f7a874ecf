import type { Batch } from './batch.js';
import type { KeyReader } from './key.js';
import type { Fold } from './metric.js';
import { compareKeys, type KeyValue, type Pairs } from './pairs.js';

/** Gives every pair of outer group and key a group of the inner fold. */
export class ByFold<State> implements Fold<Pairs<KeyValue, State>> {
  private codes = new Int32Array(0);
  private inner = new Int32Array(0);
  private readonly groups: GroupTable[] = [];
  private readonly rare = new Map<number, number>();
  private count = 0;

  constructor(
    private readonly keys: KeyReader,
    private readonly fold: Fold<State>,
  ) {}

  take(batch: Batch, groups: Int32Array | null): void {
    const { count } = batch;
    if (this.codes.length < count) {
      this.codes = new Int32Array(count);
      this.inner = new Int32Array(count);
    }
    const { codes, inner } = this;
    this.keys.codes(batch, codes, groups);
    let outer = -1;
    let known: Int32Array = NONE;
    for (let i = 0; i < count; i += 1) {
      const group = groups === null ? 0 : (groups[i] as number); // one a row, as are the codes
      const code = codes[i] as number;
      if (group < 0 || code < 0) {
        inner[i] = -1;
        continue;
      }
      if (group !== outer) [outer, known] = [group, this.table(group).common];
      let found = code < known.length ? (known[code] as number) : -1;
      if (found < 0) {
        found = this.find(group, code);
        known = this.table(group).common;
      }
      inner[i] = found;
    }
    this.fold.take(batch, inner);
  }

  state(group: number): Pairs<KeyValue, State> {
    const { members } = this.groups[group] ?? { members: [] };
    const pairs = members.map(([code, inner]): [KeyValue, State] => [this.keys.value(code), this.fold.state(inner)]);
    return pairs.sort((a, b) => compareKeys(a[0], b[0]));
  }

  private table(group: number): GroupTable {
    while (this.groups.length <= group) this.groups.push({ common: NONE, members: [] });
    return this.groups[group] as GroupTable; // there by now
  }

  private find(group: number, code: number): number {
    // One table for all rare codes: were they in each group's own, memory would be groups times codes.
    const isRare = code >= COMMON && group > 0;
    const place = group * MOST_CODES + code;
    const known = isRare ? this.rare.get(place) : undefined;
    if (known !== undefined) return known;
    const inner = this.count;
    this.count += 1;
    const table = this.table(group);
    table.members.push([code, inner]);
    if (isRare) this.rare.set(place, inner);
    else {
      if (code >= table.common.length) {
        const longer = new Int32Array(2 * code + 2).fill(-1);
        longer.set(table.common);
        table.common = longer;
      }
      table.common[code] = inner;
    }
    return inner;
  }
}

/** The inner groups of one outer group: a table of the codes that came early, and all of them in order of appearance. */
interface GroupTable {
  /** The inner group of a code; negative where there is none yet. */
  common: Int32Array;
  readonly members: (readonly [code: number, inner: number])[];
}

const NONE = /* @__PURE__ */ new Int32Array(0);
/** Codes below this are looked up in a table of each group. */
const COMMON = 64;
/** Codes are 32-bit integers. */
const MOST_CODES = 2 ** 31;
