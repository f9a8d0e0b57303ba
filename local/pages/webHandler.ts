import { createHandler } from '../../functions/web/createHandler.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { type AppName, builtApp } from './builtApp.ts';

/** An application's pages, by the Lambda's own handler; its files are read, or built, when somebody first asks for them. */
export const webHandler = (name: AppName): HttpHandler => {
  let handler: Promise<ReturnType<typeof createHandler>> | undefined;
  return async (event) => {
    handler ??= builtApp(name)
      .then((files) => createHandler({ [name]: files }))
      .catch((error: unknown) => {
        handler = undefined;
        throw error;
      });
    return (await handler)(event);
  };
};
