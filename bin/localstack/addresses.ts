import type { Environment } from '../../src/config/environment.ts';
import type { LocalStackPlaces } from './LocalStackPlaces.ts';
import type { StaffSecrets } from './staffSecrets.ts';

/** What was deployed and where, for a person. A password and a token that were given are not repeated. */
export const addresses = ({
  site,
  places,
  staff,
  given,
}: {
  readonly site: string;
  readonly places: LocalStackPlaces;
  readonly staff: StaffSecrets;
  readonly given: Environment;
}): string =>
  [
    '',
    `Shop        ${site}/`,
    `Dashboard   ${site}/dashboard/`,
    `Endpoint    ${site}/track`,
    `AWS         ${places.endpoint}`,
    `MongoDB     ${places.mongodbUriHere}`,
    ...(given.ADMIN_PASSWORD ? [] : [`Password    ${staff.password}`]),
    ...(given.ADMIN_TOKEN ? [] : [`Token       ${staff.token}`]),
    '',
  ].join('\n');
