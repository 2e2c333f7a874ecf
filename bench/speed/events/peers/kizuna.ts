import { readColumns } from '../files.js';
import { logOf, QUESTIONS } from '../kizuna.js';
import { serve } from '../serve.js';
import type { WorkloadId } from '../workloads.js';

// kizuna as a process of its own, for its memory.
await serve(() => {
  let log: ReturnType<typeof logOf>;
  return {
    version: '',
    threads: ['one'],
    load: (files) => {
      const columns = readColumns(files);
      log = logOf(
        columns,
        Int32Array.from({ length: columns.customers }, (_, code) => code),
      ); // as in the engines
    },
    queries: Object.entries(QUESTIONS).map(([workload, question]) => ({
      workload: workload as WorkloadId, // the keys of QUESTIONS
      system: 'kizuna',
      form: question.form,
      run: () => {
        question.ask(log);
        return () => [];
      },
    })),
  };
});
