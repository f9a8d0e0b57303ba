import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createHandler } from '../../functions/web/createHandler.ts';
import { DASHBOARD_PATHS } from '../../functions/web/dashboardApp.ts';
import { readFiles } from '../../functions/web/readFiles.ts';
import { createHttpServer } from '../../local/http/createHttpServer.ts';
import { readableLog } from '../../src/adapters/log/readableLog.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { analyticsAnswer, NOW, Refused, SITES } from './dashboardAnswers.ts';

export const PASSWORD = 'merino and alpaca';
const COOKIE = 'footfall_staff=fixture';

/** What a test may change of the server while it runs. */
export interface ServerMood {
  /** How many of the sites there are. */
  sites: 1 | 2;
  /** Answers in place of the API's, where it returns one. */
  instead: (
    path: string,
    query: URLSearchParams,
  ) => { status: number; body?: unknown; headers?: Record<string, string> } | undefined;
  /** Before each answer of the metrics. */
  delayMs: number;
}

const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
const fault = (status: number, code: string, message: string, headers?: Record<string, string>): HttpAnswer =>
  json(status, { error: { code, message } }, headers);
const csv = (body: unknown): HttpAnswer => ({
  statusCode: 200,
  headers: {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="footfall.csv"',
    'cache-control': 'no-store',
  },
  body: Object.keys(body as object).join(','),
});

/**
 * The built dashboard behind its own handler on the project's local server, and an API that speaks the real one's wire with
 * a made-up shop's numbers.
 */
export const startDashboardServer = async (folder: string) => {
  const mood: ServerMood = { sites: 1, instead: () => undefined, delayMs: 0 };
  const asked: string[] = [];
  const said: unknown[] = [];
  const web = createHandler({ dashboard: await readFiles(folder) });

  const admin = (path: string, event: APIGatewayProxyEventV2): HttpAnswer => {
    if (path === 'logout') return json(200, { ok: true }, { 'set-cookie': `${COOKIE}; Max-Age=0; Path=/` });
    const { password } = JSON.parse(event.body ?? '{}') as { password?: string };
    if (password !== PASSWORD) return fault(401, 'unauthorized', 'Wrong password.');
    return json(200, { ok: true }, { 'set-cookie': `${COOKIE}; HttpOnly; SameSite=Strict; Path=/` });
  };

  const answer = (path: string, query: URLSearchParams): HttpAnswer => {
    if (path === 'admin/me') return json(200, { sites: SITES.slice(0, mood.sites), now: NOW });
    try {
      const body = analyticsAnswer(path.replace('analytics/', ''), query);
      return query.get('format') === 'csv' ? csv(body) : json(200, body);
    } catch (error) {
      if (error instanceof Refused) return json(error.status, error.body);
      throw error;
    }
  };

  const api = async (event: APIGatewayProxyEventV2): Promise<HttpAnswer> => {
    const path = event.rawPath.slice('/api/'.length);
    const query = new URLSearchParams(event.rawQueryString);
    asked.push(`${path}?${query}`);
    const other = mood.instead(path, query);
    if (other) return json(other.status, other.body ?? {}, other.headers);
    if (path === 'admin/bots/verdicts') {
      said.push(JSON.parse(event.body ?? '{}'));
      return json(200, { ok: true });
    }
    if (event.requestContext.http.method === 'POST') return admin(path.replace('admin/', ''), event);
    if (!event.cookies?.includes(COOKIE)) return fault(401, 'unauthorized', 'Log in first.');
    if (mood.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, mood.delayMs));
    return answer(path, query);
  };

  const server = createHttpServer({
    log: readableLog({ write: (line) => process.stderr.write(`${line}\n`), now: Date.now }),
    routes: {
      ...Object.fromEntries(DASHBOARD_PATHS.map((path) => [`GET ${path}`, web])),
      'ANY /api/{proxy+}': api,
    },
  });
  const port = await server.listen(0);
  return {
    origin: `http://127.0.0.1:${port}`,
    mood,
    /** Paths and queries of the API that were asked for. */
    asked,
    /** What was said of bots and people. */
    said,
    stop: () => server.close(),
  };
};
export type DashboardServer = Awaited<ReturnType<typeof startDashboardServer>>;
