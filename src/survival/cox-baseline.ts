import type { CoxFit } from './cox-fit.js';
import type { CoxHazards } from './cox-hazards.js';
import type { CoxBaselinePoint } from './cox-model.js';

/** The baseline of rows whose covariates are at the centers, in the units of the data. */
export function coxBaseline({ rows, search, strata }: CoxFit, hazards: CoxHazards): readonly CoxBaselinePoint[] {
  const { size, means, spreads, centers } = rows;
  const { strataEnds, time, atRisk, events, hazard, variance, drift } = hazards;
  // From the means of the covariates, which the hazards are at, to the centers.
  const distances = Array.from(centers, (center, j) => (center - (means[j] as number)) / (spreads[j] as number));
  const along = distances.reduce((sum, distance, j) => sum + distance * (search.beta[j] as number), 0);
  const factor = finite(Math.exp(along));
  const points: CoxBaselinePoint[] = new Array(time.length);
  let i = 0;
  for (let s = 0; s < strataEnds.length; s += 1) {
    const stratum = strata?.keys[s] ?? null;
    for (; i < (strataEnds[s] as number); i += 1) {
      const cumulativeHazard = finite(factor * (hazard[i] as number));
      const away: number[] = new Array(size);
      for (let j = 0; j < size; j += 1) {
        const part = factor * (drift[i * size + j] as number) - cumulativeHazard * (distances[j] as number);
        away[j] = finite(part * (spreads[j] as number)) + 0; // −0 is 0
      }
      points[i] = {
        stratum,
        time: time[i] as number,
        atRisk: atRisk[i] as number,
        events: events[i] as number,
        cumulativeHazard,
        survival: Math.exp(-cumulativeHazard),
        variance: finite(factor * factor * (variance[i] as number)),
        drift: away,
      };
    }
  }
  return points;
}

/** Beyond all doubles, the last of them. */
function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
