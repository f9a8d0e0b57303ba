import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { RING_FILES } from '../../local/wiring/ringFiles.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { complainingOfAws } from '../command/awsComplaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { fingerprintOf, keysIn, type Turn, turnRing } from './keyRing.ts';
import { fileRing, type RingShelf, secretRing } from './ringShelf.ts';

const USAGE = `npm run rotate -- (--secret ARN|NAME [--region REGION] | --ring ${Object.keys(RING_FILES).join('|')}) [--add [--first] | --promote FINGERPRINT | --retire FINGERPRINT]`;
const KEY_BYTES = 32;

const isRing = (name: string): name is keyof typeof RING_FILES => Object.hasOwn(RING_FILES, name);

interface Options {
  readonly secret?: string | undefined;
  readonly ring?: string | undefined;
  readonly add: boolean;
  readonly first: boolean;
  readonly promote?: string | undefined;
  readonly retire?: string | undefined;
}

const turnOf = ({ add, first, promote, retire }: Options): Turn => {
  const asked = [add, promote !== undefined, retire !== undefined].filter(Boolean).length;
  if (asked > 1 || (first && !add)) throw new Complaint(`One step at a time.\nUsage: ${USAGE}`);
  if (add) return { step: 'add', key: randomBytes(KEY_BYTES).toString('base64url'), first };
  if (promote !== undefined) return { step: 'promote', fingerprint: promote };
  if (retire !== undefined) return { step: 'retire', fingerprint: retire };
  return { step: 'list' };
};

const turn = async (shelf: RingShelf, step: Turn): Promise<void> => {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const before = keysIn(await shelf.read());
  const after = turnRing(before, step);
  // What no function could start with must not be written.
  parseKeyRing(after.join(','), shelf.name);
  const changed = after.join() !== before.join();
  if (changed) await shelf.write(after.join(','));
  tell(`${shelf.name}: ${changed ? 'changed' : 'as it was'}.`);
  after.forEach((key, index) => {
    const added = step.step === 'add' && key === step.key ? ', new' : '';
    tell(`  ${fingerprintOf(key)}  ${index === 0 ? 'signs, and verifies' : 'verifies'}${added}`);
  });
  if (changed) tell(shelf.afterwards);
};

/** Turns a ring of keys, one step a run: add, promote, retire. Shows fingerprints, never a key. */
await runCommand(async () => {
  const options = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: {
      secret: { type: 'string' },
      region: { type: 'string' },
      ring: { type: 'string' },
      add: { type: 'boolean', default: false },
      first: { type: 'boolean', default: false },
      promote: { type: 'string' },
      retire: { type: 'string' },
    },
  });
  const { secret, ring, region } = options;
  const step = turnOf(options);
  if (secret !== undefined && ring === undefined) {
    const client = new SecretsManagerClient(region === undefined ? {} : { region });
    try {
      return await complainingOfAws(() => turn(secretRing(client, secret), step));
    } finally {
      client.destroy();
    }
  }
  if (secret === undefined && ring !== undefined && isRing(ring)) {
    return turn(fileRing(resolve(process.env.DATA_DIR || '.footfall'), ring), step);
  }
  throw new Complaint(`Say which ring.\nUsage: ${USAGE}`);
});
