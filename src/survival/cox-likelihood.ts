import { addRow, isDrained, type LikelihoodPass, mostEta, rescale, sumAnew, sumEndsAnew } from './cox-risk-sums.js';

/** The logarithm of the partial likelihood at coefficients of the scaled covariates, with its slopes and its information. */
export interface CoxLikelihood {
  logLikelihood: number;
  readonly score: Float64Array;
  /** Row-major. */
  readonly information: Float64Array;
}

/** Logarithms of risks may be so far above those before them. */
const LEAP = 32;
/** Of a sum that has kept its digits. */
const LEAST = 1e-250;

/** Room for a likelihood. */
export function emptyLikelihood(size: number): CoxLikelihood {
  return { logLikelihood: 0, score: new Float64Array(size), information: new Float64Array(size * size) };
}

/**
 * Cox's partial likelihood (1972, JRSS B 34: 187–220), ties by Efron (1977, JASA 72: 557–565) or Breslow (1974, Biometrics 30: 89–99).
 * From the longest time to the shortest: the sums over those at risk grow by whoever lasted so long, and shrink by whoever came later.
 *
 * Writes into `into`; `timeWeight` of an end multiplies what it adds to slopes and information.
 */
export function likelihoodAt(
  pass: LikelihoodPass,
  beta: Float64Array,
  into: CoxLikelihood,
  timeWeight: Float64Array | null = null,
): void {
  const { first, second, firstOfEnds, secondOfEnds, etas, peaks, ties } = pass;
  const { size, time, ended, entry, weight, x, strataEnds, entryOrder, isAtRisk } = pass.rows;
  const { score } = into;
  // Sums over ends are of use from the first tie on, and must be numbers before.
  for (const sums of [score, into.information, firstOfEnds, secondOfEnds]) sums.fill(0);
  into.logLikelihood = 0;
  let [logLikelihood, row, nextEntry] = [0, 0, 0];
  for (let s = 0; s < strataEnds.length; s += 1) {
    const [start, to] = [row, strataEnds[s] as number];
    // Risks are by e^shift smaller, so that none is beyond doubles.
    let [total, atRisk, shift] = [0, 0, -Infinity];
    first.fill(0);
    second.fill(0);
    peaks.fill(0);
    while (row < to) {
      const now = time[row] as number;
      const factor = timeWeight === null ? 1 : (timeWeight[row] as number); // the same for all of one time
      const isAlone = row + 1 === to || time[row + 1] !== now;
      let [ends, endWeight, totalOfEnds] = [0, 0, 0];
      for (; row < to && time[row] === now; row += 1) {
        if (isAtRisk !== null && isAtRisk[row] === 0) continue;
        const place = row * size;
        let eta = 0;
        for (let j = 0; j < size; j += 1) eta += (x[place + j] as number) * (beta[j] as number);
        const w = weight[row] as number;
        if (!(eta - shift < LEAP)) {
          const scale = Math.exp(shift - eta);
          total *= scale;
          totalOfEnds *= scale;
          rescale(pass, scale);
          shift = eta;
        }
        const risk = w * Math.exp(eta - shift);
        if (etas !== null) etas[row] = eta;
        atRisk += 1;
        if (ended[row] === 0) {
          total += risk;
          addRow(x, place, size, risk, first, second);
          continue;
        }
        if (ends === 0 && !isAlone) {
          firstOfEnds.fill(0);
          secondOfEnds.fill(0);
        }
        ends += 1;
        endWeight += w;
        totalOfEnds += risk;
        logLikelihood += w * eta;
        for (let j = 0; j < size; j += 1) score[j]! += factor * w * (x[place + j] as number);
        if (!isAlone) addRow(x, place, size, risk, firstOfEnds, secondOfEnds);
      }
      if (ends === 0) continue;
      if (entry !== null && entryOrder !== null && etas !== null) {
        // Their entries lie within their own stratum's part of the list.
        const entered = nextEntry;
        if (total > (peaks[size] as number)) peaks[size] = total;
        for (let j = 0; j < size; j += 1) {
          const square = second[j * size + j] as number;
          if (square > (peaks[j] as number)) peaks[j] = square;
        }
        for (; nextEntry < entryOrder.length; nextEntry += 1) {
          const late = entryOrder[nextEntry] as number;
          if (late >= to || (entry[late] as number) < now) break;
          atRisk -= 1;
          const risk = (weight[late] as number) * Math.exp((etas[late] as number) - shift);
          total -= risk;
          addRow(x, late * size, size, -risk, first, second);
        }
        if (atRisk === ends && totalOfEnds > LEAST) {
          // Only the ends themselves are left: what else remains is rounding.
          total = 0;
          first.fill(0);
          second.fill(0);
          peaks.fill(0);
        } else if (nextEntry > entered && isDrained(pass, total)) {
          shift = mostEta(pass, nextEntry, row, to);
          total = sumAnew(pass, nextEntry, row, to, shift);
          totalOfEnds = sumEndsAnew(pass, row, start, shift);
        }
      }
      total += totalOfEnds;
      if (isAlone) addRow(x, (row - 1) * size, size, totalOfEnds, first, second);
      else {
        for (let j = 0; j < size; j += 1) first[j]! += firstOfEnds[j] as number;
        for (let j = 0; j < second.length; j += 1) second[j]! += secondOfEnds[j] as number;
      }
      const steps = ties === 'efron' ? ends : 1;
      const share = endWeight / steps;
      for (let step = 0; step < steps; step += 1) {
        const out = step / steps;
        const scale = 1 / (total - out * totalOfEnds);
        logLikelihood += share * (Math.log(scale) - shift);
        addStep(pass, out, scale, factor * share, into);
      }
    }
    if (entryOrder !== null)
      while (nextEntry < entryOrder.length && (entryOrder[nextEntry] as number) < to) nextEntry += 1;
  }
  into.logLikelihood = logLikelihood;
  mirror(into.information, size);
}

/** One end among those at risk, of whom the other ends of its time are partly `out`. */
function addStep(
  { first, second, firstOfEnds, secondOfEnds, mean }: LikelihoodPass,
  out: number,
  scale: number,
  share: number,
  { score, information }: CoxLikelihood,
): void {
  const size = mean.length;
  for (let j = 0; j < size; j += 1) {
    const own = ((first[j] as number) - out * (firstOfEnds[j] as number)) * scale;
    mean[j] = own;
    score[j]! -= share * own;
    for (let k = 0; k <= j; k += 1) {
      const at = j * size + k;
      const square = ((second[at] as number) - out * (secondOfEnds[at] as number)) * scale;
      information[at]! += share * (square - own * (mean[k] as number));
    }
  }
}

function mirror(matrix: Float64Array, size: number): void {
  for (let j = 0; j < size; j += 1) {
    for (let k = 0; k < j; k += 1) matrix[k * size + j] = matrix[j * size + k] as number;
  }
}
