import { SESSION_IDLE_MS, SESSION_MAX_AGE_MS } from '../../domain/sessions/session.ts';
import { TOUCH_AFTER_MS } from '../../ports/HotSessions.ts';

/**
 * Everything a tracked request does to Redis, in one atomic trip.
 *
 * KEYS: the session's hash, the shard's anonymous browsers, the shard's customers' visitors, the shard's erased browsers: all under
 * one hash tag, so that it runs on a cluster as it does on one node.
 * ARGV: now, page views, events, enqueues (0|1), active (0|1), browser, details (0|1), then for a creation: facts (JSON),
 * context (JSON) or '', customer's visitor id or '', last seen, page views, events so far.
 *
 * The hash: `d` facts, `x` context, read only where it is asked for, `c` the visitor id of a customer, `l` last seen, `p` page views, `e` events, `q` last enqueued.
 * Where anybody of the shard was erased, a browser is looked for among them, and the answer is 'x' if it is found. A live copy is deleted
 * then: nobody knew of it when its browser was erased. Not on a shared browser, whose mark is negative: it is somebody else's.
 * Expired members of a sorted set are trimmed when one is added or a session is created, and on no other visit: so the set must
 * outlive the longest session that may go on marking its visitor active. A browser that became a customer's counts as the customer.
 */
export const VISIT_SCRIPT = `
local h = redis.call('HMGET', KEYS[1], 'd', 'l', 'p', 'e', 'q', 'c')
local now = tonumber(ARGV[1])
local created = 0
local facts, seen, views, events, queued, customer = h[1], h[2], h[3], h[4], h[5], h[6]
local salt = redis.call('HGET', KEYS[4], 's')
if salt then
  local untilMs = tonumber(redis.call('HGET', KEYS[4], redis.sha1hex(salt .. ARGV[6])) or 0)
  if untilMs > now or (not facts and -untilMs > now) then
    if facts then redis.call('DEL', KEYS[1]) end
    return 'x'
  end
end
if not facts then
  if not ARGV[8] then return false end
  created = 1
  facts, customer, seen, views, events, queued = ARGV[8], ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[1]
end
seen = tonumber(seen)
views = tonumber(views) + tonumber(ARGV[2])
events = tonumber(events) + tonumber(ARGV[3])
local due = 0
if ARGV[4] == '1' then
  queued = ARGV[1]
elseif created == 0 and now - tonumber(queued) >= ${TOUCH_AFTER_MS} then
  due = 1
  queued = ARGV[1]
end
local latest = seen
if now > latest then latest = now end
if created == 1 then
  redis.call('HSET', KEYS[1], 'd', facts, 'x', ARGV[9], 'c', customer, 'l', latest, 'p', views, 'e', events, 'q', queued)
else
  redis.call('HSET', KEYS[1], 'l', latest, 'p', views, 'e', events, 'q', queued)
end
redis.call('PEXPIRE', KEYS[1], ${SESSION_IDLE_MS})
if ARGV[5] == '1' then
  local set, member = KEYS[2], ARGV[6]
  if customer and customer ~= '' then set, member = KEYS[3], customer end
  local added = redis.call('ZADD', set, now, member)
  if added == 1 or created == 1 then
    redis.call('ZREMRANGEBYSCORE', set, '-inf', now - ${SESSION_IDLE_MS})
    redis.call('PEXPIRE', set, ${SESSION_MAX_AGE_MS + SESSION_IDLE_MS})
    if set == KEYS[3] then redis.call('ZREM', KEYS[2], ARGV[6]) end
  end
end
local context = ''
if ARGV[7] == '1' then context = redis.call('HGET', KEYS[1], 'x') end
return {created, facts, seen, views, events, due, context}
`;
