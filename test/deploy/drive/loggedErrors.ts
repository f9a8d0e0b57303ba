import { rawCall } from '../cloud/rawCall.ts';
import type { Deployed } from './openDeployed.ts';

interface LogGroups {
  readonly logGroups: readonly { readonly logGroupName: string }[];
}
interface LogEvents {
  readonly events?: readonly { readonly message: string }[];
}

const isError = (line: string): boolean => /"level":"(ERROR|CRITICAL)"/.test(line);

/** Lines of the functions' logs that tell a fault. */
export const loggedErrors = async ({ cloud }: Pick<Deployed, 'cloud'>): Promise<string[]> => {
  const logs = async (operation: string, body: object) =>
    JSON.parse(await rawCall(cloud.awsUrl, { service: 'logs', target: `Logs_20140328.${operation}`, body }));
  const { logGroups }: LogGroups = await logs('DescribeLogGroups', {});
  const lines: string[] = [];
  for (const { logGroupName } of logGroups) {
    const { events = [] }: LogEvents = await logs('FilterLogEvents', { logGroupName });
    lines.push(...events.flatMap(({ message }) => message.split('\n')));
  }
  return lines.filter(isError);
};
