import { LIMIT_WINDOW_MS, ROUNDING_SHARE } from '../../ports/RateLimits.ts';

/**
 * Takes of one limit, or gives back what was taken.
 *
 * KEYS: the limit's. ARGV: now (epoch milliseconds), requests a minute, how many are taken; a negative number gives back. Answers 0
 * where it is allowed, else the milliseconds until it would be. The value is the instant at which all that was taken has drained (the
 * generic cell rate algorithm's "theoretical arrival time"), and goes with it. One far in the future is of a clock that was
 * set back since. Written with 17 digits: Lua's own `tostring` has 14, of which an instant takes 13.
 */
export const TAKE_SCRIPT = `
local now = tonumber(ARGV[1])
local drained = tonumber(redis.call('GET', KEYS[1]) or 0)
if drained < now or drained > now + ${2 * LIMIT_WINDOW_MS} then drained = now end
local each = ${LIMIT_WINDOW_MS} / tonumber(ARGV[2])
drained = drained + tonumber(ARGV[3]) * each
local left = drained - now
if left > ${LIMIT_WINDOW_MS} + ${ROUNDING_SHARE} * each then return math.ceil(left - ${LIMIT_WINDOW_MS}) end
if left <= 0 then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], string.format('%.17g', drained), 'PX', math.ceil(left))
end
return 0
`;
