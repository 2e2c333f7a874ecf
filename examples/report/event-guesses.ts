import type { EventLog } from 'kizuna';
import { type LostName, lostText } from './lost-names.js';
import { nearest, UsageError } from './usage.js';
import { textsOf } from './words.js';

/** The steps of the funnel and the purchase, as told or as the names show; with sentences on what was guessed. */
export interface EventRoles {
  readonly steps: readonly string[];
  readonly purchase: string | null;
  readonly guesses: readonly string[];
}

/** Finds the events of a shop among the names of a log, where they were not told. */
export function eventRoles(
  log: EventLog,
  { steps: told, purchase }: { readonly steps: readonly string[]; readonly purchase: string | null },
  lost: readonly LostName[],
): EventRoles {
  const asked = told.flatMap((text) => stepsIn(text, log));
  const steps = asked.length > 0 ? asked.map((name) => nameOf('steps', name, log, lost)) : guessedSteps(log);
  const bought = purchase === null ? guessedPurchase(log) : nameOf('purchase', purchase, log, lost);
  const guesses = [
    ...(asked.length > 0 || steps.length === 0 ? [] : [`No --steps were given: the funnel is ${steps.join(' → ')}.`]),
    ...(steps.length > 0 ? [] : ['No --steps were given, and the names of the events show none: there is no funnel.']),
    ...(purchase !== null || bought === null ? [] : [`No --purchase was given: ${bought} is called like one.`]),
  ];
  return { steps, purchase: bought, guesses };
}

/** Names may stand between Japanese commas, too; a name that has one itself is taken whole. */
function stepsIn(text: string, log: EventLog): readonly string[] {
  if (log.names.some((name) => folded(name) === folded(text))) return [text];
  return textsOf(text.replaceAll(/[、，]/g, ','));
}

function nameOf(option: string, name: string, log: EventLog, lost: readonly LostName[]): string {
  const wanted = folded(name);
  const found = log.names.filter((each) => folded(each) === wanted);
  const [only] = log.names.includes(name) ? [name] : found;
  if (only !== undefined) return only;
  const gone = lost.find((each) => folded(each.name) === wanted);
  if (gone !== undefined)
    throw new UsageError(`No event called "${name}" (--${option}) can be read: ${lostText(gone)}.`);
  const meant = nearest(name, log.names);
  const hint = meant === null ? '' : ` Did you mean "${meant}"?`;
  throw new UsageError(`No event is called "${name}" (--${option}).${hint}\nThe names are:\n${listed(log.names)}`);
}

const NAMES_LISTED = 30;

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_LISTED;
  const lines = names.slice(0, NAMES_LISTED).map((name) => `  ${name.replace(/\s+/g, ' ')}`);
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

/** A step for each stage of a shop that exactly one name is called like; fewer than two are no funnel. */
function guessedSteps(log: EventLog): readonly string[] {
  const steps = STAGES.flatMap((stage) => {
    const called = log.names.filter((name) => stage.test(folded(name)));
    return called.length === 1 ? called : [];
  });
  return steps.length >= 2 ? [...new Set(steps)] : [];
}

function guessedPurchase(log: EventLog): string | null {
  const called = log.names.filter((name) => PURCHASE.test(folded(name)));
  const [only] = called;
  return called.length === 1 && only !== undefined ? only : null;
}

const PURCHASE =
  /^(purchased?|orders?|ordered|order[ _](completed|placed)|checkout[ _]completed|購入|購入完了|注文|注文完了|決済完了)$/;
const STAGES: readonly RegExp[] = [
  /^(visit|visited|session[ _]start|app[ _]open|訪問|来訪|アプリ起動)$/,
  /^(view[ _]item|view[ _]product|product[ _]viewed|商品閲覧|閲覧)$/,
  /^(add[ _]to[ _]cart|added[ _]to[ _]cart|product[ _]added|カート追加|カートに追加)$/,
  /^(begin[ _]checkout|checkout[ _]started|購入手続き|購入手続き開始)$/,
  PURCHASE,
];
