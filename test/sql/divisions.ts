import type { DialectName } from 'kizuna/sql';

/** A division in a query: what stands on its sides, and what comes after it in its select. */
interface Division {
  readonly operator: '/' | '//';
  readonly left: string;
  readonly right: string;
  readonly after: string;
  readonly sql: string;
}

/**
 * The divisions of a query that may be of integers of unknown signs, which engines cut towards 0. Of a division must be seen that one side is a
 * double, or that what is divided is never below 0.
 */
export function unknownDivisions(dialect: DialectName, sql: string): readonly string[] {
  if (dialect === 'clickhouse') return []; // its `/` is of doubles
  return divisionsOf(sql)
    .filter((division) => !isOfDoubles(division) && !isAboveZero(division))
    .map(({ left, operator, right }) => `${left} ${operator} ${right}`);
}

/** `/` of doubles. DuckDB's is one of integers in sessions that ask for it, and Postgres's wherever both sides are. */
function isOfDoubles({ operator, left, right }: Division): boolean {
  if (operator !== '/') return false;
  const isCast = (side: string): boolean => /^CAST\(.* AS (?:float8|DOUBLE)\)$/.test(side);
  const isTruncated = left.startsWith('trunc('); // of doubles alone, as no integer is truncated
  const isEpoch = /^extract\(epoch FROM/.test(left) && right === '3600'; // a numeric
  const isProduct = right === '134217728' && /^\(.*\w \* CAST\(\$\d+ AS (?:float8|DOUBLE)\)/.test(left); // of the double's square
  return isCast(left) || isCast(right) || isTruncated || isEpoch || isProduct;
}

/** What is divided is moved above all instants, is a remainder's multiple, or is counted from an edge on, or back from one, that the rows are within. */
function isAboveZero({ left, right, after, sql }: Division): boolean {
  const length = Number(right);
  const [, moved = ''] = /\+ (\d+)\)$/.exec(left) ?? [];
  const [, back = ''] = /^ - (\d+)\)/.exec(after) ?? [];
  // The whole lengths that were added before are taken off after.
  if (moved !== '' && back !== '')
    return Math.abs(Number(moved) - length * Number(back)) <= length && Number(moved) >= earliest(length);
  const [, whole, remainder] = /^\((.*) - \((.*) % 1000 \+ 1000\) % 1000\)$/.exec(left) ?? [];
  if (whole !== undefined) return whole === remainder && length === 1000;
  const select = after.split(' GROUP BY ')[0] ?? '';
  const [, edge] = /^\(ms - (CAST\(\$\d+ AS BIGINT\))\)$/i.exec(left) ?? [];
  if (edge !== undefined) return select.includes(`AND ms >= ${edge}`);
  if (!/^\(CAST\(\$\d+ AS BIGINT\) - period\)$/i.test(left)) return false;
  const [, from = ''] = /FROM (kizuna_\w+) WHERE/.exec(select) ?? [];
  const [, events = ''] = sql.split(`\n${from} AS `).map((text) => text.split(/,\nkizuna_|\nSELECT /)[0] ?? '');
  return / AND ms < CAST\(\$\d+ AS BIGINT\)/i.test(select) || / <= CAST\(\$\d+ AS BIGINT\)\)$/i.test(events);
}

/** How far before 1970 the year 1 begins, and a year more: in months, days, milliseconds or microseconds, by the length that is divided by. */
function earliest(length: number): number {
  const years = 1970;
  if (length === 3 || length === 12) return years * 12;
  const day = 86_400_000;
  return years * 366 * (length === 7 ? 1 : length >= 3_600_000_000 ? day * 1000 : day);
}

function divisionsOf(sql: string): readonly Division[] {
  const bare = withoutNames(sql);
  return [...bare.matchAll(/\/\/?/g)].map(({ 0: operator, index }) => {
    const [from, to] = [startOf(bare, index - 1), endOf(bare, index + operator.length)];
    return {
      operator: operator as Division['operator'], // as matched
      left: bare.slice(from, index).trim(),
      right: bare.slice(index + operator.length, to).trim(),
      after: bare.slice(to),
      sql: bare,
    };
  });
}

/** The text with names and constants of texts cut out, in which any sign may stand. */
function withoutNames(sql: string): string {
  return sql.replace(/"(?:[^"]|"")*"/g, 'a_name').replace(/'(?:[^']|'')*'/g, 'a_text');
}

/** Where the operand begins that ends before a place: a name, or what is in parentheses with the function before them. */
function startOf(sql: string, before: number): number {
  let at = before;
  while (sql[at] === ' ') at -= 1;
  if (sql[at] === ')') {
    for (let depth = 0; at >= 0; at -= 1) {
      depth += sql[at] === ')' ? 1 : sql[at] === '(' ? -1 : 0;
      if (depth === 0) break;
    }
    at -= 1;
  }
  while (/[\w.$]/.test(sql[at] ?? '')) at -= 1;
  return at + 1;
}

/** Where the operand ends that begins at a place. */
function endOf(sql: string, start: number): number {
  let at = start;
  while (sql[at] === ' ') at += 1;
  while (/[\w.$]/.test(sql[at] ?? '')) at += 1;
  if (sql[at] !== '(') return at;
  for (let depth = 0; at < sql.length; at += 1) {
    depth += sql[at] === '(' ? 1 : sql[at] === ')' ? -1 : 0;
    if (depth === 0) break;
  }
  return at + 1;
}
