import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { complainingOfAws } from '../command/awsComplaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { askHidden } from './ask.ts';
import { GIVEN_SECRETS, type GivenSecret } from './givenSecrets.ts';
import { secretShelf } from './secretShelf.ts';
import { storeSecrets } from './storeSecrets.ts';

const NAMES = GIVEN_SECRETS.map(({ name }) => name);
const USAGE = `npm run secrets -- [--prefix footfall] [--region REGION] [--replace] [--only ${NAMES.join('|')}]`;

const wantedSecrets = (only: string | undefined): readonly GivenSecret[] => {
  const wanted = GIVEN_SECRETS.filter(({ name }) => only === undefined || name === only);
  if (wanted.length > 0) return wanted;
  throw new Complaint(`--only must be one of ${NAMES.join(', ')}.\nUsage: ${USAGE}`);
};

const checkedPrefix = (prefix: string): string => {
  // Of what AWS takes in a secret's name ("CreateSecret"), without a slash at either end.
  if (/^[\w+=.@-]+(\/[\w+=.@-]+)*$/.test(prefix) && prefix.length <= 256) return prefix;
  throw new Complaint(`--prefix must be a name such as "footfall" or "shops/footfall".\nUsage: ${USAGE}`);
};

/** Puts the secrets that a person has to give into Secrets Manager, where `cdk deploy` looks for them. */
await runCommand(async () => {
  const options = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: {
      prefix: { type: 'string', default: 'footfall' },
      region: { type: 'string' },
      replace: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const secrets = wantedSecrets(options.only);
  const prefix = checkedPrefix(options.prefix);
  const client = new SecretsManagerClient(options.region === undefined ? {} : { region: options.region });
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const renewed = await complainingOfAws(() =>
      storeSecrets({
        secrets,
        prefix,
        replace: options.replace,
        shelf: secretShelf(client),
        environment: process.env,
        ask: process.stdin.isTTY ? askHidden : undefined,
        tell,
      }),
    );
    if (renewed > 0) {
      tell(
        'Functions read their secrets when they start: those that run keep the old ones until Lambda ends them,',
      );
      tell('or until they are deployed with a change.');
    }
  } finally {
    client.destroy();
  }
});
