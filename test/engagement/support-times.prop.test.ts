import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, supportTimes, supportTimesMetric } from '../../src/index.js';

interface Ticket {
  readonly opened: number;
  readonly answered: number | null;
  readonly done: number | null;
}
const START = Date.parse('2025-01-01T00:00:00Z');
const wait = fc.option(fc.nat(500));
const tickets: fc.Arbitrary<readonly Ticket[]> = fc.array(
  fc.record({ after: fc.nat(500), response: wait, resolution: wait }).map(({ after, response, resolution }) => {
    const opened = START + after;
    return {
      opened,
      answered: response === null ? null : opened + response,
      done: resolution === null ? null : opened + resolution,
    };
  }),
  { maxLength: 20 },
);
const OPTIONS = { opened: 'opened', firstResponse: 'answered', resolved: 'done' } as const;

test('times as of a date are those of a plain look at what had happened by then', () => {
  fc.assert(
    fc.property(tickets, fc.integer({ min: START, max: START + 1000 }), (rows, asOf) => {
      const found = supportTimes(rows, { ...OPTIONS, asOf });
      const here = rows.filter(({ opened }) => opened <= asOf);
      const by = (time: number | null): number | null => (time !== null && time <= asOf ? time : null);
      const over = here.flatMap(({ opened, done }) => (by(done) === null ? [] : [(done ?? 0) - opened]));
      const open = here.filter(({ done }) => by(done) === null);
      const silent = open.filter(({ answered }) => by(answered) === null);
      expect(found.n).toBe(here.length);
      expect(found.open).toBe(open.length);
      expect(found.resolution).toMatchObject({
        n: over.length,
        median: quantile(over, 0.5),
        p90: quantile(over, 0.9),
        waiting: open.length,
        longestWait: open.length === 0 ? null : Math.max(...open.map(({ opened }) => asOf - opened)),
      });
      expect(found.firstResponse?.waiting).toBe(silent.length);
    }),
  );
});

test('every ticket is answered, waits, or was resolved without an answer; is resolved or open', () => {
  fc.assert(
    fc.property(tickets, (rows) => {
      const { n, firstResponse, resolution, open, unanswered } = supportTimes(rows, OPTIONS);
      expect((firstResponse?.n ?? 0) + (firstResponse?.waiting ?? 0) + (unanswered ?? 0)).toBe(n);
      expect((resolution?.n ?? 0) + (open ?? 0)).toBe(n);
    }),
  );
});

test('tickets that wait only raise the median that counts them', () => {
  const metric = supportTimesMetric<Ticket>({ ...OPTIONS, asOf: START + 2000 });
  fc.assert(
    fc.property(tickets, (rows) => {
      const { resolution } = metric.finish(metric.state(rows));
      const { median = null, medianWithWaiting = null, n = 0 } = resolution ?? {};
      // Interpolation puts the median of an even number between two; the curve between the same two.
      if (medianWithWaiting !== null && n > 0) expect(medianWithWaiting).toBeGreaterThanOrEqual(median ?? 0);
      if (resolution?.waiting === 0) expect(medianWithWaiting).toBe(median);
    }),
  );
});
