import type { Data } from '../core/data.js';
import { checkChoice, refuseOption } from '../core/options.js';
import type { Excluded } from '../core/policy.js';
import { chiSquaredTail } from './chi-squared-tail.js';
import { choleskyOf, quadraticForm, solve } from './cholesky.js';
import type { CoxLevel } from './cox-covariates.js';
import { type CoxFit, type CoxOptions, fitCox, planCox } from './cox-fit.js';
import { coxHazards, type EndHazards } from './cox-hazards.js';
import { emptyLikelihood, likelihoodAt } from './cox-likelihood.js';
import { likelihoodPass } from './cox-risk-sums.js';
import { risksOf } from './cox-risks.js';
import { type CoxTimeTransform, transformedTimes } from './cox-times.js';

/** The model to check, as for `coxRegression`, and what time is measured by. */
export interface CoxProportionalityOptions<Row>
  extends Omit<CoxOptions<Row>, 'cluster' | 'robust' | 'confidence' | 'penalty'> {
  /**
   * `'km'` (the default, as in R): the share that had ended before; early and late ends then count alike. `'identity'`: time as it
   * is; `'log'`: its logarithm, for durations above 0; `'rank'`: its rank.
   */
  readonly transform?: CoxTimeTransform | undefined;
}

/** A test that coefficients do not change with time. */
export interface ProportionalityTest {
  /** `null` where there is nothing to test: all ended at one time, say. */
  readonly statistic: number | null;
  readonly degreesOfFreedom: number;
  readonly pValue: number | null;
}

/** The test that what a covariate does, does not change with time. */
export interface CoxProportionalityTest extends ProportionalityTest {
  readonly covariate: string;
}

/** One end and one coefficient: a point of the chart that shows how the coefficient runs over time. */
export interface SchoenfeldResidual {
  readonly covariate: string;
  readonly level: CoxLevel | null;
  readonly stratum: CoxLevel | null;
  readonly time: number;
  readonly transformed: number;
  /** How far the covariate of who ended lies from the mean of those at risk; they sum to 0. */
  readonly residual: number;
  /** In units of the coefficient: a smooth line through them is the coefficient over time. `null` where the stratum says nothing of it. */
  readonly scaled: number | null;
}

/** Whether hazards are proportional. */
export interface CoxProportionality {
  readonly transform: CoxTimeTransform;
  /** A test for each covariate; all categories of one together. */
  readonly tests: readonly CoxProportionalityTest[];
  /** Of all covariates. */
  readonly global: ProportionalityTest;
  /** Ascending by coefficient, stratum and time. */
  readonly residuals: readonly SchoenfeldResidual[];
  readonly events: number;
  readonly excluded: Excluded;
}

/**
 * Whether what covariates do stays the same over time, as Cox's model has it: the score test of coefficients that change with the
 * transformed time, and Schoenfeld's residuals to look at.
 *
 * Grambsch & Therneau 1994 (Biometrika 81: 515–526) in the exact form of R's `cox.zph` since survival 3.0; Schoenfeld 1982
 * (Biometrika 69: 239–241). A small p-value says that the hazard ratio is a mean over time.
 *
 * @param rows - as for `coxRegression`
 * @param options - the model, as for `coxRegression`, and `transform`
 * @throws as `coxRegression`
 * @throws {InvalidOptionError} when `transform` is `'log'` and something ended at 0, or a coefficient runs to infinity
 * @example
 * ```ts
 * import { coxProportionality } from 'kizuna';
 *
 * const customers = [
 *   { months: 2, left: true, seats: 1 },
 *   { months: 3, left: true, seats: 4 },
 *   { months: 5, left: true, seats: 2 },
 *   { months: 6, left: false, seats: 3 },
 *   { months: 7, left: true, seats: 2 },
 *   { months: 9, left: true, seats: 5 },
 *   { months: 9, left: false, seats: 2 },
 * ];
 * const { tests, residuals } = coxProportionality(customers, { duration: 'months', ended: 'left', covariates: ['seats'] });
 * tests[0]?.pValue; // => 0.236
 * residuals.map(({ time, residual }) => [time, residual]);
 * // => [[2, -1.52], [3, 1.16], [5, -0.65], [7, -0.77], [9, 1.78]]
 * ```
 */
export function coxProportionality<Row>(
  rows: Data<Row>,
  options: CoxProportionalityOptions<NoInfer<Row>>,
): CoxProportionality {
  const plan = planCox(OWNER, options, ['transform']);
  const transform = checkChoice(OWNER, 'transform', options.transform ?? 'km', ['km', 'identity', 'log', 'rank']);
  const fit = fitCox(plan, rows as Data<never>); // the row type was checked where the options were given
  if (fit.search.isInfinite.includes(true)) {
    refuseOption(OWNER, 'covariates', 'to have coefficients that do not run to infinity', options.covariates);
  }
  const times = transformedTimes(fit.rows, transform);
  if (times.some((time, row) => fit.rows.ended[row] === 1 && !Number.isFinite(time))) {
    refuseOption(OWNER, 'transform', 'to suit ends at a duration of 0', transform);
  }
  const { ends } = coxHazards(fit.rows, risksOf(fit.rows, fit.search.beta).risk, plan.ties);
  return {
    transform,
    ...testsOf(fit, times, plan.ties),
    residuals: residualsOf(fit, times, ends),
    events: fit.rows.events,
    excluded: fit.spells.excluded,
  };
}

const OWNER = 'coxProportionality';

/** Score tests of β(t) = β + θ·g(t): what the slopes by θ are, by their variance once β is fitted. */
function testsOf(
  { rows, search, columns, covariates }: CoxFit,
  times: Float64Array,
  ties: 'efron' | 'breslow',
): Pick<CoxProportionality, 'tests' | 'global'> {
  const { size, ended } = rows;
  let [sum, count] = [0, 0];
  for (let row = 0; row < times.length; row += 1) {
    if (ended[row] === 0) continue;
    sum += times[row] as number;
    count += 1;
  }
  const mean = sum / count;
  // Where all ended at one time, what is left of it is rounding.
  const centred = times.map((time) => (Math.abs(time - mean) > 1e-13 * Math.abs(mean) ? time - mean : 0));
  const pass = likelihoodPass(rows, ties);
  const [plain, once, twice] = [emptyLikelihood(size), emptyLikelihood(size), emptyLikelihood(size)];
  likelihoodAt(pass, search.beta, plain);
  likelihoodAt(pass, search.beta, once, centred);
  likelihoodAt(
    pass,
    search.beta,
    twice,
    centred.map((time) => time * time),
  );
  const decomposition = choleskyOf(plain.information, size, 0);
  const variance = twice.information.slice();
  for (let j = 0; j < size; j += 1) {
    const column = solve(decomposition, once.information.subarray(j * size, (j + 1) * size));
    for (let k = 0; k < size; k += 1) {
      for (let l = 0; l < size; l += 1) {
        variance[j * size + k]! -= (column[l] as number) * (once.information[l * size + k] as number);
      }
    }
  }
  const testOf = (kept: readonly number[]): ProportionalityTest => {
    const part = Float64Array.from(kept.flatMap((j) => kept.map((k) => variance[j * size + k] as number)));
    const slopes = kept.map((j) => once.score[j] as number);
    const found = choleskyOf(part, kept.length);
    const degreesOfFreedom = found.rank;
    if (degreesOfFreedom === 0) return { statistic: null, degreesOfFreedom, pValue: null };
    const statistic = Math.max(0, quadraticForm(found, slopes));
    return { statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
  };
  const columnsOf = (covariate: number) => columns.flatMap((column, j) => (column.covariate === covariate ? [j] : []));
  return {
    tests: covariates.map(({ name }, covariate) => ({ covariate: name, ...testOf(columnsOf(covariate)) })),
    global: testOf([...columns.keys()]),
  };
}

function residualsOf(
  { rows, search, columns, strata }: CoxFit,
  times: Float64Array,
  ends: EndHazards,
): readonly SchoenfeldResidual[] {
  const { size, time, ended, x, spreads, strataEnds } = rows;
  const used = usedEnds(rows);
  const mean = meanInformation(search.information, size, used);
  const lists: SchoenfeldResidual[][] = columns.map(() => []);
  let place = -1;
  for (let s = 0; s < strataEnds.length; s += 1) {
    const [from, to] = [s === 0 ? 0 : (strataEnds[s - 1] as number), strataEnds[s] as number];
    const kept = columns.flatMap((_, j) => ((used[s]?.[j] ?? 0) > 0 ? [j] : []));
    const decomposition = choleskyOf(
      Float64Array.from(kept.flatMap((j) => kept.map((k) => mean[j * size + k] as number))),
      kept.length,
      0,
    );
    let last = -1;
    for (let row = to - 1; row >= from; row -= 1) {
      if (ended[row] === 0) continue;
      if (time[row] !== last) place += 1;
      last = time[row] as number;
      const raw = columns.map((_, j) => (x[row * size + j] as number) - (ends.mean[place * size + j] as number));
      const moved = solve(
        decomposition,
        kept.map((j) => raw[j] as number),
      );
      columns.forEach(({ name, level }, j) => {
        const at = kept.indexOf(j);
        const spread = spreads[j] as number;
        lists[j]?.push({
          ...{
            covariate: name,
            level,
            stratum: strata?.keys[s] ?? null,
            time: last,
            transformed: times[row] as number,
          },
          residual: (raw[j] as number) * spread,
          scaled: at < 0 ? null : ((moved[at] as number) + (search.beta[j] as number)) / spread,
        });
      });
    }
  }
  return lists.flat();
}

/** How many ends of each stratum say something of each covariate: none where it is the same for all. */
function usedEnds({ size, ended, x, strataEnds }: CoxRows): readonly (readonly number[])[] {
  return Array.from(strataEnds, (to, s) => {
    const from = s === 0 ? 0 : (strataEnds[s - 1] as number);
    let ends = 0;
    const differs: boolean[] = new Array(size).fill(false);
    for (let row = from; row < to; row += 1) {
      ends += ended[row] as number;
      for (let j = 0; j < size; j += 1) if (x[row * size + j] !== x[from * size + j]) differs[j] = true;
    }
    return differs.map((isUsed) => (isUsed ? ends : 0));
  });
}

/** The information of one end, over the ends that say something of both covariates. */
function meanInformation(information: Float64Array, size: number, used: readonly (readonly number[])[]): Float64Array {
  return information.map((value, at) => {
    const [j, k] = [Math.trunc(at / size), at % size];
    const ends = used.reduce((sum, counts) => sum + Math.min(counts[j] as number, counts[k] as number), 0);
    return ends === 0 ? value : value / ends;
  });
}

type CoxRows = CoxFit['rows'];
