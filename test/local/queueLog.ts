import { keptLog } from '../support/testShop.ts';

/** A log that keeps its messages, each with its level before it. */
export const createLog = () => {
  const log = keptLog();
  return {
    ...log,
    get lines(): readonly string[] {
      return log.lines.map(({ level, message }) => `${level}: ${message}`);
    },
  };
};
