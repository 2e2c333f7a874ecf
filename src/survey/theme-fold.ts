import type { Batch } from '../core/batch.js';
import type { LooseAccessor } from '../core/data.js';
import { type Issue, typeName } from '../core/errors.js';
import { faultOf, issueOf, type Rule } from '../core/input.js';
import type { Issues } from '../core/issue-log.js';
import type { Fold } from '../core/metric.js';
import { type Pairs, sortedPairs } from '../core/pairs.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { formError } from '../core/table.js';

/** Rows, and those of them that are positive. */
export interface MarkedRows {
  readonly n: number;
  readonly positive: number;
}

/** The state of themes: reviews, positive reviews, and the same for each theme. */
export interface ThemeSentimentState {
  readonly excluded: Excluded;
  readonly all: MarkedRows;
  readonly themes: Pairs<string, MarkedRows>;
}

/** What to read of a row: its themes, and the mark that is positive when true, or from `first` on. */
export interface ThemeRules extends Required<RowPolicy> {
  readonly owner: string;
  readonly theme: LooseAccessor;
  readonly mark: Rule;
  readonly first: number | null;
}

/** Counts reviews and positive reviews, of each group and of each theme in it. */
export class ThemeFold implements Fold<ThemeSentimentState> {
  private readonly groups: Running[] = [];

  constructor(
    private readonly rules: ThemeRules,
    private readonly issues: Issues,
  ) {}

  take(batch: Batch, groups: Int32Array | null): void {
    const { owner, theme, mark, first } = this.rules;
    const [themes, marks] = [batch.column(theme), batch.column(mark.from)];
    for (let i = 0; i < batch.count; i += 1) {
      const group = groups === null ? 0 : (groups[i] as number); // one a row
      if (group < 0) continue;
      const running = this.running(group);
      const value = marks[i];
      const named = namedIn(owner, theme, themes[i], batch.indexOf(i));
      if (named === null) this.leaveOut(running, themes[i], themeIssue(theme, themes[i], batch.indexOf(i)));
      else if (faultOf(mark, value) !== undefined)
        this.leaveOut(running, value, issueOf(mark, value, batch.indexOf(i)));
      else count(running, named, first === null ? value === true : (value as number) >= first); // without fault
    }
  }

  state(group: number): ThemeSentimentState {
    const { excluded, all, themes } = this.groups[group] ?? newRunning();
    return {
      excluded: { ...excluded },
      all: { ...all },
      themes: sortedPairs(themes).map(([theme, rows]) => [theme, { ...rows }]),
    };
  }

  private running(group: number): Running {
    while (this.groups.length <= group) this.groups.push(newRunning());
    return this.groups[group] as Running; // just made, if it was not there
  }

  private leaveOut({ excluded }: Running, value: unknown, issue: Issue): void {
    const reason = (value ?? null) === null ? 'missing' : 'invalid';
    excluded[reason] += 1;
    if (this.rules[reason] === 'throw') this.issues.add(issue);
  }
}

type Counts = { n: number; positive: number };

interface Running {
  readonly excluded: { missing: number; invalid: number; repeated: number };
  readonly all: Counts;
  readonly themes: Map<string, Counts>;
}

function newRunning(): Running {
  return { excluded: { missing: 0, invalid: 0, repeated: 0 }, all: { n: 0, positive: 0 }, themes: new Map() };
}

function count({ all, themes }: Running, named: ReadonlySet<string>, isPositive: boolean): void {
  const step = isPositive ? 1 : 0;
  all.n += 1;
  all.positive += step;
  for (const theme of named) {
    const rows = themes.get(theme) ?? { n: 0, positive: 0 };
    rows.n += 1;
    rows.positive += step;
    themes.set(theme, rows);
  }
}

/** The different themes of a review; `null` where they are none. Read by place: a list may have holes, or iterate over others. */
function namedIn(owner: string, theme: LooseAccessor, value: unknown, index: number): ReadonlySet<string> | null {
  if (typeof value === 'string') return new Set([value]);
  try {
    if (!Array.isArray(value)) return null;
    const named = new Set<string>();
    for (let place = 0; place < value.length; place += 1) {
      const each: unknown = value[place];
      if (typeof each !== 'string') return null;
      named.add(each);
    }
    return named;
  } catch (cause) {
    throw formError(owner, index, fieldOf(theme), 'readable', value, 'E_ACCESSOR', cause);
  }
}

function themeIssue(theme: LooseAccessor, value: unknown, index: number): Issue {
  const code = (value ?? null) === null ? 'E_FIELD_MISSING' : 'E_FIELD_TYPE';
  return { code, index, field: fieldOf(theme), expected: 'text or a list of texts', received: typeName(value) };
}

function fieldOf(theme: LooseAccessor): string {
  return typeof theme === 'string' ? theme : 'theme';
}
