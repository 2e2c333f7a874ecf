import { createInterface } from 'node:readline';

export type Rows = readonly (readonly number[])[];

/** As many threads as a peer likes (compared on the clock), or one (compared in CPU time). */
export type Threads = 'one' | 'default';

/** What a peer's process can be asked for. */
export interface Peer {
  readonly version: string;
  load(folder: string): Promise<void> | void;
  /** By the system and its formulation; what each returns then turns the answer into rows of numbers, which is not timed. */
  readonly forms: Readonly<Record<string, (threads: Threads) => Promise<() => Rows> | (() => Rows)>>;
}

interface Request {
  readonly ask: 'load' | 'run';
  readonly folder: string;
  readonly form: string;
  readonly threads: Threads;
  readonly wantsAnswer: boolean;
}

/** Answers requests, one JSON text a line, until the input ends. */
export async function serve(open: () => Promise<Peer> | Peer): Promise<void> {
  const say = (reply: object) => process.stdout.write(`${JSON.stringify(reply)}\n`);
  let peer: Peer;
  try {
    peer = await open();
  } catch (error) {
    say({ error: messageOf(error).split('\n')[0] });
    return;
  }
  say({ version: peer.version, forms: Object.keys(peer.forms) });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      // The other end of the pipe is peer-process.ts.
      say(await answer(peer, JSON.parse(line) as Request));
    } catch (error) {
      say({ error: messageOf(error) });
    }
  }
  process.exit(0); // some engines leave threads behind
}

async function answer(peer: Peer, { ask, folder, form, threads, wantsAnswer }: Request): Promise<object> {
  if (ask === 'load') {
    await peer.load(folder);
    return {};
  }
  const start = performance.now();
  const before = process.cpuUsage();
  const tell = await peer.forms[form]?.(threads);
  const { user, system } = process.cpuUsage(before);
  const timing = { cpu: (user + system) / 1000, wall: performance.now() - start };
  return wantsAnswer ? { ...timing, answer: tell?.() } : timing;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
