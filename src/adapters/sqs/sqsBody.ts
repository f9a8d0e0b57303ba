/**
 * A JSON text with only characters that every queue takes.
 * SQS refuses U+FFFE and U+FFFF ("SendMessage", SQS API reference), and fauxqs 2.4.1 all beyond U+FFFF as well. Outside
 * ASCII a JSON text holds characters in strings only, so an escape leaves its meaning as it was.
 */
export const sqsBody = (json: string): string =>
  json.replace(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
