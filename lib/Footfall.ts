import { Stack, Token } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeployContext } from './config/contextDefaults.ts';
import { parseDeployConfig } from './config/parseDeployConfig.ts';
import { createFootfall, type FootfallParts } from './createFootfall.ts';
import type { FootfallProps } from './FootfallProps.ts';
import { grantSession } from './grantSession.ts';

const onOff = (isOn: boolean): 'on' | 'off' => (isOn ? 'on' : 'off');

/**
 * The same words as the command line has, so that both are checked alike. What is there and `undefined` is left out; but a secret that
 * must be given is missing then, for the command line's default would be another deployment's.
 */
const contextOf = ({
  sites,
  storefront = false,
  traces = false,
  ...props
}: FootfallProps): DeployContext => ({
  mongodbUriSecret: '',
  adminPasswordHashSecret: '',
  adminTokenSecret: '',
  ...Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ),
  storefront: onOff(storefront),
  traces: onOff(traces),
});

/**
 * Footfall in a stack of a shop's own.
 *
 * @example
 * const footfall = new Footfall(this, 'Analytics', {
 *   sites: [{ id: 'shop', host: 't.shop.example', origins: ['https://shop.example'], timezone: 'Europe/Berlin', currency: 'EUR' }],
 *   mongodbUriSecret: 'footfall/mongodb-uri',
 *   adminPasswordHashSecret: 'footfall/admin-password-hash',
 *   adminTokenSecret: 'footfall/admin-token',
 * });
 * footfall.grantSession(checkout);
 */
export class Footfall extends Construct {
  /** Where the functions are. */
  readonly vpc: IVpc;
  /** Of functions that may reach the cache: for Lambdas of a shop's own. */
  readonly lambdaSecurityGroup: ISecurityGroup;
  /** Where visitors and the staff reach it. */
  readonly url: string;
  readonly api: { readonly url: string };
  readonly parts: FootfallParts;

  /** @throws ConfigurationError with one sentence about the first prop that is wrong */
  constructor(scope: Construct, id: string, props: FootfallProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const config = parseDeployConfig({
      context: contextOf(props),
      account: Token.isUnresolved(account) ? undefined : account,
      sitesAt: () => props.sites,
    });
    this.parts = createFootfall(config, (part) => new Construct(this, part));
    const { network, app, edge } = this.parts;
    this.vpc = network.vpc;
    this.lambdaSecurityGroup = network.sessionSecurityGroup;
    this.api = app.api;
    this.url = edge?.url ?? app.api.url;
    this.#sites = props.sites;
  }

  readonly #sites: FootfallProps['sites'];

  /**
   * Gives a Lambda what `footfall/middleware` needs in it: its environment, its secrets, the queue, the way to the cache.
   * @param lambda one in `vpc`, where the cache is ElastiCache's
   * @throws ConfigurationError where it cannot reach the cache, has one of the variables with another value already, or the sites do not
   * fit into its environment. A variable that it is given afterwards is found when the app is synthesised.
   */
  grantSession(lambda: LambdaFunction): void {
    grantSession(lambda, this.parts, this.#sites);
  }
}
