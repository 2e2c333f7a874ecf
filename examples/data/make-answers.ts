/**
 * Makes answers.csv: the answers of a survey that nobody was asked, from a seeded generator.
 *
 *   npx tsx examples/data/make-answers.ts > examples/data/answers.csv
 */
import { fileURLToPath } from 'node:url';
import { mulberry32, pick } from './random.js';

const SEED = 20250401;
const ANSWERS = 1200;
/** The month, counted from 0, in which everybody but `business` gets a better start with the product. */
const NEW_ONBOARDING = 7;

const HEADER = `# Synthetic survey answers, made by examples/data/make-answers.ts with seed ${SEED}; nobody was asked
# From August 2025 the new onboarding is live for the plans free and standard; two cells of recommend are wrong on purpose`;
const COLUMNS = 'answeredAt,customer,plan,region,recommend,satisfied,effort,quality,support,setup,design,price,without';

/** The whole file as text: the same on every machine. */
export function answersCsv(): string {
  const random = mulberry32(SEED);
  const times = Array.from({ length: ANSWERS }, () => answerTime(random)).sort();
  const aside = mulberry32(SEED + 1);
  const records = times.map((time, i) => record(time, i, random, aside));
  return `${[HEADER, COLUMNS, ...records].join('\n')}\n`;
}

/** `aside` draws what no other answer depends on. */
function record(time: string, i: number, random: () => number, aside: () => number): string {
  const customer = `c${String(1 + Math.floor(random() * 1100)).padStart(4, '0')}`;
  const plan = pick(random, { free: 46, standard: 36, business: 18 });
  // Too few to be shown: their answers would be no secret.
  const region = i % 400 === 199 ? '沖縄' : pick(random, { 東京: 42, 大阪: 24, 名古屋: 14, 福岡: 12, 北海道: 6.5, 四国: 1.5 });
  const isHelped = Number(time.slice(5, 7)) > NEW_ONBOARDING && plan !== 'business';
  const mood = normal(random) + (isHelped ? 0.55 : 0) + (plan === 'business' ? 0.5 : 0);

  const quality = answer(3.5 + 0.7 * mood + 0.6 * normal(random), 1, 5);
  const support = answer(3.4 + 0.5 * mood + 0.8 * normal(random), 1, 5);
  const price = answer(3.1 + 0.2 * mood + 0.9 * normal(random), 1, 5);
  const liking = 0.9 * (quality - 3.5) + 0.7 * (support - 3.4) + 0.2 * (price - 3.1);
  const recommend = answer(7.4 + 1.2 * liking + 1.1 * normal(random), 0, 10);
  const setup = answer(2.7 + 0.5 * liking + 0.8 * normal(aside), 1, 5);
  const design = answer(4 + 0.15 * liking + 0.7 * normal(aside), 1, 5);
  const satisfied = answer(3.7 + 0.6 * liking + 0.5 * normal(random), 1, 5);
  const effort = answer(4.8 + 0.7 * liking + 1.1 * normal(random), 1, 7);
  const loss = liking + 0.9 * normal(random);
  const without = loss > 0.45 ? 'very disappointed' : loss > -0.9 ? 'somewhat disappointed' : 'not disappointed';

  const cells = [
    i === 370 ? '11' : i === 811 ? 'ten' : blank(random, 0.03, recommend),
    blank(random, 0.04, satisfied),
    blank(random, 0.08, effort),
    quality,
    support,
    setup,
    design,
    blank(random, 0.02, price),
    blank(random, 0.1, without),
  ];
  return [time, customer, plan, region, ...cells].join(',');
}

/** A time in 2025 on the clocks of Tokyo. */
function answerTime(random: () => number): string {
  const start = Date.UTC(2025, 0, 1);
  const instant = start + Math.floor(random() * 365 * 86_400) * 1000;
  return `${new Date(instant).toISOString().slice(0, 19)}+09:00`;
}

function answer(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}

function blank(random: () => number, chance: number, value: string | number): string {
  return random() < chance ? '' : String(value);
}

/** Nearly normal: the sum of twelve uniforms (Irwin–Hall), which needs no logarithm and so is the same everywhere. */
function normal(random: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += random();
  return sum;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(answersCsv());
