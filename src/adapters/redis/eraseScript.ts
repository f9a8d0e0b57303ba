/**
 * Erases a person from one shard, in one atomic trip; of the keys that `VISIT_SCRIPT` has.
 *
 * KEYS: the shard's erased browsers, its anonymous browsers, its customers' visitors, then the sessions' hashes. ARGV: now, until when
 * the browsers' cookies count as absent, a random salt, how many browsers follow, how many of them are shared, the browsers (shared ones
 * last), then the visitors.
 *
 * The hash: `s` a salt, of the first erasure; beside it SHA-1 of salt and browser -> until when, negative of
 * a shared one. Nobody can read who was erased.
 */
export const ERASE_SCRIPT = `
local now, untilMs = tonumber(ARGV[1]), ARGV[2]
redis.call('HSETNX', KEYS[1], 's', ARGV[3])
local salt = redis.call('HGET', KEYS[1], 's')
local notes = redis.call('HGETALL', KEYS[1])
for i = 1, #notes, 2 do
  if notes[i] ~= 's' and math.abs(tonumber(notes[i + 1])) <= now then redis.call('HDEL', KEYS[1], notes[i]) end
end
local browsers, shared = tonumber(ARGV[4]), tonumber(ARGV[5])
for i = 6, #ARGV do
  if i < 6 + browsers then
    local mark = untilMs
    if i >= 6 + browsers - shared then mark = '-' .. untilMs end
    redis.call('HSET', KEYS[1], redis.sha1hex(salt .. ARGV[i]), mark)
    redis.call('ZREM', KEYS[2], ARGV[i])
  else
    redis.call('ZREM', KEYS[3], ARGV[i])
  end
end
local kept = redis.call('PTTL', KEYS[1])
local wanted = tonumber(untilMs) - now
if kept < wanted then redis.call('PEXPIRE', KEYS[1], wanted) end
local deleted = 0
for i = 4, #KEYS do deleted = deleted + redis.call('DEL', KEYS[i]) end
return deleted
`;
