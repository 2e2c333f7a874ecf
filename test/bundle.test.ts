import { readdirSync } from 'node:fs';
import * as kizuna from 'kizuna';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundleEach, type Import } from './support/bundle.js';
import { ROOT } from './support/fences.js';
import { EDGES } from './support/floors.js';

interface Ceiling {
  readonly names: readonly string[];
  readonly from: string;
  /** Bytes after minification and gzip. It rises only in the commit that explains it. */
  readonly ceiling: number;
  /** Packages that must not be in the bundle. */
  readonly without: readonly string[];
}

const CEILINGS: readonly Ceiling[] = [
  // Aimed at 3072, and not reached: docs/decisions.md says why.
  { names: ['nps'], from: 'kizuna', ceiling: 4480, without: ['zod', 'date-fns'] },
  { names: ['proportionInterval'], from: 'kizuna/stats', ceiling: 6144, without: ['zod', 'date-fns'] },
  // Hours brought 12 bytes more than the 14,336 of before: their cells are a layout of their own, as fast as those of days.
  { names: ['by', 'measure', 'npsMetric', 'period'], from: 'kizuna', ceiling: 14_592, without: ['zod'] },
  // Every kind of cohort, window and mode stands behind one name, and the running form beside it.
  { names: ['retention'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  { names: ['retentionMetric'], from: 'kizuna', ceiling: 18_432, without: ['zod'] },
  // Quantiles of two kinds and days of any zone; the shapes that SQL is written from brought half a kilobyte.
  { names: ['purchaseIntervalsMetric'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // Every order, window, tie, exclusion and attribution stands behind one name; intervals of attempts rest on customers.
  { names: ['funnel'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // With its plan for engines, and what makes their counts a state again.
  { names: ['funnelMetric'], from: 'kizuna', ceiling: 18_944, without: ['zod'] },
  { names: ['funnelBy'], from: 'kizuna', ceiling: 18_432, without: ['zod'] },
  { names: ['funnelByMetric'], from: 'kizuna', ceiling: 19_968, without: ['zod'] },
  { names: ['funnelTrend'], from: 'kizuna', ceiling: 20_480, without: ['zod'] },
  { names: ['funnelTrendMetric'], from: 'kizuna', ceiling: 22_016, without: ['zod'] },
  // Its plan for engines, and what has begun where clocks come back over midnight.
  { names: ['frequencyCurveMetric'], from: 'kizuna', ceiling: 16_896, without: ['zod'] },
  { names: ['stickinessMetric'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // Means, shares and percentiles in clusters, and the days of a zone.
  { names: ['sessionSummary'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // With the shapes that SQL is written from, which are put together again from sums of products.
  { names: ['sessionSummaryMetric'], from: 'kizuna', ceiling: 18_432, without: ['zod'] },
  // Curves of conversion with their intervals, orders of every rule, and rhythms of each customer; the metric brings its shapes.
  { names: ['winBack'], from: 'kizuna', ceiling: 16_896, without: ['zod'] },
  { names: ['winBackMetric'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // Exact sums of squares in cohorts by any window, and Student's quantiles; the shapes brought half a kilobyte.
  { names: ['cohortValueMetric'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  // A log, rows of orders or of their lines, and rows of customers stand behind one name: reading, checking and ordering rows is half of
  // it; days of any zone, quantiles without sorting, and maps of segments the rest.
  { names: ['rfm'], from: 'kizuna', ceiling: 25_600, without: ['zod'] },
  { names: ['rfmColumns'], from: 'kizuna', ceiling: 25_600, without: ['zod'] },
  // The same of a log alone, with states that merge; a plan of three shapes for SQL, and sums of theirs, brought half a kilobyte.
  { names: ['rfmMetric'], from: 'kizuna', ceiling: 18_432, without: ['zod'] },
  // Cuts, segments and their intervals of a log alone; two plans for SQL, of which one counts what is unlike along with all else.
  { names: ['rfmSummaryMetric'], from: 'kizuna', ceiling: 16_896, without: ['zod'] },
  // Days of any zone and intervals of shares; the plan for SQL, with windows of lines, brought over a kilobyte.
  { names: ['customerClassesMetric'], from: 'kizuna', ceiling: 16_896, without: ['zod'] },
  // Searches, covariates and diagnostics as of every fit; the hypergeometric function with all its slopes and ladders are its own.
  { names: ['fitParetoNbd'], from: 'kizuna', ceiling: 17_920, without: ['zod', 'date-fns'] },
  // Fits again what it is given, whichever model: all fits stand behind it.
  { names: ['modelBootstrap'], from: 'kizuna', ceiling: 27_136, without: ['zod', 'date-fns'] },
  // A Cox model is fitted first, with its search for coefficients that run to infinity.
  { names: ['coxRegression'], from: 'kizuna', ceiling: 18_944, without: ['zod', 'date-fns'] },
  { names: ['coxProportionality'], from: 'kizuna', ceiling: 17_408, without: ['zod', 'date-fns'] },
  // A ledger, or rows that are made one: reading and checking lines is half of it; levels, movements by any rule and days of a zone the rest. The
  // churn of customers brings the gamma quantiles of Garwood's interval, as in customerChurn.
  { names: ['recurringRevenue'], from: 'kizuna', ceiling: 28_160, without: ['zod'] },
  { names: ['recurringRevenueBy'], from: 'kizuna', ceiling: 25_600, without: ['zod'] },
  { names: ['revenueMovements'], from: 'kizuna', ceiling: 22_528, without: ['zod'] },
  // The same of a ledger alone, with states that merge; its plan for SQL has five shapes, and reads their sums.
  { names: ['recurringRevenueMetric'], from: 'kizuna', ceiling: 22_528, without: ['zod'] },
  // The same ledger or rows, which tell apart all they refuse; sums that are exact, and Student's or gamma quantiles.
  { names: ['customerChurn'], from: 'kizuna', ceiling: 25_600, without: ['zod'] },
  // A ledger alone, with states that merge and the same plan; the quantiles stay.
  { names: ['customerChurnMetric'], from: 'kizuna', ceiling: 19_456, without: ['zod'] },
  { names: ['revenueRetention'], from: 'kizuna', ceiling: 23_552, without: ['zod'] },
  { names: ['revenueRetentionTrend'], from: 'kizuna', ceiling: 23_552, without: ['zod'] },
  { names: ['revenueCohorts'], from: 'kizuna', ceiling: 24_064, without: ['zod'] },
  // A ledger alone, with a plan whose sums are added up over periods.
  { names: ['revenueRetentionTrendMetric'], from: 'kizuna', ceiling: 17_408, without: ['zod'] },
  { names: ['revenueCohortsMetric'], from: 'kizuna', ceiling: 17_920, without: ['zod'] },
  { names: ['subscriptionLifetimes'], from: 'kizuna', ceiling: 17_920, without: ['zod'] },
  { names: ['parseResponses', 'score', 'text'], from: 'kizuna/schema', ceiling: 9216, without: ['date-fns'] },
  { names: ['KizunaError'], from: 'kizuna', ceiling: 512, without: ['zod', 'simple-statistics', 'date-fns'] },
];

/** What one name may weigh when it has no line above: a metric with its intervals is a tally (6 kB) and distributions (6 kB). */
const ONE_NAME = 16 * 1024;

describe('an app that imports', () => {
  let bundles: readonly Bundle[] = [];
  beforeAll(async () => {
    bundles = await bundleEach(CEILINGS);
  }, 60_000);

  test.each(CEILINGS.map((each, i) => [each.names.join(', '), each.from, each.ceiling, each.without, i] as const))(
    '%s from %s stays under %i bytes',
    (_names, _from, ceiling, without, i) => {
      const { gzipped, packages } = bundles[i] as Bundle; // one for each ceiling
      expect(gzipped).toBeGreaterThan(0);
      expect(gzipped).toBeLessThanOrEqual(ceiling);
      expect(packages.filter((name) => without.includes(name))).toEqual([]);
    },
  );
});

describe('any one name', () => {
  test('of the root or of a domain stays under 16 kB and brings no zod', async () => {
    const listed = new Set(CEILINGS.flatMap(({ names }) => (names.length === 1 ? names : [])));
    const imports = await eachName();
    expect(imports.length).toBeGreaterThan(200);
    const bundles = await bundleEach(imports);
    const found = imports.flatMap(({ names, from }, i) => {
      const { packages, gzipped } = bundles[i] as Bundle; // one for each import
      const isHeavy = gzipped > ONE_NAME && !listed.has(`${names}`);
      return isHeavy || packages.includes('zod') ? [`${names} of ${from}: ${gzipped}, ${packages}`] : [];
    });
    expect(found).toEqual([]);
  }, 60_000);

  test('weighs from the root what it weighs from its folder', async () => {
    const few = ['core/by', 'time/calendar', 'stats/gini', 'survey/nps', 'ltv/payback'].map((path) => path.split('/'));
    const weights = async (imports: readonly Import[]): Promise<readonly number[]> =>
      (await bundleEach(imports)).map(({ code }) => code.length);
    const own = await weights(few.map(([folder, name = '']) => ({ names: [name], from: `kizuna/${folder}` })));
    expect(own.every((weight) => weight > 0)).toBe(true);
    expect(await weights(few.map(([, name = '']) => ({ names: [name], from: 'kizuna' })))).toEqual(own);
  });
});

/**
 * Every value of the root, from the folder that has it. From there it weighs the same and takes a tenth of the time: for
 * each of its outputs, the bundler goes through all that the import can reach.
 */
async function eachName(): Promise<readonly Import[]> {
  const folders = readdirSync(`${ROOT}src`).filter((name) => !name.endsWith('.ts'));
  const own = await Promise.all(
    folders
      .filter((folder) => !EDGES.includes(folder))
      .map(async (folder) => {
        const exported = (await import(`../src/${folder}/index.ts`)) as object; // a module
        return Object.keys(exported).map((name) => ({ names: [name], from: `kizuna/${folder}` }));
      }),
  );
  const known = new Set(own.flat().flatMap(({ names }) => names));
  const others = Object.keys(kizuna).filter((name) => !known.has(name));
  return [...own.flat(), ...others.map((name) => ({ names: [name], from: 'kizuna' }))];
}
