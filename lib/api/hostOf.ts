import { Fn } from 'aws-cdk-lib';

/** The host of an address that is known when it is deployed. */
export const hostOf = (url: string): string => Fn.select(2, Fn.split('/', url));
