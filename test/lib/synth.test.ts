import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../lib/packageRoot.ts';
import { SHOP } from './deployment.ts';
import { needsBuild } from './needsBuild.ts';

const run = promisify(execFile);
const ROOT = packageRoot();

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-synth-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A machine without any AWS configuration. */
const nothing = (home: string) => ({
  PATH: [join(ROOT, 'node_modules/.bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
  HOME: home,
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const answerOf = (running: Promise<{ stdout: string; stderr: string }>): Promise<Said> =>
  running.then(
    (said) => ({ code: 0, ...said }),
    ({ code, stdout, stderr }: Said) => ({ code, stdout, stderr }),
  );

/** The app alone, as the CLI runs it, with this context. */
const app = async (context: { readonly [key: string]: string }, account?: string): Promise<Said> => {
  const folder = await temporaryFolder();
  const env = {
    ...nothing(folder),
    CDK_OUTDIR: join(folder, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify(context),
    ...(account === undefined ? {} : { CDK_DEFAULT_ACCOUNT: account }),
  };
  return answerOf(run(process.execPath, ['bin/cdk.ts'], { cwd: ROOT, env }));
};

describe('what is wrong gets one sentence and nothing else', { timeout: 60_000 }, () => {
  const sitesFile = async (content: string): Promise<string> => {
    const path = join(await temporaryFolder(), 'sites.json');
    await writeFile(path, content);
    return path;
  };
  const refused = (sentence: string): Said => ({ code: 1, stdout: '', stderr: `${sentence}\n` });

  it('a missing secret', async () => {
    expect(await app({ adminTokenSecret: '' })).toEqual(
      refused('adminTokenSecret is missing: it names the secret that "npm run secrets" made.'),
    );
  });

  it('an unknown site', async () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d';
    expect(await app({ domain: 't.other.example', certificateArn })).toEqual(
      refused(
        'domain is of an unknown site: no site has the host "t.other.example" among its host and hosts.',
      ),
    );
  });

  it('a bad time zone', async () => {
    const sites = await sitesFile(JSON.stringify([{ ...SHOP, timezone: 'Europe/Atlantis' }]));
    expect(await app({ sites })).toEqual(
      refused('Sites: "0.timezone" must be an IANA time zone, such as "Europe/Berlin".'),
    );
  });

  it('egress=private', async () => {
    expect(await app({ egress: 'private' })).toEqual(
      refused('egress must be nat, privatelink or none, not "private".'),
    );
  });

  it('a choice whose name is mistyped, which would silently be the default', async () => {
    const { code, stderr } = await app({ egres: 'privatelink' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^egres is no choice of this deployment: known are name, .*egress.*\.\n$/,
      ),
    });
  });

  it('egress=none with a real account', async () => {
    expect(await app({ egress: 'none' }, '123456789012')).toEqual(
      refused(
        'egress=none is for emulators: in the account 123456789012 functions would reach neither MongoDB nor the queue.',
      ),
    );
  });

  it('a sites file that is not there, or is no JSON', async () => {
    expect(await app({ sites: 'nowhere.json' })).toEqual(
      refused('sites: the file "nowhere.json" cannot be read.'),
    );
    const path = await sitesFile('[');
    expect(await app({ sites: path })).toEqual(refused(`sites: the file "${path}" is not JSON.`));
  });
});

needsBuild('cdk synth without any AWS configuration', () => {
  it('makes all four stacks, and cdk-nag has nothing to say', { timeout: 120_000 }, async () => {
    const home = await temporaryFolder();
    const out = join(home, 'cdk.out');
    const { code, stdout, stderr } = await answerOf(
      run('cdk', ['synth', '--quiet', '--output', out], { cwd: ROOT, env: nothing(home) }),
    );
    expect(stdout + stderr).toContain(`Successfully synthesized to ${out}`);
    expect(stdout + stderr).not.toMatch(/warning|error/i);
    expect(code).toBe(0);
    expect((await readdir(out)).filter((name) => name.endsWith('.template.json')).sort()).toEqual([
      'FootfallApp.template.json',
      'FootfallData.template.json',
      'FootfallEdge.template.json',
      'FootfallNetwork.template.json',
    ]);
  });
});
