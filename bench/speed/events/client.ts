import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Query, Reply, Request } from './serve.js';
import type { Threads } from './workloads.js';

/** A peer in a process of its own, so that nobody's threads or memory are counted as another's. */
export interface PeerProcess {
  readonly name: string;
  readonly version: string;
  readonly threads: readonly Threads[];
  readonly queries: readonly Pick<Query, 'workload' | 'system' | 'form'>[];
  readonly hasRows: boolean;
  /** Its largest memory in KiB before it loaded anything. */
  readonly peak: number;
  ask(request: Request): Promise<Reply>;
  stop(): void;
}

/** Starts a peer from a script beside this file; `null`, and a line that says so, where it is not installed. */
export async function startPeer(
  name: string,
  script: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<PeerProcess | null> {
  const path = new URL(`./peers/${script}`, import.meta.url).pathname;
  const env = { ...withoutBlasLimits(), ...environment };
  const starts = script.endsWith('.py')
    ? ['python3', '/usr/bin/python3'].map((python) => () => spawn(python, [path], { env, stdio: STDIO }))
    : [
        () =>
          spawn(process.execPath, [...(path.endsWith('.mjs') ? [] : process.execArgv), path], { env, stdio: STDIO }),
      ];
  let reason = '';
  for (const start of starts) {
    const child = start();
    const ask = speakWith(child);
    const hello = await ask(null).catch((error: Error) => ({ error: error.message }) as Reply);
    if (hello.error === undefined) {
      const { version = '', threads = [], queries = [], hasRows = false, peak = 0 } = hello;
      return { name, version, threads, queries, hasRows, peak, ask, stop: () => child.kill() };
    }
    reason = hello.error;
    child.kill();
  }
  console.log(`${name} is left out: ${reason}`);
  return null;
}

const STDIO: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];

function speakWith(child: ChildProcess): (request: Request | null) => Promise<Reply> {
  let failure = 'it ended before it answered';
  child.on('error', ({ message }) => {
    failure = message;
  });
  child.stdin?.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator](); // piped: see STDIO
  return async (request) => {
    if (request !== null) child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(failure);
    // The other end of the pipe is serve, or serve.py.
    const reply = JSON.parse(String(value)) as Reply;
    if (request !== null && reply.error !== undefined) throw new Error(reply.error);
    return reply;
  };
}

/** Some machines pin an old kernel for old builds of BLAS, which would slow numpy down here. */
function withoutBlasLimits(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env;
  return rest;
}
