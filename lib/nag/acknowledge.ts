import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a finding of cdk-nag is meant to be as it is, on the one resource that has it. */
export const acknowledge = (resource: IConstruct, rule: `AwsSolutions-${string}`, reason: string): void =>
  Validations.of(resource).acknowledge({ id: rule, reason });
