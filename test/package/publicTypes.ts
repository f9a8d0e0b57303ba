/**
 * How a shop's own Lambda is written against `footfall/middleware`, checked by the compiler (`npm run lint`): `event.session` may be
 * absent, `event.track` never is, and the handler keeps its own event's type.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { footfallSession } from '../../src/package/middleware.ts';

export const handlerOfAShop = async () =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(await footfallSession({ pageViews: 'auto' }))
    .handler(async (event) => {
      event.track('wishlist_shared', { items: 3, tags: ['a'] });
      // @ts-expect-error: a session may be absent
      const certain: string = event.session.id;
      // @ts-expect-error: functions are no properties of an event
      event.track('wrong', { run: () => 1 });
      return { statusCode: 200, body: `${event.rawPath} ${event.session?.visitor ?? certain}` };
    });
