import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Files } from './files.js';
import type { Threads, WorkloadId } from './workloads.js';

/** One way to ask a peer for the answer to a workload. */
export interface Query {
  readonly workload: WorkloadId;
  /** The peer and how its data lies, such as `DuckDB, sorted by customer`. */
  readonly system: string;
  /** The formulation, where there are several. */
  readonly form: string;
  /** Answers; what it returns then turns the answer into rows of numbers, which is not timed. */
  run(threads: Threads): Promise<() => Rows> | (() => Rows);
}

export type Rows = readonly (readonly number[])[];

/** What a peer's process can be asked for. */
export interface Peer {
  readonly version: string;
  /** Which thread modes this process can run in. */
  readonly threads: readonly Threads[];
  load(files: Files): Promise<void> | void;
  readonly queries: readonly Query[];
  /** Takes n events as objects (which it makes itself beforehand) and answers: only where objects are compared. */
  readonly fromRows?: { prepare(n: number): void; run(workload: WorkloadId | null): Promise<() => Rows> };
}

export type Request =
  | { readonly ask: 'load'; readonly files: Files }
  | { readonly ask: 'run'; readonly query: number; readonly threads: Threads; readonly wantsRows: boolean }
  | { readonly ask: 'prepare rows'; readonly n: number }
  | { readonly ask: 'run rows'; readonly workload: WorkloadId | null };

export interface Reply {
  readonly error?: string;
  readonly version?: string;
  readonly threads?: readonly Threads[];
  readonly queries?: readonly Pick<Query, 'workload' | 'system' | 'form'>[];
  readonly hasRows?: boolean;
  readonly cpu?: number;
  readonly wall?: number;
  readonly peak?: number;
  readonly rows?: Rows;
}

/** Loads a package that the benchmarks compare with. */
export function requirePeer(name: string): unknown {
  return createRequire(new URL('../../peers/package.json', import.meta.url))(name);
}

/** Answers requests, one JSON text a line, until the input ends. */
export async function serve(open: () => Promise<Peer> | Peer): Promise<void> {
  const say = (reply: Reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);
  let peer: Peer;
  try {
    peer = await open();
  } catch (error) {
    say({ error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) });
    return;
  }
  const queries = peer.queries.map(({ workload, system, form }) => ({ workload, system, form }));
  say({
    version: peer.version,
    threads: peer.threads,
    queries,
    hasRows: peer.fromRows !== undefined,
    peak: peakMemory(),
  });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      // The other end of the pipe is ask in client.ts.
      say(await answer(peer, JSON.parse(line) as Request));
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  process.exit(0); // some engines leave threads behind
}

async function answer(peer: Peer, request: Request): Promise<Reply> {
  if (request.ask === 'load') {
    await peer.load(request.files);
    return {};
  }
  if (request.ask === 'prepare rows') {
    peer.fromRows?.prepare(request.n);
    return {};
  }
  const start = performance.now();
  const before = process.cpuUsage();
  const read = await (request.ask === 'run'
    ? peer.queries[request.query]?.run(request.threads)
    : peer.fromRows?.run(request.workload));
  const { user, system } = process.cpuUsage(before);
  const timing = { cpu: (user + system) / 1000, wall: performance.now() - start, peak: peakMemory() };
  return request.ask === 'run' && !request.wantsRows ? timing : { ...timing, rows: read?.() ?? [] };
}

/** The largest memory of this process in KiB. Elsewhere than on Linux it may include what the process that started it had then. */
function peakMemory(): number {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kibibytes !== undefined) return Number(kibibytes);
  } catch {
    // no such file: not Linux
  }
  return process.resourceUsage().maxRSS;
}
