import type { Environment } from '../../src/config/environment.ts';
import { REGION } from './emulatorEnvironment.ts';
import type { LocalStackPlaces } from './LocalStackPlaces.ts';
import type { Step } from './Step.ts';
import type { StaffSecrets } from './staffSecrets.ts';

/** The account that emulators pretend to be. */
const ACCOUNT = '000000000000';

/** How LocalStack's free image differs from AWS: it has neither HTTP APIs, nor CloudFront, nor ElastiCache, nor a network. */
export const localStackContext = ({ redisUrl }: Pick<LocalStackPlaces, 'redisUrl'>) => ({
  egress: 'none',
  api: 'rest',
  cdn: 'none',
  cache: redisUrl,
  keepData: 'false',
});

export interface DeployStepsOptions {
  readonly places: LocalStackPlaces;
  readonly staff: StaffSecrets;
  /** Where CDK puts its assembly. */
  readonly assembly: string;
  /** Where CDK writes the stacks' outputs, as JSON. */
  readonly outputsFile: string;
  /** `false` where `dist/` is new already. */
  readonly build: boolean;
}

/** A deployment from nothing, in order; each step may be run again. */
export const deploySteps = ({
  places,
  staff,
  assembly,
  outputsFile,
  build,
}: DeployStepsOptions): readonly Step[] => {
  const here: Environment = { MONGODB_URI: places.mongodbUriHere };
  const context = Object.entries(localStackContext(places)).flatMap(([key, value]) => [
    '--context',
    `${key}=${value}`,
  ]);
  return [
    ...(build ? [{ title: 'The bundles', command: ['npm', 'run', '--silent', 'build'] } as const] : []),
    {
      title: 'The secrets',
      // On an emulator that runs already, the ones of before are renewed.
      command: ['npm', 'run', '--silent', 'secrets', '--', '--replace'],
      environment: {
        MONGODB_URI: places.mongodbUri,
        ADMIN_PASSWORD: staff.password,
        ADMIN_TOKEN: staff.token,
      },
    },
    {
      title: "The record's indexes",
      command: ['npm', 'run', '--silent', 'indexes'],
      environment: here,
    },
    { title: "The demo shop's products", command: ['npm', 'run', '--silent', 'products'], environment: here },
    {
      title: 'The templates',
      command: ['npx', 'cdk', 'synth', '--quiet', '--output', assembly, ...context],
    },
    {
      title: 'What CDK needs in an account',
      command: ['npx', 'cdk', 'bootstrap', '--app', assembly, `aws://${ACCOUNT}/${REGION}`],
    },
    {
      title: 'The stacks',
      command: [
        'npx',
        'cdk',
        'deploy',
        '--app',
        assembly,
        '--all',
        '--require-approval',
        'never',
        '--outputs-file',
        outputsFile,
      ],
    },
  ];
};
