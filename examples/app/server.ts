/**
 * The smallest web use: answers come in one by one, the score with its interval is always there.
 *
 *   npx tsx --tsconfig tsconfig.test.json examples/app/server.ts
 *   curl -d '[10, 9, 3]' localhost:8787/answers
 *   curl localhost:8787/nps
 *
 * What is kept is the state of the metric: a few numbers, whatever the number of answers. Browsers and other servers can
 * send states of their own to /states; they merge with what is here. A state is believed: let in only senders you know.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { KizunaError, type NpsState, npsMetric } from 'kizuna';

const metric = npsMetric();
const LARGEST_BODY = 1_000_000;

export function npsServer(): Server {
  let state = metric.state([]);

  return createServer(async (request, response) => {
    try {
      const route = `${request.method} ${request.url}`;
      if (route === 'POST /answers') {
        // Throws where an answer is none; the state then stays as it was.
        state = metric.merge(state, metric.state(asList(await bodyOf(request))));
      } else if (route === 'POST /states') {
        const merged = metric.merge(state, (await bodyOf(request)) as NpsState); // what the senders we know send
        metric.finish(merged);
        state = merged;
      } else if (route === 'GET /state') return answer(response, 200, state);
      else if (route !== 'GET /nps')
        return answer(response, 404, { error: 'GET /nps, GET /state, POST /answers, POST /states' });
      const { value, n, interval, promoters, passives, detractors } = metric.finish(state);
      answer(response, 200, { value, n, interval, promoters, passives, detractors });
    } catch (error) {
      if (error instanceof KizunaError) answer(response, 422, { error: error.message, issues: error.issues });
      else answer(response, 400, { error: 'The body must be JSON: a list of answers from 0 to 10, or a state' });
    }
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LARGEST_BODY) throw new RangeError('too large');
  }
  return JSON.parse(body);
}

function asList(body: unknown): readonly number[] {
  if (!Array.isArray(body)) throw new TypeError('not a list');
  return body; // of anything: the metric judges every answer
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  npsServer().listen(8787, () => console.log('Answers to http://localhost:8787/answers, the score at /nps'));
}
