import { describe, expect, test } from 'vitest';
import {
  by,
  InvalidDataError,
  InvalidOptionError,
  measure,
  rate,
  supportTimes,
  supportTimesMetric,
} from '../../src/index.js';
import reference from '../reference/engagement.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const MINUTE = 60_000;
const NOON = Date.parse('2025-04-01T12:00:00Z');
const at = (minutes: number) => new Date(NOON + minutes * MINUTE);

interface Ticket {
  readonly team: 'a' | 'b';
  readonly opened: Date;
  readonly answered: Date | null;
  readonly done: Date | null;
  readonly again: number | null;
  readonly contacts: number | null;
}
const TICKETS: readonly Ticket[] = [
  { team: 'a', opened: at(0), answered: at(10), done: at(30), again: 0, contacts: 1 },
  { team: 'a', opened: at(5), answered: at(45), done: at(125), again: 2, contacts: 1 },
  { team: 'b', opened: at(10), answered: at(30), done: null, again: 1, contacts: 4 },
  { team: 'b', opened: at(20), answered: null, done: at(80), again: null, contacts: 1 },
  { team: 'b', opened: at(50), answered: null, done: null, again: 0, contacts: 1 },
];
const ALL = {
  opened: 'opened',
  firstResponse: 'answered',
  resolved: 'done',
  reopened: 'again',
  contacts: 'contacts',
} as const;

describe('support times', () => {
  const times = supportTimes(TICKETS, ALL);

  test('are of the tickets that were answered or resolved; those that wait are counted apart', () => {
    const [first, resolution] = [times.firstResponse, times.resolution];
    expect(first).toMatchObject({ n: 3, median: 20 * MINUTE, waiting: 1, longestWait: 75 * MINUTE });
    expect(first?.mean).toBeCloseTo((70 * MINUTE) / 3, 6);
    expect(resolution).toMatchObject({ n: 3, median: 60 * MINUTE, mean: 70 * MINUTE, waiting: 2 });
    expect(resolution?.p90).toBe(108 * MINUTE);
    expect(resolution?.longestWait).toBe(115 * MINUTE);
    expect(times).toMatchObject({ n: 5, open: 2, asOf: +at(125) });
  });

  test('take a ticket that was resolved without an answer out of the waiting', () => {
    expect(times.unanswered).toBe(1);
  });

  test('count as first contact resolution what took one contact and was not opened again, of what is resolved', () => {
    expect(times.firstContactResolution).toEqual(rate(2, 3));
    const unknown = supportTimes(TICKETS, { opened: 'opened', resolved: 'done', contacts: 'contacts' });
    expect(unknown.firstContactResolution).toEqual(rate(3, 3));
  });

  test('count reopened tickets of those that were ever resolved, open again or not', () => {
    expect(times.reopenRate).toEqual(rate(2, 4));
    const flags = TICKETS.map(({ again, ...rest }) => ({ ...rest, again: again === null ? null : again > 0 }));
    expect(supportTimes(flags, ALL).reopenRate).toEqual(rate(2, 4));
  });

  test('are null where what they rest on is not given', () => {
    expect(supportTimes(TICKETS, { opened: 'opened' })).toEqual({
      n: 5,
      firstResponse: null,
      resolution: null,
      open: null,
      unanswered: null,
      firstContactResolution: null,
      reopenRate: null,
      asOf: +at(50),
      excluded: { missing: 0, invalid: 0, repeated: 0 },
    });
  });

  test('of no tickets are nothing', () => {
    const none = { n: 0, median: null, mean: null, p90: null, waiting: 0, medianWithWaiting: null, longestWait: null };
    const empty = supportTimes([] as Ticket[], ALL);
    expect(empty).toMatchObject({ n: 0, firstResponse: none, resolution: none, open: 0, asOf: null });
    expect(empty.reopenRate).toEqual(rate(0, 0));
  });

  test('as of a date know nothing of what came later', () => {
    const then = supportTimes(TICKETS, { ...ALL, asOf: at(30) });
    expect(then).toMatchObject({ n: 4, open: 3, asOf: +at(30), unanswered: 0 });
    expect(then.firstResponse).toMatchObject({ n: 2, waiting: 2, longestWait: 25 * MINUTE });
    expect(then.resolution).toMatchObject({ n: 1, median: 30 * MINUTE, longestWait: 25 * MINUTE });
  });

  test('as of a date count the whole of it', () => {
    expect(supportTimes(TICKETS, { ...ALL, asOf: '2025-04-01' })).toMatchObject({ n: 5, open: 2 });
    expect(supportTimes(TICKETS, { ...ALL, asOf: '2025-03-31' }).n).toBe(0);
  });

  test('of a ticket that was dealt with on the spot are 0', () => {
    const { resolution } = supportTimes([{ from: NOON, to: NOON }], { opened: 'from', resolved: 'to' });
    expect(resolution).toMatchObject({ n: 1, median: 0, mean: 0, p90: 0, medianWithWaiting: 0 });
  });

  test('by team are rows', () => {
    const rows = measure(TICKETS, by('team', supportTimesMetric({ ...ALL, asOf: at(130) })));
    expect(rows.map(({ team, n, open, resolution }) => [team, n, open, resolution?.longestWait])).toEqual([
      ['a', 2, 0, null],
      ['b', 3, 2, 120 * MINUTE],
    ]);
  });

  test('read all forms of an instant alike', () => {
    const written = TICKETS.map(({ opened, done, ...rest }) => {
      return { ...rest, opened: opened.toISOString(), done: done === null ? null : done.getTime() };
    });
    expect(supportTimes(written, ALL)).toEqual(times);
  });

  test.each(reference.tickets.map((each) => [each.ms.length, each.waits.length, each] as const))(
    'of %i tickets, and %i that wait, have the median, mean and percentile of R, and the median of survfit',
    (_, __, { ms, waits, mean, median, p90, medianWithWaiting }) => {
      const asOf = NOON;
      const over = ms.map((time) => ({ from: asOf - 1e9 - time, to: asOf - 1e9 }));
      const tickets = [...over, ...waits.map((wait) => ({ from: asOf - wait, to: null }))];
      const { resolution } = supportTimes(tickets, { opened: 'from', resolved: 'to', asOf });
      expect([resolution?.n, resolution?.waiting]).toEqual([ms.length, waits.length]);
      expect(resolution?.median).toBe(median);
      expect(relativeError(resolution?.mean ?? Number.NaN, mean)).toBeLessThan(1e-15);
      expect(relativeError(resolution?.p90 ?? Number.NaN, p90)).toBeLessThan(1e-14);
      expect(resolution?.medianWithWaiting).toBe(medianWithWaiting);
    },
  );
});

describe('wrong tickets', () => {
  const good = { opened: NOON, answered: NOON, done: NOON, again: 0, contacts: 1 };
  test.each([
    [{ opened: null }, 'E_FIELD_MISSING', 'opened'],
    [{ opened: '2025-04-01 12:00' }, 'E_TIME_AMBIGUOUS', 'opened'],
    [{ opened: 1_743_508_800 }, 'E_TIME_UNIT', 'opened'],
    [{ opened: new Date('never') }, 'E_TIME_INVALID', 'opened'],
    [{ answered: NOON - 1 }, 'E_NUM_RANGE', 'answered'],
    [{ done: NOON - 1 }, 'E_NUM_RANGE', 'done'],
    [{ done: true }, 'E_FIELD_TYPE', 'done'],
    [{ again: 'no' }, 'E_FIELD_TYPE', 'again'],
    [{ again: -1 }, 'E_NUM_RANGE', 'again'],
    [{ contacts: 1.5 }, 'E_NUM_INTEGER', 'contacts'],
    [{ contacts: null }, 'E_FIELD_MISSING', 'contacts'],
  ] as const)('%j are refused with row and field, or left out', (wrong, code, field) => {
    const tickets = [good, { ...good, ...wrong }] as (typeof good)[];
    const strict = { ...ALL, missing: 'throw' } as const;
    expect(thrown(InvalidDataError, () => supportTimes(tickets, strict)).issues).toMatchObject([
      { code, index: 1, field },
    ]);
    const { n, excluded } = supportTimes(tickets, { ...ALL, invalid: 'exclude' });
    expect([n, excluded.missing + excluded.invalid]).toEqual([1, 1]);
  });

  test('say what is expected in a sentence', () => {
    expect(() => supportTimes([{ ...good, again: 'no' }] as unknown as (typeof good)[], ALL)).toThrow(
      'supportTimes requires again to be true, false or an integer from 0; row 0 has string',
    );
    expect(() => supportTimes([{ ...good, done: NOON - 1 }], ALL)).toThrow(
      'supportTimes requires done to be no earlier than the ticket was opened; row 0 has number',
    );
  });
});

describe('the options', () => {
  test.each([
    [{}, 'supportTimes requires opened to be a field or a function'],
    [{ ...ALL, closed: 'done' }, 'supportTimes requires options to be among opened'],
    [{ ...ALL, resolved: 3 }, 'supportTimes requires resolved to be a field or a function'],
    [{ ...ALL, asOf: 'yesterday' }, 'supportTimes requires asOf to be'],
    [{ ...ALL, confidence: 0 }, 'supportTimes requires confidence'],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => supportTimes(TICKETS, options));
    expect(error.message).toContain(sentence);
  });
});
