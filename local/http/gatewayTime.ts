const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const format = (second: number): string => {
  const date = new Date(second * 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}:${time} +0000`;
};

let lastSecond = Number.NaN;
let lastText = '';

/** `requestContext.time`, `22/Nov/2026:12:00:00 +0000`: made once a second, for all requests of it. */
export const gatewayTime = (nowMs: number): string => {
  const second = Math.floor(nowMs / 1_000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = format(second);
  }
  return lastText;
};
