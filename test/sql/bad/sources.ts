import {
  activeCustomersMetric,
  changeLedger,
  customerChurnMetric,
  eventLog,
  npsMetric,
  recurringRevenueMetric,
  rfmMetric,
  salesBreakdownMetric,
  subscriptionLedger,
} from 'kizuna';
import { changeTable, EngineError, eventTable, subscriptionTable, table, tables, toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine, EngineColumn } from '../engine.js';
import { attempt } from '../shapes/event-states.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;

const FILLED: readonly EngineColumn[] = [
  ...[
    { name: 'who', type: 'text' as const },
    { name: 'id', type: 'bigint' as const },
  ],
  ...[
    { name: 'at', type: 'instant' as const },
    { name: 'until', type: 'instant' as const },
  ],
  ...[
    { name: 'what', type: 'text' as const },
    { name: 'paid', type: 'double' as const },
  ],
  ...[
    { name: 'yen', type: 'bigint' as const },
    { name: 'plan', type: 'text' as const },
  ],
  { name: 'isBack', type: 'boolean' },
];
const COLUMNS = {
  ...{ who: 'text', id: 'integer', at: 'instant', until: 'instant', what: 'text', paid: 'number', yen: 'integer' },
  ...{ plan: 'text', isBack: 'boolean' },
} as const;
type Row = { readonly [Field in keyof typeof COLUMNS]: unknown };

const DAY = (day: number): Date => new Date(Date.UTC(2024, 0, day));
const ROW: Row = {
  ...{ who: 'secret', id: 1, at: DAY(5), until: null, what: 'true', paid: 20, yen: 2, plan: 'month', isBack: false },
};

const EVENTS = { customer: 'who', time: 'at', name: 'what', amount: 'paid', properties: ['plan', 'yen'] } as const;
const LINES = {
  ...{ customer: 'who', start: 'at', end: 'until', amount: 'paid', interval: 'plan', quantity: 'yen' },
  ...{ subscription: 'id', currency: 'what', refunded: 'isBack' },
} as const;
const CHANGES = { customer: 'who', time: 'at', amount: 'paid', subscription: 'id', currency: 'what' } as const;

const MONTH = { unit: 'month', asOf: '2024-04-30' } as const;
const SALES = salesBreakdownMetric(MONTH);
const REVENUE = recurringRevenueMetric(MONTH);
/** It reads what was paid back as well; an engine may leave a column unread that is not asked for. */
const REFUNDS = recurringRevenueMetric({ ...MONTH, refunds: 'exclude' });
const CHURN = customerChurnMetric(MONTH);

/** The forms of sources with their roles, each in an engine and in memory. */
const FORMS = {
  events: {
    roles: EVENTS,
    there: eventTable,
    here: eventLog,
    metrics: [SALES, activeCustomersMetric({ unit: 'day' })],
  },
  lines: { roles: LINES, there: subscriptionTable, here: subscriptionLedger, metrics: [REVENUE, CHURN] },
  changes: { roles: CHANGES, there: changeTable, here: changeLedger, metrics: [REVENUE, CHURN] },
} as const;
type FormName = keyof typeof FORMS;
const NAMES = Object.keys(FORMS) as FormName[];

/** Tests what is not there, what is of another kind, what is absent, and numbers that none of JavaScript are, in every role of a source. */
export function testSources(started: () => Engine, measureIn: MeasureIn): void {
  const fill = (rows: readonly Partial<Row>[], name = 'bad'): Promise<void> =>
    started().fill(
      name,
      FILLED,
      rows.map((row) => FILLED.map(({ name: field }) => ({ ...ROW, ...row })[field as keyof Row])),
    );
  const sourceOf = (form: FormName, more: object = {}, name: unknown = 'bad'): unknown => {
    const { there, roles } = FORMS[form] as { there: (name: unknown, options: object) => unknown; roles: object };
    return there(name, { dialect: started().dialect, columns: COLUMNS, sums: 'exact', ...roles, ...more });
  };
  const logOf = (form: FormName, rows: readonly Partial<Row>[], more: object = {}): unknown => {
    const { here, roles } = FORMS[form] as { here: (rows: unknown, options: object) => unknown; roles: object };
    return here(
      rows.map((row) => ({ ...ROW, ...row })),
      { ...roles, ...more },
    );
  };
  const stateOf = async (metric: unknown, source: unknown): Promise<unknown> => {
    const query = toSql(metric as never, source as never);
    return query.read(await started().ask(query));
  };
  const metricsOf = (form: FormName) =>
    FORMS[form].metrics as readonly { readonly name: string; state(log: unknown): unknown }[];
  // One metric of the form after the other: what is wrong with rows is judged alike in all.
  let turn = 0;
  const nextOf = (form: FormName) => metricsOf(form)[turn++ % 2] as { state(log: unknown): unknown };
  const compare = async (form: FormName, rows: readonly Partial<Row>[], more: object, label: string) => {
    const metric = nextOf(form);
    const here = await attempt(async () => metric.state(logOf(form, rows, more)));
    expect(await attempt(() => stateOf(metric, sourceOf(form, more))), `${form}, ${label}`).toEqual(here);
  };

  test('a table, a schema or a column that is not there is an error of the engine, without a value', async () => {
    await fill([{}]);
    const { connection } = started();
    for (const form of NAMES) {
      const [metric] = metricsOf(form);
      const lacking = { ...COLUMNS, at: { kind: 'instant', column: 'nothing' } };
      for (const source of [
        sourceOf(form, {}, 'nowhere'),
        sourceOf(form, { schema: 'nowhere' }),
        sourceOf(form, {}, tables(['bad', 'nowhere'])),
        sourceOf(form, { columns: lacking }),
        sourceOf(form, { columns: { ...COLUMNS, other: 'text' }, where: { other: 'secret' } }),
      ]) {
        const error = await measureIn(connection as never, source as never, metric as never).catch((e: unknown) => e);
        expect(error, JSON.stringify(source)).toBeInstanceOf(EngineError);
        expect(error).toMatchObject({ code: 'E_ENGINE', engineCode: expect.any(String) });
        expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret');
        expect(String(error)).toMatch(/likely as the table .*(bad|nowhere).*, or a column of it, is not there \(.*who/);
      }
      expect(await stateOf(metric, sourceOf(form))).toEqual(metric?.state(logOf(form, [{}])));
    }
  }, 120_000);

  test('a role whose column is of another type than was declared is an error of the engine', async () => {
    await fill([{}]);
    const wrong = {
      ...{ id: 'who', at: 'what', until: 'paid', paid: 'plan', yen: 'paid', isBack: 'what' },
    } as const;
    for (const form of NAMES)
      for (const [field, column] of Object.entries(wrong)) {
        if (
          !Object.values(FORMS[form].roles)
            .flat()
            .includes(field as never)
        )
          continue;
        const columns = { ...COLUMNS, [field]: { kind: COLUMNS[field as keyof Row], column } };
        const asked = measureIn(
          started().connection as never,
          sourceOf(form, { columns }) as never,
          (form === 'lines' ? REFUNDS : metricsOf(form)[0]) as never,
        ).catch((e: unknown) => e);
        expect(await asked, `${form}, ${field}`).toBeInstanceOf(EngineError);
        expect(String(await asked)).toMatch(/likely as a column is of another type than declared \(.*: instant/);
      }
  }, 120_000);

  test('a filter on a column of another type than was declared is an error of the engine', async () => {
    await fill([{}]);
    const wrong = [
      [{ kind: 'integer', column: 'paid' }, { gte: 1 }],
      [{ kind: 'integer', column: 'paid' }, 1],
      [{ kind: 'integer', column: 'what' }, 1],
      [{ kind: 'number', column: 'what' }, 1],
      [{ kind: 'boolean', column: 'what' }, true],
    ] as const;
    for (const [other, test] of wrong) {
      const source = sourceOf('events', { columns: { ...COLUMNS, other }, where: { other: test } });
      const asked = measureIn(started().connection as never, source as never, metricsOf('events')[0] as never);
      expect(await asked.catch((e: unknown) => e), JSON.stringify([other, test])).toBeInstanceOf(EngineError);
    }
  }, 120_000);

  test('NULLs and empty texts in each role are what they are in memory', async () => {
    for (const form of NAMES) {
      const fields = Object.values<unknown>(FORMS[form].roles).flat() as (keyof Row)[];
      const empty = Object.fromEntries(fields.map((field) => [field, null]));
      const cases: Partial<Row>[] = [...fields.map((field) => ({ [field]: null })), empty, { who: '' }, { what: '' }];
      const all = [{}, ...cases].map((row, i) => ({ who: `u${i}`, id: i + 5, ...row }));
      await fill(all);
      for (const _ of metricsOf(form)) await compare(form, all, {}, 'all');
      for (const row of cases) {
        await fill([{ who: 'b', id: 9 }, row]);
        await compare(form, [{ who: 'b', id: 9 }, row], { missing: 'throw' }, JSON.stringify(row));
      }
      await fill([]);
      await compare(form, [], {}, 'no rows');
    }
  }, 120_000);

  test('integers beyond 2^53 are told apart as customers, and refused as anything that is a number', async () => {
    const large = ['9007199254740992', '9007199254740993', '-9223372036854775808'];
    const rows = large.map((id, i) => ({ id, who: `u${i}` }));
    await fill(rows);
    for (const form of NAMES)
      for (const metric of metricsOf(form)) {
        const byId = sourceOf(form, { customer: 'id', ...(form === 'events' ? {} : { subscription: 'who' }) });
        expect(await stateOf(metric, byId), `${form}, ${metric.name}`).toEqual(metric.state(logOf(form, rows)));
      }
    // Where customers leave the engine they are numbers of JavaScript, or refused.
    const totals = rfmMetric({ asOf: '2024-04-30' });
    const error = await attempt(() => stateOf(totals, sourceOf('events', { customer: 'id' })));
    expect(error.error).toBe('InvalidDataError');
    const subscriptions = recurringRevenueMetric({ ...MONTH, count: 'subscriptions' });
    const apart = large.map((_, i) => ({ id: `s${i}` }));
    await fill(large.map((id) => ({ id })));
    for (const form of ['lines', 'changes'] as const)
      expect(await stateOf(subscriptions, sourceOf(form)), form).toEqual(
        subscriptions.state(logOf(form, apart) as never),
      );
    const [fits, beyond] = [{ yen: '9007199254740991' }, { yen: '9007199254740993' }];
    for (const [form, roles] of [
      ['events', {}],
      ['events', { amount: 'yen', properties: [] }],
      ['lines', { quantity: undefined, amount: 'yen', decimals: 0 }],
      ['lines', {}],
      ['changes', { amount: 'yen', decimals: 0 }],
    ] as const) {
      const [metric] = metricsOf(form);
      await fill([{ who: 'b', id: 9, yen: 3 }, beyond]);
      const refused = await attempt(() => stateOf(metric, sourceOf(form, roles)));
      expect(refused.error, form).toBe('InvalidDataError');
      const state = await stateOf(metric, sourceOf(form, { ...roles, invalid: 'exclude' }));
      expect(state, form).toEqual(metric?.state(logOf(form, [{ who: 'b', id: 9, yen: 3 }], roles)));
    }
    await fill([{ ...fits, paid: 1 }]);
    await compare('events', [{ yen: 2 ** 53 - 1, paid: 1 }], {}, 'the largest');
    await compare('events', [{ yen: 2 ** 53 - 1, paid: 1 }], { amount: 'yen' }, 'the largest amount');
    const scores = table('bad', { dialect: started().dialect, columns: { yen: 'integer' } });
    expect((await attempt(() => stateOf(npsMetric({ score: 'yen', invalid: 'exclude' }), scores))).error).toBeNull();
  }, 120_000);

  test('amounts of 0, below it, without end, and times that are none are what they are in memory', async () => {
    const given: readonly Partial<Row>[] = [
      ...[0, -0, -5, 1e-9, 0.005, 1e300, Number.NaN, Infinity, -Infinity].map((paid) => ({ paid })),
      ...[-1, 0].map((yen) => ({ yen })),
    ];
    for (const form of NAMES) {
      for (const row of given) {
        const rows = [{ who: 'b', id: 9 }, row];
        await fill(rows);
        await compare(form, rows, {}, JSON.stringify(row));
      }
      // Discounts of nobody are refused in any case; sums are exact below 4e18.
      const all = given
        .filter(({ paid, yen }) => (form === 'events' ? paid !== 1e300 : !(Number(paid ?? yen) < 0)))
        .map((row, i) => ({ who: `u${i}`, id: i, ...row }));
      await fill(all);
      for (const _ of metricsOf(form)) await compare(form, all, { invalid: 'exclude' }, 'all');
    }
  }, 120_000);

  test('lines and changes that contradict each other are refused, or what they are in memory', async () => {
    const at = { ...ROW, at: DAY(40) };
    const cases: readonly [label: string, form: FormName, rows: readonly Partial<Row>[], excludes: boolean][] = [
      ['end before start', 'lines', [{}, { id: 2, until: DAY(4) }], true],
      ['end at start', 'lines', [{}, { id: 2, until: DAY(5) }], true],
      ['the same line twice', 'lines', [{}, {}], false],
      ['the same line twice, without an id', 'lines', [{ id: null }, { id: null }], true],
      ['lines that overlap', 'lines', [{ until: DAY(41) }, at], false],
      ['lines that follow each other', 'lines', [{ until: DAY(40) }, at], true],
      ['lines of one id of two customers', 'lines', [{}, { who: 'b' }], true],
      ['a discount', 'lines', [{}, { id: 2, paid: -5 }], true],
      ['a discount below 0', 'lines', [{}, { id: 2, paid: -25 }], false],
      ['a discount of nobody', 'lines', [{ who: 'b' }, { id: 2, paid: -25 }], false],
      ['a discount that outlives its line', 'lines', [{ until: DAY(9) }, { id: 2, paid: -5 }], false],
      ['several currencies', 'lines', [{}, { id: 2, what: 'EUR' }, { id: 3 }], false],
      ['an interval that is none', 'lines', [{ plan: 'month' }, { id: 2, plan: 'fortnight' }], true],
      ['an amount beyond what adds up', 'lines', [{}, { id: 2, paid: 1e15 }], true],
      ['amounts beyond what adds up', 'lines', [1, 2].map((id) => ({ id, paid: 3e12, yen: 1 })), false],
      ['the same change twice', 'changes', [{}, {}], true],
      ['changes of one instant that differ', 'changes', [{}, { paid: 5 }], false],
      ['a change below 0', 'changes', [{}, { id: 2, paid: -1 }], true],
      ['a change of half a cent below 0', 'changes', [{}, { id: 2, paid: -0.004 }], true],
      ['several currencies', 'changes', [{}, { id: 2, what: 'EUR' }, { id: 3 }], false],
      ['revenue that begins with 0', 'changes', [{ paid: 0 }, at], true],
      ['the same event twice', 'events', [{}, {}], true],
    ];
    for (const [label, form, rows, excludes] of cases) {
      await fill(rows);
      await compare(form, rows, { invalid: 'throw' }, label);
      if (excludes) await compare(form, rows, { invalid: 'exclude' }, label);
      // Documented: what several rows get wrong together is refused in any case.
      else {
        const there = await attempt(() => stateOf(nextOf(form), sourceOf(form, { invalid: 'exclude' })));
        expect(there.error, `${label}, ${form}`).toBe('InvalidDataError');
      }
    }
  }, 120_000);
}
