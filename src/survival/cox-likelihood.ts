import type { CoxRows } from './cox-rows.js';

/** How several ends at one time are counted. */
export type CoxTies = 'efron' | 'breslow';

/** The logarithm of the partial likelihood at coefficients of the scaled covariates, with its slopes and its information. */
export interface CoxLikelihood {
  logLikelihood: number;
  readonly score: Float64Array;
  /** Row-major. */
  readonly information: Float64Array;
}

/** What goes through the rows again and again, with room of its own. */
export interface LikelihoodPass {
  /** Writes the likelihood at these coefficients into `into`; `timeWeight` of an end multiplies what it adds to slopes and information. */
  at(beta: Float64Array, into: CoxLikelihood, timeWeight?: Float64Array): void;
}

/** Room for a likelihood. */
export function emptyLikelihood(size: number): CoxLikelihood {
  return { logLikelihood: 0, score: new Float64Array(size), information: new Float64Array(size * size) };
}

/**
 * Cox's partial likelihood (1972, JRSS B 34: 187–220), ties by Efron (1977, JASA 72: 557–565) or Breslow (1974, Biometrics 30: 89–99).
 * From the longest time to the shortest: the sums over those at risk grow by whoever lasted so long, and shrink by whoever came later.
 */
export function likelihoodPass(rows: CoxRows, ties: CoxTies): LikelihoodPass {
  const { size, length, time, ended, entry, weight, x, strataEnds, entryOrder, isAtRisk } = rows;
  // Over those at risk, and over the ends of one time: Σr, Σrx, Σrxx′ (the lower half), with r = w·exp(x′β).
  const [first, second] = [new Float64Array(size), new Float64Array(size * size)];
  const [firstOfEnds, secondOfEnds] = [new Float64Array(size), new Float64Array(size * size)];
  const mean = new Float64Array(size);
  const risks = entry === null ? null : new Float64Array(length);

  const add = (row: number, risk: number, sums: Float64Array, squares: Float64Array): void => {
    const at = row * size;
    for (let j = 0; j < size; j += 1) {
      const part = risk * (x[at + j] as number);
      sums[j]! += part;
      for (let k = 0; k <= j; k += 1) squares[j * size + k]! += part * (x[at + k] as number);
    }
  };

  const at = (beta: Float64Array, into: CoxLikelihood, timeWeight?: Float64Array): void => {
    const { score, information } = into;
    score.fill(0);
    information.fill(0);
    let logLikelihood = 0;
    let [row, nextEntry] = [0, 0];
    for (let s = 0; s < strataEnds.length; s += 1) {
      const to = strataEnds[s] as number;
      let [total, atRisk] = [0, 0];
      first.fill(0);
      second.fill(0);
      while (row < to) {
        const now = time[row] as number;
        const factor = timeWeight === undefined ? 1 : (timeWeight[row] as number); // the same for all of one time
        let [ends, endWeight, totalOfEnds] = [0, 0, 0];
        for (; row < to && time[row] === now; row += 1) {
          if (isAtRisk !== null && isAtRisk[row] === 0) continue;
          let eta = 0;
          const place = row * size;
          for (let j = 0; j < size; j += 1) eta += (x[place + j] as number) * (beta[j] as number);
          const w = weight[row] as number;
          const risk = w * Math.exp(eta);
          if (risks !== null) risks[row] = risk;
          atRisk += 1;
          if (ended[row] === 0) {
            total += risk;
            add(row, risk, first, second);
            continue;
          }
          if (ends === 0) {
            firstOfEnds.fill(0);
            secondOfEnds.fill(0);
          }
          ends += 1;
          endWeight += w;
          totalOfEnds += risk;
          logLikelihood += w * eta;
          for (let j = 0; j < size; j += 1) score[j]! += factor * w * (x[place + j] as number);
          add(row, risk, firstOfEnds, secondOfEnds);
        }
        if (ends === 0) continue;
        if (entry !== null && entryOrder !== null && risks !== null) {
          // Their entries lie within their own stratum's part of the list.
          for (; nextEntry < entryOrder.length; nextEntry += 1) {
            const late = entryOrder[nextEntry] as number;
            if (late >= to || (entry[late] as number) < now) break;
            atRisk -= 1;
            total -= risks[late] as number;
            add(late, -(risks[late] as number), first, second);
          }
          if (atRisk === ends) {
            // Only the ends themselves are left: what else remains is rounding.
            total = 0;
            first.fill(0);
            second.fill(0);
          }
        }
        total += totalOfEnds;
        for (let j = 0; j < size; j += 1) {
          first[j]! += firstOfEnds[j] as number;
          for (let k = 0; k <= j; k += 1) second[j * size + k]! += secondOfEnds[j * size + k] as number;
        }
        const steps = ties === 'efron' ? ends : 1;
        const share = endWeight / steps;
        const weighted = factor * share;
        for (let step = 0; step < steps; step += 1) {
          const out = step / steps;
          const scale = 1 / (total - out * totalOfEnds);
          logLikelihood += share * Math.log(scale);
          for (let j = 0; j < size; j += 1) {
            mean[j] = ((first[j] as number) - out * (firstOfEnds[j] as number)) * scale;
            score[j]! -= weighted * (mean[j] as number);
            for (let k = 0; k <= j; k += 1) {
              const at = j * size + k;
              const square = ((second[at] as number) - out * (secondOfEnds[at] as number)) * scale;
              information[at]! += weighted * (square - (mean[j] as number) * (mean[k] as number));
            }
          }
        }
      }
      if (entryOrder !== null)
        while (nextEntry < entryOrder.length && (entryOrder[nextEntry] as number) < to) nextEntry += 1;
    }
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < j; k += 1) information[k * size + j] = information[j * size + k] as number;
    }
    into.logLikelihood = logLikelihood;
  };
  return { at };
}
