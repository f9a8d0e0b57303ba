import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lib/app/functionTable.ts';
import { allowed, ownPermissions } from './allowed.ts';
import { builtFunctions, deployment, EMULATED, SHOP, type SynthesisedPart } from './deployment.ts';

const NAMES = Object.keys(FUNCTIONS);
const MONGODB = 'footfall/mongodb-uri-??????';
const STAFF = [
  'SecretsCookieKeys',
  'SecretsOrigin',
  'footfall/admin-password-hash-??????',
  'footfall/admin-token-??????',
];
const SESSION = ['SecretsCookieKeys', 'SecretsOrigin', 'SecretsRedisPassword', MONGODB];
const LOGINS = 'Metrics where {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["login"]}}';
const METRICS = ['Metrics'];
const WRITES_METRICS = {
  'dynamodb:GetItem': METRICS,
  'dynamodb:BatchGetItem': METRICS,
  'dynamodb:Query': METRICS,
  'dynamodb:PutItem': METRICS,
  'dynamodb:UpdateItem': METRICS,
  'dynamodb:DeleteItem': METRICS,
  'dynamodb:BatchWriteItem': METRICS,
};

/** Everything, but writing its own log, which each may. */
const MAY: { readonly [name: string]: { readonly [action: string]: readonly string[] } } = {
  track: { 'secretsmanager:GetSecretValue': SESSION, 'sqs:SendMessage': ['Events'] },
  conversions: {
    'secretsmanager:GetSecretValue': ['SecretsConversionKeys', ...SESSION],
    'sqs:SendMessage': ['Events'],
  },
  storefront: {
    'secretsmanager:GetSecretValue': ['SecretsJwtKeys', ...SESSION],
    'sqs:SendMessage': ['Events'],
    'dynamodb:GetItem': [LOGINS],
    'dynamodb:UpdateItem': [LOGINS],
    'dynamodb:DeleteItem': [LOGINS],
  },
  people: {
    'secretsmanager:GetSecretValue': [...STAFF, MONGODB, 'SecretsRedisPassword'],
    'sqs:GetQueueAttributes': ['Events'],
    // The staff's word on a bot goes the way of events.
    'sqs:SendMessage': ['Events'],
    'dynamodb:GetItem': METRICS,
    'dynamodb:BatchGetItem': METRICS,
    'dynamodb:Query': METRICS,
  },
  analytics: {
    'secretsmanager:GetSecretValue': STAFF,
    'dynamodb:GetItem': ['Metrics', LOGINS],
    'dynamodb:BatchGetItem': METRICS,
    'dynamodb:Query': METRICS,
    'dynamodb:UpdateItem': [LOGINS],
    'dynamodb:DeleteItem': [LOGINS],
  },
  web: {},
  writer: {
    'secretsmanager:GetSecretValue': [MONGODB],
    'sqs:SendMessage': ['DeadLetters'],
    'sqs:ReceiveMessage': ['Events'],
    'sqs:ChangeMessageVisibility': ['Events'],
    'sqs:GetQueueUrl': ['Events'],
    'sqs:DeleteMessage': ['Events'],
    'sqs:GetQueueAttributes': ['Events'],
  },
  minute: {
    'secretsmanager:GetSecretValue': ['SecretsRedisPassword', MONGODB],
    'sqs:SendMessage': ['Events'],
    ...WRITES_METRICS,
  },
  midnight: {
    'secretsmanager:GetSecretValue': [MONGODB],
    ...WRITES_METRICS,
  },
};

const sorted = (permissions: { readonly [action: string]: readonly string[] }) =>
  Object.fromEntries(Object.entries(permissions).map(([action, on]) => [action, [...on].sort()]));

describe('what each function may do', () => {
  const bundles = builtFunctions();
  let app: SynthesisedPart;
  beforeAll(() => {
    app = deployment({ bundles, context: { traces: 'on' } }).part('App');
  });

  it.each(NAMES)('%s may do exactly what it is for', (name) => {
    expect(ownPermissions(app, name)).toEqual({
      'logs:CreateLogStream': [`${name}Logs`],
      'logs:PutLogEvents': [`${name}Logs`],
      ...sorted(MAY[name] ?? {}),
    });
  });

  it.each(NAMES)('%s has nothing on every resource but by the two shared policies', (name) => {
    const everywhere = allowed(app, name).filter(({ resource }) => resource === '*');
    expect(everywhere.filter(({ shared }) => shared === undefined)).toEqual([]);
    expect(new Set(everywhere.map(({ action }) => action.split(':')[0]))).toEqual(
      new Set(name === 'analytics' || name === 'web' ? ['xray'] : ['ec2', 'xray']),
    );
  });

  it('the shared policies say why they are on every resource', () => {
    const policies = app.resources('AWS::IAM::ManagedPolicy');
    expect(policies.map(({ Properties }) => Properties.Description)).toEqual([
      expect.stringContaining('Lambda makes and describes its network interfaces'),
      expect.stringContaining('X-Ray takes traces for an account'),
    ]);
  });

  it('without traces none is let send any', () => {
    const untraced = deployment({ bundles }).part('App');
    for (const name of NAMES) {
      expect(allowed(untraced, name).filter(({ action }) => action.startsWith('xray:'))).toEqual([]);
    }
    for (const [part, tracing] of [
      [untraced, undefined],
      [app, { Mode: 'Active' }],
    ] as const) {
      for (const { Properties } of part.resources('AWS::Lambda::Function')) {
        expect(Properties.TracingConfig).toEqual(tracing);
      }
    }
  });

  it('who meets visitors may have the salts of their days where a site keeps no cookies, and is told the table', () => {
    const salts = 'Metrics where {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["salt#*"]}}';
    const sites = [SHOP, { ...SHOP, id: 'quiet', origins: ['https://quiet.example'], privacy: 'cookieless' }];
    const cookieless = deployment({ bundles, sites }).part('App');
    for (const name of ['track', 'conversions', 'storefront']) {
      const may = ownPermissions(cookieless, name);
      expect(may['dynamodb:PutItem']).toEqual([salts]);
      expect(may['dynamodb:GetItem']).toContain(salts);
      expect(may['dynamodb:Query']).toBeUndefined();
      const environment = (part: SynthesisedPart) =>
        part.resources('AWS::Lambda::Function').find(({ id }) => id.startsWith(`${name}Function`))?.Properties
          .Environment.Variables;
      expect(environment(cookieless).TABLE_NAME).toBeDefined();
      if (name !== 'storefront') expect(environment(app).TABLE_NAME).toBeUndefined();
    }
    expect(ownPermissions(cookieless, 'analytics')).toEqual(
      expect.objectContaining({ 'dynamodb:UpdateItem': [LOGINS] }),
    );
  });

  it('no policy has an action with a wildcard', () => {
    for (const name of NAMES) {
      expect(allowed(app, name).filter(({ action }) => action.includes('*'))).toEqual([]);
    }
  });

  it('without a cache of ours and CloudFront there are none of their secrets to read', () => {
    const plain = deployment({
      bundles,
      context: { ...EMULATED, cdn: 'none', cache: 'redis://redis:6379', storefront: 'off' },
    }).part('App');
    expect(ownPermissions(plain, 'track')['secretsmanager:GetSecretValue']).toEqual(
      ['SecretsCookieKeys', MONGODB].sort(),
    );
    expect(() => allowed(plain, 'storefront')).toThrow('there is no role of storefront');
  });
});
