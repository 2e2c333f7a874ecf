import { csvFile, parquetFile } from 'kizuna/duckdb';
import { changeTable, type DialectName, eventTable, subscriptionTable, table, tables, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { LEDGERS, SUBSCRIPTIONS } from './ledger/ledger-metrics.js';
import * as ledgers from './ledger/ledger-rows.js';
import { METRICS, PERIODS } from './metrics.js';
import * as plain from './rows.js';
import { EVENTS } from './shapes/event-metrics.js';
import * as events from './shapes/event-rows.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';

/** Names that would end a statement, a name or a text, were they not quoted as the engine has it. */
const HOSTILE = [
  `'; DROP TABLE x; --`,
  `a"; b`,
  `\\"; c`,
  `\\\\"; d`,
  `"";e`,
  `';`,
  `";`,
  `\\';`,
  '`; f',
  '$$; g',
  '\\; h',
];
const NAMES = [...HOSTILE, `*/; /*`, `{p0:String}; i`, `?; j`, `--\u2028; k`];
/** Those that a table or a schema may have. */
const TABLES = HOSTILE.filter((name) => !name.includes('\\'));

const COLUMNS = [plain.COLUMNS, events.COLUMNS, ledgers.COLUMNS] as const;
const [OF_ROWS, OF_EVENTS, OF_LEDGERS] = COLUMNS.map((columns) =>
  Object.fromEntries(
    Object.entries(columns).map(([field, { kind }], i) => [field, { kind, column: `${NAMES[i % NAMES.length]}${i}` }]),
  ),
);

const ROLES = { customer: 'who', time: 'at', name: 'what', amount: 'paid', properties: ['plan', 'seats', 'trial'] };

/** The text with its quoted names and its constants of texts taken out, by the rules of the engine; they are given beside it. */
function bare(sql: string, dialect: DialectName): { readonly text: string; readonly constants: readonly string[] } {
  const constants: string[] = [];
  const escaped = dialect === 'clickhouse' ? '\\\\[\\s\\S]|' : '';
  const quoted = new RegExp(
    `"(?:${escaped}""|[^"${escaped === '' ? '' : '\\\\'}])*"|'(?:${escaped}''|[^'${escaped === '' ? '' : '\\\\'}])*'`,
    'g',
  );
  const text = sql.replace(quoted, (part) => {
    if (part.startsWith("'")) constants.push(part);
    return ' quoted ';
  });
  return { text, constants };
}

describe.each(['duckdb', 'postgres', 'clickhouse'] as const)('a query of %s', (dialect) => {
  const value = `x'; DROP TABLE "y"; -- \\`;
  const optionsOf = (columns: unknown, field: string, place: number): never =>
    ({
      ...{ dialect, columns, sums: 'exact' },
      ...(place % 2 === 0 ? {} : { schema: TABLES[place % TABLES.length] }),
      ...(place % 3 === 0 ? { where: { [field]: [value, ';'] } } : {}),
    }) as never;
  const nameOf = (place: number): never => {
    const [name, other] = [TABLES[place % TABLES.length] as string, TABLES[(place + 1) % TABLES.length] as string];
    const files = dialect === 'duckdb' ? [parquetFile(value), csvFile([value, `${value}2`], { delimiter: ';' })] : [];
    return [name, tables([name, { name: other, schema: name }]), ...files][place % (2 + files.length)] as never;
  };
  const write = (metrics: object, source: (place: number) => unknown) =>
    Object.entries(metrics).map(
      ([label, metric], place) => [label, toSql(metric as never, source(place) as never)] as const,
    );
  const lines = (roles: object) => (place: number) =>
    subscriptionTable(nameOf(place), { ...(optionsOf(OF_LEDGERS, 'money', place) as object), ...roles } as never);
  const queries = [
    ...write({ ...METRICS, ...PERIODS }, (place) => table(nameOf(place), optionsOf(OF_ROWS, 'plan', place))),
    ...write({ ...EVENTS, ...VALUES, ...SCORES }, (place) =>
      eventTable(nameOf(place), { ...(optionsOf(OF_EVENTS, 'plan', place) as object), ...ROLES } as never),
    ),
    ...write(LEDGERS, lines(ledgers.ROLES.full)),
    ...write({ ...SUBSCRIPTIONS, ...LEDGERS }, lines(ledgers.ROLES.subscriptions)),
    ...write(LEDGERS, (place) =>
      changeTable(nameOf(place), {
        ...(optionsOf(OF_LEDGERS, 'money', place) as object),
        ...ledgers.ROLES.changes,
      } as never),
    ),
  ];

  test('is one statement, whatever tables and columns are called and whatever values are', () => {
    expect(queries.length).toBeGreaterThan(200);
    for (const [label, { sql }] of queries) {
      const { text, constants } = bare(sql, dialect);
      expect(text, label).not.toMatch(/;|--|\/\*|\*\/|#|\$\$|[^\n\x20-\x7e]/);
      expect(text, label).toMatch(/^(WITH|SELECT) [^"'`\\]*$/);
      const values = constants.filter((constant) => /DROP|--|;.*;/.test(constant));
      expect(values, label).toEqual([]);
    }
  });

  test('holds no value', () => {
    const filtered = queries.filter(([, { parameters }]) => Object.values(parameters).includes(value));
    expect(filtered.length).toBeGreaterThan(60);
    for (const [label, { sql }] of queries) {
      expect(sql, label).not.toContain('DROP TABLE "y"');
      expect(sql, label).not.toContain('DROP TABLE ""y""');
    }
  });

  test('whose names were quoted wrongly would not be', () => {
    const found = HOSTILE.filter((name) => {
      const { text } = bare(`SELECT "${name}" AS "c0" FROM t`, dialect);
      return /;|["'`\\\\]/.test(text);
    });
    expect(found.length).toBeGreaterThan(2);
    for (const name of [`a"; b`, `";`]) expect(found).toContain(name);
  });
});
