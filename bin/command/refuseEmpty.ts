import { Complaint } from '../aggregate/Complaint.ts';

/**
 * A variable that is set and empty is a value that somebody looked for and did not find: without it, the work would go elsewhere.
 * @throws Complaint
 */
export const refuseEmpty = (environment: NodeJS.ProcessEnv, names: readonly string[]): void => {
  for (const name of names) {
    if (environment[name] === '') throw new Complaint(`${name} is set and empty: unset it, or say which.`);
  }
};
