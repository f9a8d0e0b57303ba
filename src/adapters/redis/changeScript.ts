import { SESSION_IDLE_MS, SESSION_MAX_AGE_MS } from '../../domain/sessions/session.ts';

/**
 * What a login or an order changes of a session, in one atomic trip; of the keys that `VISIT_SCRIPT` has.
 *
 * KEYS: the session's hash, the shard's anonymous browsers, the shard's customers' visitors. ARGV: what changes (JSON), browser, the secret that it
 * must still have or ''. Answers 0 where there is no session, 1 where it is changed, and what it is where it has another secret.
 * A browser that becomes a customer's counts as the customer from then on. Times have 13 digits, of which `cjson` writes 14.
 */
export const CHANGE_SCRIPT = `
local stored = redis.call('HGET', KEYS[1], 'd')
if not stored then return 0 end
local facts = cjson.decode(stored)
if ARGV[3] ~= '' and facts.secret ~= ARGV[3] then return stored end
for name, value in pairs(cjson.decode(ARGV[1])) do facts[name] = value end
redis.call('HSET', KEYS[1], 'd', cjson.encode(facts))
if facts.customerId then
  redis.call('HSET', KEYS[1], 'c', facts.visitor)
  local seen = redis.call('ZSCORE', KEYS[2], ARGV[2])
  if seen then
    redis.call('ZREM', KEYS[2], ARGV[2])
    redis.call('ZADD', KEYS[3], 'GT', seen, facts.visitor)
    redis.call('PEXPIRE', KEYS[3], ${SESSION_MAX_AGE_MS + SESSION_IDLE_MS})
  end
end
return 1
`;
