import { parseResponses, score, text } from 'kizuna/schema';

const answers: readonly unknown[] = [{ recommend: '9', plan: 'pro' }, { recommend: '11' }];

export const { rows, rejected } = parseResponses(answers, {
  columns: { recommend: score('recommend', { scale: [0, 10] }), plan: text('plan') },
});

export const scores: readonly (number | null)[] = rows.map((row) => row.recommend);
export const plans: readonly (string | null)[] = rows.map((row) => row.plan);

// @ts-expect-error A column that was not read is not there.
export const missing = rows.map((row) => row.planet);
