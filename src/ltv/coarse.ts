import type { Customers } from './customers.js';

/** T, and recency as a share of it, fall into so many classes each. */
const CLASSES = 6;
/** Up to here every number of purchases is a class of its own; from there each is a quarter wider than the one before. */
const SINGLE = 10;

/**
 * The same customers in classes of similar ones, each as its mean: a likelihood that is nearly that of all, at a fraction of the work,
 * to find the neighbourhood of the maximum by. `null` where there is too little to gain.
 */
export function coarseOf(customers: Customers): Customers | null {
  const { frequency, recency, T, weight, covariates } = customers;
  const size = frequency.length;
  if (size < 200 || covariates.length > 0) return null;
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < size; i += 1) {
    const age = T[i] as number;
    if (age < least) least = age;
    if (age > most) most = age;
  }
  const width = (most - least) / CLASSES || 1;
  const classOf = new Map<number, number>();
  const classes = new Int32Array(size);
  for (let i = 0; i < size; i += 1) {
    const age = T[i] as number;
    const ageClass = Math.min(CLASSES - 1, Math.floor((age - least) / width));
    const share = age > 0 ? (recency[i] as number) / age : 0;
    const shareClass = Math.min(CLASSES - 1, Math.floor(share * CLASSES));
    const key = (countClass(frequency[i] as number) * CLASSES + ageClass) * CLASSES + shareClass;
    const known = classOf.get(key) ?? classOf.size;
    if (known === classOf.size) classOf.set(key, known);
    classes[i] = known;
  }
  const count = classOf.size;
  if (count > size / 2) return null;
  const total = new Float64Array(count);
  const sums = [frequency, recency, T].map((column) => {
    const sum = new Float64Array(count);
    for (let i = 0; i < size; i += 1) sum[classes[i]!]! += weight[i]! * column[i]!;
    return sum;
  });
  for (let i = 0; i < size; i += 1) total[classes[i]!]! += weight[i]!;
  const [x, t, age] = sums.map((sum) => sum.map((value, k) => value / (total[k] as number)));
  // Three columns in, three out.
  return { ...customers, frequency: x!.map(Math.round), recency: t!, T: age!, weight: total };
}

function countClass(frequency: number): number {
  if (frequency <= SINGLE) return frequency;
  return SINGLE + Math.ceil(Math.log(frequency / SINGLE) / Math.log(1.25));
}
