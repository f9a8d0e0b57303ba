import type { Resource, SynthesisedPart } from './deployment.ts';

/** CDK ends a logical id with a hash. */
const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

/** A resource of a policy, as a person would call it: `Events`, `footfall/mongodb-uri-??????`, `*`. */
const nameOf = (resource: unknown): string => {
  if (typeof resource === 'string') return resource.replace(/^.*:secret:/, '');
  const json = JSON.stringify(resource);
  const imported = json.match(
    /(?:Exports|Publish)Output(?:FnGetAtt|Ref)(\w+?[0-9A-F]{8})(?:Arn)?[0-9A-F]{8}/,
  )?.[1];
  if (imported !== undefined) return withoutHash(imported);
  const given = json.match(/:secret:([^"]+)"/)?.[1];
  if (given !== undefined) return given;
  const own = json.match(/^{"(?:Fn::GetAtt":\["|Ref":")(\w+)/)?.[1];
  return own === undefined ? json : withoutHash(own);
};

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** A policy's statement, as CloudFormation has it. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export interface Allowed {
  readonly action: string;
  readonly resource: string;
  /** The policy that says so, where it is one for several functions. */
  readonly shared?: string;
  readonly condition?: unknown;
}

const pairsOf = (statements: readonly Statement[], shared?: string): Allowed[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => ({
          action,
          resource: nameOf(resource),
          ...(shared === undefined ? {} : { shared }),
          ...(Condition === undefined ? {} : { condition: Condition }),
        })),
      ),
    );

const roleOf = (app: SynthesisedPart, name: string): Resource => {
  const role = app.resources('AWS::IAM::Role').find(({ id }) => withoutHash(id) === `${name}Role`);
  if (!role) throw new Error(`there is no role of ${name}`);
  return role;
};

/** Whatever a function may do, by every policy that its role has. */
export const allowed = (app: SynthesisedPart, name: string): Allowed[] => {
  const role = roleOf(app, name);
  const { ManagedPolicyArns: managed = [], Policies: inline } = role.Properties;
  if (inline !== undefined) throw new Error(`${name} has policies inside of its role, which nobody reads`);
  const own = app
    .resources('AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role.id));
  const shared = (managed as unknown[]).map((arn) => {
    const policy = app
      .resources('AWS::IAM::ManagedPolicy')
      .find(({ id }) => JSON.stringify(arn) === JSON.stringify({ Ref: id }));
    if (!policy) throw new Error(`${name} has a policy of AWS's own: ${JSON.stringify(arn)}`);
    return policy;
  });
  return [
    ...own.flatMap(({ Properties }) => pairsOf(Properties.PolicyDocument.Statement)),
    ...shared.flatMap(({ id, Properties }) => pairsOf(Properties.PolicyDocument.Statement, withoutHash(id))),
  ];
};

/** What a function may do that others may not just so: by action, the resources. */
export const ownPermissions = (app: SynthesisedPart, name: string): { [action: string]: string[] } => {
  const permissions: { [action: string]: string[] } = {};
  for (const { action, resource, shared, condition } of allowed(app, name)) {
    if (shared !== undefined) continue;
    permissions[action] = [
      ...(permissions[action] ?? []),
      condition === undefined ? resource : `${resource} where ${JSON.stringify(condition)}`,
    ].sort();
  }
  return permissions;
};
