import type { Construct } from 'constructs';
import { createAlarms } from './alarms/createAlarms.ts';
import { createDashboard } from './alarms/createDashboard.ts';
import { type App, createApp } from './app/createApp.ts';
import type { DeployConfig } from './config/DeployConfig.ts';
import { createData, type Data } from './data/createData.ts';
import { createEdge, type Edge } from './edge/createEdge.ts';
import { createNetwork, type Network } from './network/createNetwork.ts';

/** The parts of a deployment: what has state (`Network`, `Data`) apart from what has none. */
export const PARTS = {
  Network: 'the VPC',
  Data: 'cache, metrics, queues, secrets',
  App: 'functions, API, schedules, alarms',
  Edge: 'CloudFront',
} as const;

export interface FootfallParts {
  readonly network: Network;
  readonly data: Data;
  readonly app: App;
  /** Where there is CloudFront. */
  readonly edge: Edge | undefined;
}

/**
 * Makes a whole deployment.
 * @param place where each part goes: a stack of its own, or a part of somebody's
 */
export const createFootfall = (
  config: DeployConfig,
  place: (part: keyof typeof PARTS) => Construct,
): FootfallParts => {
  const network = createNetwork(place('Network'), config);
  const data = createData(place('Data'), config, network);
  const appPlace = place('App');
  const app = createApp(appPlace, config, network, data);
  createAlarms(appPlace, config, app, data);
  createDashboard(appPlace, config, app, data);
  const originSecret = data.secrets.origin;
  const edge = originSecret ? createEdge(place('Edge'), { config, api: app.api, originSecret }) : undefined;
  return { network, data, app, edge };
};
