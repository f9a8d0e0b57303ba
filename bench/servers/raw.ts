import { createServer } from 'node:http';
import { listen } from '../../local/http/listen.ts';
import { TRACK_ANSWER } from '../traffic/trackRequest.ts';
import { serve } from './serve.ts';

/** The raw server: reads a body, sets a cookie, and nothing else. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks).toString();
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': TRACK_ANSWER.length,
      'set-cookie': 'session=raw; Max-Age=1800; Path=/; HttpOnly; Secure; SameSite=Lax',
    });
    response.end(TRACK_ANSWER);
  });
});

serve(await listen(server, 0));
