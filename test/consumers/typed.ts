import { type Estimate, type Interval, KizunaError, nps } from 'kizuna';
import { proportionInterval } from 'kizuna/stats';
import { nps as fromSurvey, type Nps } from 'kizuna/survey';

const rows = [
  { plan: 'pro', score: 10 },
  { plan: 'free', score: 3 },
] as const;

const result: Nps = nps(rows, { score: 'score' });
const estimate: Estimate = result;
const value: number | null = estimate.value;
const interval: Interval = proportionInterval(5, 10);

// @ts-expect-error A field that the rows do not have does not compile.
const misspelt = () => fromSurvey(rows, { score: 'scor' });

function codeOf(error: unknown): string {
  return error instanceof KizunaError ? error.code : 'none';
}

export const answer = { value, low: interval.low, misspelt, codeOf };
