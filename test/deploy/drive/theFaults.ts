import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { shopBrowser } from '../../system/shopBrowser.ts';
import { runCommand } from '../cloud/runCommand.ts';
import { loggedErrors } from './loggedErrors.ts';
import type { Deployed } from './openDeployed.ts';

const START_TIMEOUT_MS = 20_000;

/** After all that went well. That errors would be seen, the outages' tests show. */
export const noErrors = (deployed: () => Deployed): void => {
  it('until here, no function has logged an error', async () => {
    expect(await loggedErrors(deployed())).toEqual([]);
  });
};

/** What a configuration that lacks something comes to. */
export const theMissingSecret = (deployed: () => Deployed): void => {
  it('a function whose secret is missing does not start: no answer but a fault, and a critical line that names the variable', async () => {
    const { aws, output, url, cloud } = deployed();
    const FunctionName = output('TrackFunctionName');
    const { Configuration, Code } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
    const variables = Configuration?.Environment?.Variables ?? {};
    const configure = (
      Variables: NonNullable<UpdateFunctionConfigurationCommandInput['Environment']>['Variables'],
    ) =>
      aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    const broken = { ...variables, COOKIE_KEYS_SECRET_ARN: 'no-such-secret' };
    await configure(broken);
    try {
      const answer = await shopBrowser(url).view('/');
      // MiniStack answers 502 here, where an HTTP API says 500 and a REST API 502.
      expect([500, 502]).toContain(answer.status);
      expect(answer.setCookies).toEqual([]);
    } finally {
      await configure(variables);
    }
    expect((await shopBrowser(url).view('/')).status, 'with its secret again').toBe(200);

    // MiniStack keeps no log of a start that failed: the deployed code is started once more, as Lambda starts it.
    const folder = join(cloud.folder, 'deployed-track');
    const zip = join(cloud.folder, 'deployed-track.zip');
    await writeFile(zip, Buffer.from(await (await fetch(Code?.Location ?? '')).arrayBuffer()));
    const inFolder = { cwd: cloud.folder, timeoutMs: START_TIMEOUT_MS };
    await runCommand('python3', ['-m', 'zipfile', '-e', zip, folder], {
      environment: cloud.environment,
      ...inFolder,
    });
    const failure = await runCommand(process.execPath, [join(folder, 'handler.mjs')], {
      environment: { ...cloud.environment, ...broken },
      ...inFolder,
    }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    const critical = failure.split('\n').filter((line) => line.includes('"level":"CRITICAL"'));
    expect(critical, failure).toHaveLength(1);
    expect(critical[0]).toMatch(/COOKIE_KEYS/);
  }, 90_000);
};
