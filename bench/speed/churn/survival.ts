import { join } from 'node:path';
import { compare, type Rival } from '../customers/compare.js';
import { writeColumns } from '../customers/files.js';
import type { Verdict } from '../events/table.js';
import type { PeerProcess } from '../peer-process.js';
import { timed } from '../run.js';
import { lifetimesOf } from './data.js';
import { requireNear } from './near.js';
import { AT, type Columns, type Found, QUESTIONS, type Question } from './questions.js';

/** Survival curves, tests and fits beside the peers, answers first. */
export async function compareSurvival(
  peers: readonly PeerProcess[],
  folder: string,
  parts: readonly string[],
  isQuick: boolean,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const question of QUESTIONS) {
    if (parts.includes(question.part)) verdicts.push(...(await compareQuestion(question, peers, folder, isQuick)));
  }
  return verdicts;
}

async function compareQuestion(
  question: Question,
  peers: readonly PeerProcess[],
  folder: string,
  isQuick: boolean,
): Promise<Verdict[]> {
  const { title, form, task, size, isWhole, atLeast, rounds } = question;
  const lifetimes = lifetimesOf(size, isWhole);
  const columns: Columns = { ...lifetimes, ended: Uint8Array.from(lifetimes.ended) };
  const found = question.numbers(columns);
  const files = writeColumns(join(folder, 'lifetimes'), { ...lifetimes });
  const rivals: Rival[] = [];
  for (const peer of peers) {
    await peer.load(task, files);
    for (const each of peer.forms.filter((name) => name === form || name.startsWith(`${form},`))) {
      await requireSame(title, peer, each, found);
      const name = `${peer.name}${each.slice(form.length)}`;
      rivals.push({ name, run: () => peer.run(each), ...(atLeast !== undefined && { atLeast }) });
    }
  }
  const [first, ...others] = question.ours.map(([name, ask]) => ({
    name,
    run: () => timed(() => (ask(columns) === null ? 'none' : '')),
  }));
  return compare(title, first!, [...others, ...rivals], { rounds: isQuick ? 3 : rounds, warm: 2 });
}

async function requireSame(title: string, peer: PeerProcess, form: string, found: readonly Found[]): Promise<void> {
  // The peers' scripts tell a number, or a list of them, by these names.
  const theirs = (await peer.answer(form, { at: AT })) as Readonly<Record<string, number | (number | null)[]>>;
  for (const { name, values, within, lifelines = within } of found) {
    const list = [theirs[name] ?? []].flat();
    const share = form.endsWith(ROUNDED) ? 1e-6 : peer.name === 'lifelines' ? lifelines : within;
    requireNear(`${title}: ${name} of ${peer.name} (${form})`, values, list, share);
  }
}

/** Where R takes times very near each other for one. */
const ROUNDED = ', times rounded';
