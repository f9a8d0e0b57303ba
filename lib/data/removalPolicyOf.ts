import { RemovalPolicy } from 'aws-cdk-lib';

/** What becomes of data whose stack goes. A first deployment that fails takes with it what it made: there is nothing in it yet. */
export const removalPolicyOf = ({ keepData }: { readonly keepData: boolean }): RemovalPolicy =>
  keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
