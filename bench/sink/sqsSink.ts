import { createServer } from 'node:http';
import { listen } from '../../local/http/listen.ts';
import { answerCalls } from '../processes/answerCalls.ts';

import { answerSqs } from './answerSqs.ts';

/** SQS as far as sending goes, in a process of its own: takes and counts messages, and forgets them. */
let taken = 0;

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const target = request.headers['x-amz-target'];
    const payload = Buffer.concat(chunks).toString();
    const answer = answerSqs({ target: typeof target === 'string' ? target : undefined, payload }, () =>
      crypto.randomUUID(),
    );
    taken += answer.taken;
    response.writeHead(answer.status, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  });
});

answerCalls({ taken: () => taken }, { port: await listen(server, 0) });
