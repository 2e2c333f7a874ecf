import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Timing } from '../run.js';

/** A Python program in a process of its own, on one thread. */
export interface PythonPeer {
  readonly version: string;
  load(task: string, folder: string): Promise<void>;
  /** Runs once, and tells what it took. */
  run(form: string, request?: object): Promise<Timing>;
  /** Runs once, and tells what came out. */
  answer(form: string, request?: object): Promise<unknown>;
  stop(): void;
}

/** Starts one of the programs in `peers`; `null`, and a line that says so, where no Python has what it needs. */
export async function startPython(name: string, script: string): Promise<PythonPeer | null> {
  const path = new URL(`./peers/${script}`, import.meta.url).pathname;
  let reason = '';
  for (const python of ['python3', '/usr/bin/python3']) {
    const child = spawn(python, [path], { env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
    const ask = speakWith(child);
    try {
      const { version = '' } = await ask(null);
      console.log(`${name}: ${version}`);
      return {
        version,
        load: async (task, folder) => void (await ask({ ask: 'load', task, folder })),
        run: async (form, request = {}) => {
          const { cpu = Number.NaN, wall = Number.NaN } = await ask({
            ask: 'run',
            form,
            wantsAnswer: false,
            ...request,
          });
          return { cpu, wall, answer: '' };
        },
        answer: async (form, request = {}) => (await ask({ ask: 'run', form, wantsAnswer: true, ...request })).answer,
        stop: () => child.kill(),
      };
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
      child.kill();
    }
  }
  console.log(`${name} is left out: ${reason}`);
  return null;
}

interface Reply {
  readonly error?: string;
  readonly version?: string;
  readonly cpu?: number;
  readonly wall?: number;
  readonly answer?: unknown;
}

function speakWith(child: ChildProcess): (request: object | null) => Promise<Reply> {
  let failure = 'it ended before it answered';
  child.on('error', ({ message }) => {
    failure = message;
  });
  child.stdin?.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator](); // piped, as above
  return async (request) => {
    if (request !== null) child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(failure);
    // The other end of the pipe is serve.py.
    const reply = JSON.parse(String(value)) as Reply;
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  };
}

/** One thread for every library; and no old kernel of BLAS pinned, as some machines do, which would slow numpy down. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env;
  return { ...rest, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
}
