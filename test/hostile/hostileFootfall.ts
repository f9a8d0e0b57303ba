import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmStart, STAFF_HEADERS } from '../../bench/processes/npmStart.ts';
import { SHOP_ORIGIN } from '../../bench/traffic/site.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { ORIGIN_SECRET_HEADER } from '../../src/middleware/HttpRequest.ts';
import {
  conversionSignature,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from '../../src/orders/conversions/conversionSignature.ts';
import type { RunningServer } from '../servers/process.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { eventually } from '../support/httpVisitor.ts';
import { type ApiOperation, operationsOf } from './apiDocument.ts';
import { type Client, createClient } from './ask.ts';
import type { Credentials } from './attacks.ts';

/** `npm start` in a process of its own, for others to attack. */
export interface HostileFootfall {
  readonly port: number;
  readonly dataDir: string;
  readonly process: RunningServer['process'];
  readonly client: Client;
  readonly operations: readonly ApiOperation[];
  /** Of the staff, of a customer, or of a shop's own server, as an operation wants them. */
  readonly credentials: Credentials;
  /** By which one moves the server's clock for a request, and says what the nearest hop says. */
  readonly controlToken: string;
  /** What a browser sends, each time from another network: nobody is to be limited before he was heard. */
  browser(): { readonly [name: string]: string };
  /** All that it has printed. */
  printed(): string;
  /** Has it stop by itself. @returns its exit code, or what it took to end it */
  stop(): Promise<number | NodeJS.Signals | null>;
}

const OWN_CUSTOMER = { email: 'hostile@shop.example', password: 'a good password', name: 'Hostile' };

/** @param connections at once */
export const startHostileFootfall = async (connections: number): Promise<HostileFootfall> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'footfall-hostile-'));
  const server = await npmStart(dataDir);
  let printed = '';
  for (const stream of [server.process.stdout, server.process.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    server.process.once('close', (code, signal) => resolve(code ?? signal));
  });
  let controlToken = '';
  // It answers a moment before it says how it is controlled.
  await eventually(async () => {
    controlToken = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8')).token;
  });
  const conversionKeys = parseKeyRing(
    (await readFile(join(dataDir, 'conversion.keys'), 'utf8')).trim(),
    'CONVERSION_KEYS',
  );

  let networks = 0;
  const browser = () => {
    networks += 1;
    const address = `10.${(networks >> 8) & 255}.${networks & 255}.7:${1_024 + (networks >> 16)}`;
    return {
      host: 'shop.example',
      origin: SHOP_ORIGIN,
      'user-agent': CHROME,
      'accept-language': 'en',
      [ORIGIN_SECRET_HEADER]: controlToken,
      'cloudfront-viewer-address': address,
    };
  };
  const client = createClient(server.port, connections);
  const document = JSON.parse((await client.ask({ method: 'GET', path: '/api/openapi.json' })).body);
  const registered = await client.ask({
    method: 'POST',
    path: '/api/storefront/auth/register',
    headers: { ...browser(), 'content-type': 'application/json' },
    body: JSON.stringify(OWN_CUSTOMER),
  });
  const accessToken: string = JSON.parse(registered.body).accessToken;

  const credentials: Credentials = ({ id, path, access, idempotent }, body) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const isStaffs = access === 'staff' || path.startsWith('/api/admin/');
    return {
      ...browser(),
      // The staff's pages are of the server's own host.
      ...(isStaffs ? { ...STAFF_HEADERS, 'sec-fetch-site': 'same-origin' } : {}),
      ...(path.startsWith('/api/storefront/') ? { authorization: `Bearer ${accessToken}` } : {}),
      ...(idempotent ? { 'idempotency-key': `key-${networks}` } : {}),
      ...(id === 'reportConversion'
        ? {
            [TIMESTAMP_HEADER]: timestamp,
            [SIGNATURE_HEADER]: conversionSignature(conversionKeys, timestamp, body),
          }
        : {}),
    };
  };
  return {
    port: server.port,
    dataDir,
    process: server.process,
    client,
    operations: operationsOf(document),
    credentials,
    controlToken,
    browser,
    printed: () => printed,
    stop: async () => {
      client.close();
      server.process.kill('SIGTERM');
      const code = await ended;
      await server.stop();
      return code;
    },
  };
};

/** Stops it, where it has not stopped yet, and removes what it kept. */
export const forget = async ({ dataDir, stop }: HostileFootfall): Promise<void> => {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
};
