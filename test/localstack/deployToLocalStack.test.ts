import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addresses } from '../../bin/localstack/addresses.ts';
import { COMPOSE_PLACES, SITE_ADDRESS } from '../../bin/localstack/compose.ts';
import { localStackContext } from '../../bin/localstack/deploySteps.ts';
import { deployToLocalStack } from '../../bin/localstack/deployToLocalStack.ts';
import { emulatorEnvironment } from '../../bin/localstack/emulatorEnvironment.ts';
import { givenPlaces } from '../../bin/localstack/givenPlaces.ts';
import { parseFlags } from '../../bin/localstack/parseFlags.ts';
import { restApiId } from '../../bin/localstack/restApiId.ts';
import { runStepIn } from '../../bin/localstack/runStep.ts';
import type { Step } from '../../bin/localstack/Step.ts';
import { staffSecrets } from '../../bin/localstack/staffSecrets.ts';
import { waitUntilHealthy } from '../../bin/localstack/waitUntilHealthy.ts';
import { CONTEXT_DEFAULTS } from '../../lib/config/contextDefaults.ts';
import { parseDeployConfig } from '../../lib/config/parseDeployConfig.ts';
import { readSitesFile } from '../../lib/config/readSitesFile.ts';
import { freePort } from '../servers/process.ts';

const staff = { password: 'four words are better', token: 'a-token' };
const outputs = { FootfallApp: { ApiUrl: 'https://i3jyooxdu1.execute-api.us-east-1.amazonaws.com/prod/' } };

/** A deployment whose programs are only written down; `cdk deploy` leaves its outputs as CDK does. */
const deployed = async ({ build = true } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-localstack-'));
  await mkdir(join(folder, 'cdk.out'));
  const steps: Step[] = [];
  const result = await deployToLocalStack({
    places: COMPOSE_PLACES,
    staff,
    build,
    folder,
    run: async (step) => {
      steps.push(step);
      const file = step.command[step.command.indexOf('--outputs-file') + 1];
      if (step.command.includes('--outputs-file') && file) await writeFile(file, JSON.stringify(outputs));
    },
  });
  return { steps, result, lines: steps.map(({ command }) => command.join(' ')) };
};

describe('deployToLocalStack', () => {
  test('builds, puts secrets, makes indexes and products, synthesizes, bootstraps and deploys, in that order', async () => {
    const { lines } = await deployed();
    expect(
      lines.map((line) => /build|secrets|indexes|products|synth|bootstrap|deploy/.exec(line)?.[0]),
    ).toEqual(['build', 'secrets', 'indexes', 'products', 'synth', 'bootstrap', 'deploy']);
  });

  test('builds nothing where the bundles are there', async () => {
    const { lines } = await deployed({ build: false });
    expect(lines.filter((line) => line.includes('build'))).toEqual([]);
  });

  test('gives functions the record by the name that they know it by, and commands the one of this machine', async () => {
    const { steps } = await deployed();
    const uriOf = (word: string) =>
      steps.find(({ command }) => command.includes(word))?.environment?.MONGODB_URI;
    expect(uriOf('secrets')).toBe(COMPOSE_PLACES.mongodbUri);
    expect(uriOf('indexes')).toBe(COMPOSE_PLACES.mongodbUriHere);
    expect(uriOf('products')).toBe(COMPOSE_PLACES.mongodbUriHere);
  });

  test('keeps secrets out of command lines, which every process of a machine can read', async () => {
    const { lines } = await deployed();
    expect(lines.join('\n')).not.toContain(staff.password);
    expect(lines.join('\n')).not.toContain(staff.token);
  });

  test('says where the stage of the deployed REST API answers', async () => {
    const { result } = await deployed();
    expect(result).toEqual({
      apiId: 'i3jyooxdu1',
      address: 'http://127.0.0.1:4566/_aws/execute-api/i3jyooxdu1/prod',
    });
  });

  test('deploys with context that the app takes', () => {
    const context = localStackContext(COMPOSE_PLACES);
    expect(Object.keys(CONTEXT_DEFAULTS)).toEqual(expect.arrayContaining(Object.keys(context)));
    const config = parseDeployConfig({ context, account: '000000000000', sitesAt: readSitesFile });
    expect(config).toMatchObject({
      egress: { kind: 'none' },
      api: 'rest',
      cdn: 'none',
      cache: { kind: 'given', url: COMPOSE_PLACES.redisUrl },
      keepData: false,
    });
  });

  test('refuses outputs without a REST API', () => {
    expect(() => restApiId({ FootfallData: { QueueUrl: 'http://127.0.0.1/q' } })).toThrow('ApiUrl is absent');
    expect(() => restApiId({ App: { ApiUrl: 'https://d111.cloudfront.net' } })).toThrow(
      'd111.cloudfront.net',
    );
  });
});

describe('its programs', () => {
  test('cannot reach a real account, whatever the shell was set up for', () => {
    const environment = emulatorEnvironment(
      {
        PATH: '/bin',
        AWS_PROFILE: 'production',
        AWS_SESSION_TOKEN: 'real',
        AWS_ACCESS_KEY_ID: 'real',
        AWS_ENDPOINT_URL_SQS: 'https://sqs.eu-central-1.amazonaws.com',
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
        CDK_DEFAULT_ACCOUNT: '123456789012',
      },
      'http://127.0.0.1:4566',
    );
    expect(environment).toEqual({
      PATH: '/bin',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  const run = runStepIn({ folder: tmpdir(), environment: { PATH: process.env.PATH } });
  const node = (script: string, environment = {}): Step => ({
    title: 'A step',
    command: [process.execPath, '-e', script],
    environment,
  });

  test('get the variables of their step', async () => {
    await run(node("process.exit(process.env.REST_API_ID === 'a1' ? 0 : 3)", { REST_API_ID: 'a1' }));
  });

  test('end a deployment where they fail, or are not installed', async () => {
    await expect(run(node('process.exit(3)'))).rejects.toThrow(/^A step: .* ended with 3\.$/);
    await expect(run({ title: 'Containers', command: ['no-such-program'] })).rejects.toThrow(
      'Containers: no-such-program cannot be started. Is it installed?',
    );
  });
});

describe('the command line', () => {
  test('starts containers and builds unless told not to', () => {
    expect(parseFlags([])).toEqual({ compose: true, build: true });
    expect(parseFlags(['--no-compose', '--no-build'])).toEqual({ compose: false, build: false });
    expect(() => parseFlags(['--no-dockr'])).toThrow('Usage: npm run deploy:localstack');
  });

  test('without containers wants to know where the servers are', () => {
    const given = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:5000/',
      REDIS_URL: 'redis://127.0.0.1:6379',
      MONGODB_URI: 'mongodb://127.0.0.1:27017/?directConnection=true',
    };
    expect(givenPlaces(given)).toEqual({
      endpoint: 'http://127.0.0.1:5000',
      redisUrl: given.REDIS_URL,
      mongodbUri: given.MONGODB_URI,
      mongodbUriHere: given.MONGODB_URI,
    });
    for (const name of Object.keys(given)) {
      expect(() => givenPlaces({ ...given, [name]: '' })).toThrow(`${name} must say where.`);
    }
  });

  test('shows the password and the token that everybody knows, and repeats none that was given', () => {
    const shown = (given: { readonly [name: string]: string }) =>
      addresses({ site: SITE_ADDRESS, places: COMPOSE_PLACES, staff: staffSecrets(given), given });
    expect(shown({})).toContain(staffSecrets({}).password);
    expect(shown({})).toContain(staffSecrets({}).token);
    const quiet = shown({ ADMIN_PASSWORD: staff.password, ADMIN_TOKEN: staff.token });
    expect(quiet).not.toContain(staff.password);
    expect(quiet).not.toContain(staff.token);
    expect(quiet).toContain(`${SITE_ADDRESS}/track`);
  });

  test('waits until every part is up, and not only for an answer', async () => {
    const answers = [
      { status: 502, body: 'Bad Gateway' },
      { status: 200, body: '{"status":"degraded","hotSessions":{"store":"Redis","health":"down"}}' },
      { status: 200, body: '{"status":"up"}' },
    ];
    let asked = 0;
    const server = createServer(({ url }, response) => {
      const { status, body } = answers[Math.min(asked, answers.length - 1)] ?? { status: 500, body: '' };
      asked += 1;
      response.writeHead(url === '/prod/health' ? status : 404).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      await waitUntilHealthy(`http://127.0.0.1:${port}/prod`, { pauseMs: 10 });
      expect(asked).toBe(answers.length);
    } finally {
      server.close();
    }
  });

  test('gives up on a deployment that never answers, and says what it heard last', async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    await expect(waitUntilHealthy(address, { timeoutMs: 300, pauseMs: 50 })).rejects.toThrow(
      /\/health does not answer well after 0\.3 s: .*ECONNREFUSED/,
    );
  });
});
