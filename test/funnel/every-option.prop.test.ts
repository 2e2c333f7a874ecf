import fc from 'fast-check';
import { eventLog, type FunnelExclusion, type FunnelStep, funnelMetric } from 'kizuna';
import { test } from 'vitest';
import { same } from '../support/same.js';
import { type NaiveEvent, type NaiveFound, type NaiveOptions, type NaiveStep, naiveFunnel } from './naive.js';

const BASE = Date.UTC(2025, 0, 1);
const NAMES = ['a', 'b', 'c', 'x'] as const;

const event: fc.Arbitrary<NaiveEvent> = fc.record({
  customer: fc.constantFrom('one', 'two'),
  time: fc.integer({ min: 0, max: 7 }).map((ms) => BASE + ms),
  name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constantFrom('x')),
  plan: fc.constantFrom('p', 'q', null),
});

const step: fc.Arbitrary<NaiveStep> = fc.record({
  name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constant(null)),
  plan: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.constantFrom('p', 'q')),
  optional: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  gap: fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, fc.integer({ min: 0, max: 4 })),
});

const options: fc.Arbitrary<NaiveOptions> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    within: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 6 })),
    order: fc.constantFrom('ordered', 'ordered', 'strict', 'unordered'),
    reentry: fc.constantFrom('any', 'any', 'first'),
    timing: fc.constantFrom('latestStart', 'firstStart'),
    ties: fc.constantFrom<NaiveOptions['ties']>('favorable', 'favorable', 'later', { graceMs: 1 }, { graceMs: 2 }),
    counting: fc.constantFrom('customers', 'customers', 'attempts'),
    exclusions: fc.array(
      fc.record({ name: fc.constantFrom(...NAMES, 'x', 'x'), fromStep: fc.nat(3), toStep: fc.nat(3) }),
      { maxLength: 2 },
    ),
    exclusionEffect: fc.constantFrom('endAttempt', 'endAttempt', 'dropCustomer'),
    holdConstant: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    from: fc.oneof(
      { weight: 2, arbitrary: fc.constant(-Infinity) },
      fc.integer({ min: 0, max: 4 }).map((ms) => BASE + ms),
    ),
    to: fc.oneof(
      { weight: 2, arbitrary: fc.constant(Infinity) },
      fc.integer({ min: 5, max: 8 }).map((ms) => BASE + ms),
    ),
    limit: fc.integer({ min: 3, max: 9 }).map((ms) => BASE + ms),
  })
  .map(fitting);

/** Options that go together: the first step is required, and without an order all are. */
function fitting(given: NaiveOptions): NaiveOptions {
  const isFree = (k: number): boolean => k === 0 || given.order === 'unordered';
  const steps = given.steps.map((one, k) => (isFree(k) ? { ...one, optional: false, gap: Infinity } : one));
  const last = steps.length - 1;
  const exclusions = given.exclusions
    .map((one) => (given.order === 'unordered' ? { ...one, fromStep: 0, toStep: last } : one))
    .filter(({ fromStep, toStep }) => fromStep < toStep && toStep <= last)
    .filter(({ fromStep, toStep }) => !steps[fromStep]?.optional && !steps[toStep]?.optional);
  return { ...given, steps, exclusions };
}

// Few instants and names, so that repeated steps meet at one instant, and the events of more than one customer.
const tiedEvents: fc.Arbitrary<readonly NaiveEvent[]> = fc.array(
  fc.record({
    customer: fc.constantFrom('one', 'two', 'three'),
    time: fc.integer({ min: 0, max: 3 }).map((ms) => BASE + ms),
    name: fc.constantFrom('a', 'b'),
    plan: fc.constantFrom('p', null),
  }),
  { minLength: 3, maxLength: 12 },
);
const ANY: NaiveStep = { name: null, plan: null, optional: false, gap: Infinity };
const PLAIN: Omit<NaiveOptions, 'steps' | 'within' | 'timing' | 'order'> = {
  reentry: 'any',
  ties: 'favorable',
  counting: 'customers',
  exclusions: [],
  exclusionEffect: 'endAttempt',
  holdConstant: false,
  from: -Infinity,
  to: Infinity,
  limit: BASE + 3,
};
const repeatedSteps: fc.Arbitrary<NaiveOptions> = fc
  .record({
    steps: fc.array(
      fc.constantFrom<NaiveStep>({ ...ANY, name: 'a' }, { ...ANY, name: 'b' }, ANY, { ...ANY, plan: 'p' }),
      {
        minLength: 2,
        maxLength: 4,
      },
    ),
    within: fc.constantFrom(0, 1, 2, Infinity),
    timing: fc.constantFrom<NaiveOptions['timing']>('latestStart', 'firstStart'),
    order: fc.constantFrom<NaiveOptions['order']>('ordered', 'ordered', 'ordered', 'unordered'),
  })
  .map((given) => ({ ...PLAIN, ...given }));

test.each([
  ['every combination of options', fc.array(event, { maxLength: 9 }), options, 2000],
  ['repeated steps at few instants', tiedEvents, repeatedSteps, 1000],
] as const)('funnels of %s are what trying every chain of events gives', (_, someEvents, someOptions, runs) => {
  fc.assert(
    fc.property(someEvents, someOptions, (events, given) => {
      const log = eventLog(events, { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] });
      const duration = (ms: number): { milliseconds: number } => ({ milliseconds: ms });
      const metric = funnelMetric({
        steps: given.steps.map(
          ({ name, plan, optional, gap }): FunnelStep => ({
            ...(name === null ? {} : { name }),
            ...(plan === null ? {} : { where: { plan } }),
            optional,
            ...(gap === Infinity ? {} : { withinPrevious: duration(gap) }),
          }),
        ),
        ...(given.within === Infinity ? {} : { within: duration(given.within) }),
        ...{ order: given.order, reentry: given.reentry, timing: given.timing, ties: given.ties },
        ...{ counting: given.counting, exclusionEffect: given.exclusionEffect },
        exclusions: given.exclusions.map((one): FunnelExclusion => one),
        holdConstant: given.holdConstant ? ['plan'] : [],
        ...(given.from === -Infinity ? {} : { from: given.from }),
        ...(given.to === Infinity ? {} : { to: given.to }),
        asOf: given.limit,
      });
      same(metric.state(log), stateOf(given, naiveFunnel(events, given)));
    }),
    { numRuns: Number(process.env.FUNNEL_RUNS ?? runs) },
  );
});

function stateOf(
  { steps, counting, reentry, holdConstant }: NaiveOptions,
  { found, mature }: { readonly found: readonly NaiveFound[]; readonly mature: readonly NaiveFound[] },
): unknown {
  const required = [...steps.keys()].filter((k) => steps[k]?.optional === false);
  const lastStep = required[required.length - 1] ?? 0;
  const at = (instants: readonly (number | null)[], k: number): number[] => {
    const instant = instants[k] ?? null;
    return instant === null ? [] : [instant];
  };
  const since = (from: number, to: number): number[] =>
    found
      .flatMap(({ instants }) => at(instants, to).flatMap((end) => at(instants, from).map((begin) => end - begin)))
      .sort((a, b) => a - b);
  return {
    counts: steps.map((_, k) => found.filter(({ instants }) => at(instants, k).length > 0).length),
    times: steps.map((_, k) => (k === 0 ? [] : since(Math.max(...required.filter((step) => step < k)), k))),
    total: lastStep === 0 ? [] : since(0, lastStep),
    mature: [mature.length, mature.filter(({ instants }) => at(instants, lastStep).length > 0).length],
    repeats: (counting === 'attempts' && reentry === 'any') || holdConstant ? repeats() : null,
  };

  function repeats(): unknown {
    const customers = [...new Set([...found, ...mature].map(({ customer }) => customer))];
    const times = (list: readonly NaiveFound[], customer: string, k: number): number =>
      list.filter((one) => one.customer === customer && at(one.instants, k).length > 0).length;
    const sum = (list: readonly NaiveFound[], a: number, b: number): number =>
      customers.reduce((total, customer) => total + times(list, customer, a) * times(list, customer, b), 0);
    const doing = (list: readonly NaiveFound[], k: number): number =>
      customers.filter((customer) => times(list, customer, k) > 0).length;
    return {
      customers: steps.map((_, k) => doing(found, k)),
      squares: steps.map((_, k) => sum(found, k, k)),
      withPrevious: steps.map((_, k) => sum(found, k, Math.max(0, ...required.filter((step) => step < k)))),
      withFirst: steps.map((_, k) => sum(found, k, 0)),
      mature: [doing(mature, 0), sum(mature, 0, 0), sum(mature, 0, lastStep), sum(mature, lastStep, lastStep)],
    };
  }
}
