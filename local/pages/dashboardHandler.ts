import { createHandler } from '../../functions/web/createHandler.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { dashboardFiles } from './dashboardFiles.ts';

/** The dashboard, by the Lambda's own handler; its files are read, or built, when somebody first asks for them. */
export const dashboardHandler = (): HttpHandler => {
  let handler: Promise<ReturnType<typeof createHandler>> | undefined;
  return async (event) => {
    handler ??= dashboardFiles()
      .then((files) => createHandler({ files }))
      .catch((error: unknown) => {
        handler = undefined;
        throw error;
      });
    return (await handler)(event);
  };
};
