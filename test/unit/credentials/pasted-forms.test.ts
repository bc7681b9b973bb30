import { describe, expect, test } from 'vitest';
import { inspectCookie, secretsIn } from '../../../src/credentials/cookie.ts';
import { HEADER, NOW, PAIRS } from '../../support/cookie-exports.ts';
import { pairsOf, refusal } from '../../support/refusal.ts';

const URL_OF_REQUEST = 'https://affiliate.tiktok.com/api/v1/creator/home?locale=en&day=7';
const entries = Object.entries(PAIRS);

const curlBash = (cookie: string): string =>
  [
    `curl '${URL_OF_REQUEST}' \\`,
    "  -H 'accept: application/json, text/plain, */*' \\",
    `  ${cookie} \\`,
    `  -H $'user-agent: It\\'s \\u0021' \\`,
    `  --data-raw '{"cookie":"none=1"}'`,
  ].join('\n');

/** As Chrome escapes for cmd: a caret before all but the plainest characters. */
const caret = (text: string): string =>
  text.replace(/[^\w\s\-:=+~'/.,?;()*]/g, '^$&').replace(/%(?=\w)/g, '%^');

const curlCmd = [
  `curl ^"${caret(URL_OF_REQUEST)}^" ^`,
  '  -H ^"accept: */*^" ^',
  `  -b ^"${caret(HEADER)}^" ^`,
  '  --compressed',
].join('\r\n');

const nodeFetch = `fetch("${URL_OF_REQUEST}", {
  "headers": {
    "accept": "application/json",
    "cookie": "${HEADER}"
  },
  "body": null,
  "method": "GET"
});`;

const powerShell = [
  '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
  '$session.UserAgent = "Mozilla/5.0"',
  ...entries.map(
    ([name, value]) =>
      `$session.Cookies.Add((New-Object System.Net.Cookie("${name}", "${value}", "/", ".tiktok.com")))`,
  ),
  '$session.Cookies.Add((New-Object System.Net.Cookie("sid", "stranger-9f8e7d", "/", ".example.com")))',
  `Invoke-WebRequest -UseBasicParsing -Uri "${URL_OF_REQUEST}" \``,
  '-WebSession $session',
].join('\n');

const har = (cookies: readonly object[], headers: readonly object[] = []): string =>
  JSON.stringify({
    log: {
      version: '1.2',
      entries: [
        {
          request: {
            url: 'https://cdn.example.com/x.js',
            cookies: [{ name: 'sid', value: 'stranger-9f8e7d' }],
          },
        },
        { request: { url: URL_OF_REQUEST, headers, cookies } },
      ],
    },
  });

const listed = entries.map(([name, value]) => ({ name, value }));
const table = entries
  .map(
    ([name, value]) =>
      `${name}\t${value}\t.tiktok.com\t/\t2027-03-01T10:00:00.000Z\t41\t✓\t✓\tNone\t\tMedium`,
  )
  .join('\n');
const pythonDict = `cookies = {\n${entries.map(([name, value]) => `    '${name}': '${value}',`).join('\n')}\n}`;
const selenium = `[${entries
  .map(
    ([name, value]) =>
      `{'domain': '.tiktok.com', 'httpOnly': True, 'name': '${name}', 'sameSite': None, 'value': '${value}'}`,
  )
  .join(', ')}]`;
const curly = `{${entries.map(([name, value]) => `“${name}”: “${value}”`).join(', ')}}`;

describe('what people paste is unwrapped', () => {
  test.each<[string, string, string]>([
    ['Copy as cURL (bash), with -b', 'cURL command', curlBash(`-b '${HEADER}'`)],
    ['Copy as cURL (bash), with a header', 'cURL command', curlBash(`-H 'Cookie: ${HEADER}'`)],
    ['Copy as cURL, one line', 'cURL command', `$ curl -s --cookie="${HEADER}" ${URL_OF_REQUEST}`],
    ['Copy as cURL (cmd)', 'cURL command', curlCmd],
    ['Copy as fetch (Node.js)', 'fetch call', nodeFetch],
    ['a fetch call as people write it', 'fetch call', `fetch('x', { headers: { cookie: '${HEADER}' } })`],
    ['Copy as cURL with short options in one', 'cURL command', `curl -sSb '${HEADER}' ${URL_OF_REQUEST}`],
    ["rows of developer tools' headers", 'header', `accept\n*/*\ncookie\n${HEADER}\ndnt\n1\nuser-agent\nx`],
    ['Copy as PowerShell', 'PowerShell command', powerShell],
    ['a dotenv line', 'header', `TIKTOK_COOKIE="${HEADER}"`],
    ['a dotenv line without quotes', 'header', `TIKTOK_COOKIE=${HEADER}`],
    ['a dotenv file', 'header', `# keys\nTIKHUB_API_KEY=abc\nTIKTOK_COOKIE='${HEADER}'\n`],
    ['a line of a shell', 'header', `export TIKTOK_COOKIE='${HEADER}'`],
    ['a line of PowerShell', 'header', `$env:TIKTOK_COOKIE = "${HEADER}"`],
    ['a line of a JSON env block', 'header', `  "TIKTOK_COOKIE": "${HEADER}",`],
    ['curly quotes', 'header', `“${HEADER}”`],
    ['low curly quotes', 'header', `„${HEADER}“`],
    ['backticks', 'header', `\`${HEADER}\``],
    ['a code fence', 'header', `\`\`\`text\n${HEADER}\n\`\`\``],
    ['a code fence with a Cookie: line in quotes', 'header', `\`\`\`\n"Cookie: ${HEADER}"\n\`\`\``],
    ['a leading zero-width space', 'header', `\u200b${HEADER}\u2060`],
    ['a zero-width space in JSON', 'JSON', `\u200b${JSON.stringify(PAIRS)}`],
    ['spaces that do not break', 'header', HEADER.replaceAll('; ', ';\u00a0')],
    ['pairs parted by empty lines', 'header', HEADER.replaceAll('; ', '\n\n')],
    ['values in quotes', 'header', HEADER.replace(/sessionid=(\w+)/, 'sessionid="$1"')],
    ['a HAR file', 'HAR file', har(listed)],
    ['a HAR file with a header', 'HAR file', har([], [{ name: 'Cookie', value: HEADER }])],
    ["a developer tools' table", 'browser table', table],
    ['a Python dict', 'Python dict', pythonDict],
    ['a Python dict without a name', 'Python dict', pythonDict.replace('cookies = ', '')],
    ['a list of Selenium', 'Python dict', selenium],
    ['JSON with curly quotes', 'Python dict', curly],
    ['a JavaScript object', 'Python dict', `{ sessionid: "${PAIRS.sessionid}", lang: 'en' }`],
  ])('%s', (_what, form, text) => {
    const report = inspectCookie(text, NOW);
    expect(report).toMatchObject({ form, missingNeeded: [], damaged: [], textFault: undefined });
    const isSmall = text.includes('{ sessionid:');
    expect(pairsOf(report.header)).toEqual(isSmall ? { sessionid: PAIRS.sessionid, lang: 'en' } : PAIRS);
    expect(report.header).not.toContain('stranger');
    expect(refusal(text)).toBe('no refusal');
  });
});

describe('or refused with the name of its form', () => {
  test.each([
    [curlBash("-H 'dnt: 1'"), 'is a cURL command without a cookie'],
    [curlBash('-b cookies.txt'), 'is a cURL command that reads its cookies from a file'],
    [
      `fetch("${URL_OF_REQUEST}", { "credentials": "include" });`,
      'is a fetch call without a cookie: browsers leave it out of this form',
    ],
    [`Invoke-WebRequest -Uri "${URL_OF_REQUEST}"`, 'is a PowerShell command without cookies'],
    [har([]).replace('stranger-9f8e7d', ''), 'has cookies of other sites only, none of TikTok'],
    [
      '{"log": {"entries": [{"request": {"url": "https://www.tiktok.com/", "cookies": []}}]}}',
      'is a HAR file without cookies: browsers leave them out unless told otherwise',
    ],
    ['<!doctype html>\n<html lang="en">', 'is a web page, not a cookie'],
    [URL_OF_REQUEST, 'is a web address, not a cookie'],
    ['/home/me/cookie.txt', 'is the path of a file: set TIKTOK_COOKIE_FILE (or cookie_file) to it instead'],
    [
      'C:\\Users\\me\\cookie.txt',
      'is the path of a file: set TIKTOK_COOKIE_FILE (or cookie_file) to it instead',
    ],
    [PAIRS.sessionid, 'is a value without a name: write it as sessionid=VALUE'],
    ['sessionid=abc def; ttwid=x', 'has quotes, backticks or spaces inside sessionid'],
    ["sessionid=abc'def; ttwid=x", 'has quotes, backticks or spaces inside sessionid'],
    ['sessionid=abc`; ttwid=x', 'has quotes, backticks or spaces inside sessionid'],
    [
      'sessionid=5e5510…; ttwid=x',
      'has sessionid shortened, hidden or escaped by the program that showed it',
    ],
    [
      'sessionid=5e5510...; ttwid=x',
      'has sessionid shortened, hidden or escaped by the program that showed it',
    ],
    [
      'sessionid=********; ttwid=x',
      'has sessionid shortened, hidden or escaped by the program that showed it',
    ],
    [
      'sessionid=5e5510&amp; ttwid=x',
      'has sessionid shortened, hidden or escaped by the program that showed it',
    ],
    ['sessionid=abc”; ttwid=x', 'has quotes, backticks or spaces inside sessionid'],
    ["{'sessionid': 'abc'", 'holds JSON that breaks off or has a mistake'],
  ])('%j', (text, fault) => {
    expect(refusal(text)).toBe(`The text ${fault}.`);
  });

  test.each([
    ['TT_COOKIE_OK=1; sessionid=abc1', 'a name in capitals'],
    ['cookie-consent=1; sessionid=abc1', 'a name with "cookie"'],
    ['curl=1; sessionid=abc1', 'a name that is a command'],
    ['flags=[1; sessionid=abc1', 'a value that begins like a list'],
    ['flags={a:1; sessionid=abc1', 'a value that begins like an object'],
  ])('but a header that begins with %j stays a header', (text) => {
    expect(inspectCookie(text, NOW).sessionId).toBe('abc1');
  });
});

describe('only sessionid is needed', () => {
  test('and the other names are a note', () => {
    const report = inspectCookie(`sessionid=${PAIRS.sessionid}`, NOW);
    expect(refusal(`sessionid=${PAIRS.sessionid}`)).toBe('no refusal');
    expect(report.missingWanted).toEqual([
      'msToken',
      'ttwid',
      'sessionid_ss',
      'tt-target-idc',
      'passport_csrf_token',
    ]);
  });

  test('also when the others have expired', () => {
    const text = JSON.stringify([
      { name: 'sessionid', value: PAIRS.sessionid, domain: '.tiktok.com' },
      { name: 'msToken', value: PAIRS.msToken, domain: '.tiktok.com', expirationDate: 1_760_000_000 },
    ]);
    expect(refusal(text)).toBe('no refusal');
    expect(inspectCookie(text, NOW).expired.map(({ name }) => name)).toEqual(['msToken']);
  });
});

describe('the end of a session is forecast from sid_guard', () => {
  const endOf = (sidGuard: string, session = 'abc1'): string | undefined =>
    inspectCookie(`sessionid=${session}; sid_guard=${sidGuard}`, NOW).probableEnd?.toISOString();

  test.each([
    ['abc1%7C1790000000%7C15552000%7CMon%2C+22-Mar-2027+13%3A33%3A20+GMT', '2027-03-20T14:13:20.000Z'],
    ['abc1|1790000000|15552000|Mon, 22-Mar-2027 13:33:20 GMT', '2027-03-20T14:13:20.000Z'],
    ['abc1%7C%7C%7CMon%2C+22-Mar-2027+13%3A33%3A20+GMT', '2027-03-22T13:33:20.000Z'],
    ['%7C1790000000%7C86400', '2026-09-22T14:13:20.000Z'],
  ])('%s', (sidGuard, end) => {
    expect(endOf(sidGuard)).toBe(end);
  });

  test.each([
    '',
    'abc1',
    'abc1%7Cx%7Cy%7Cz',
    'abc1%7C1%7C2%7C',
    'other%7C1790000000%7C86400%7C',
    '%E0%A4%A',
    'abc1%7C1790000000%7C99999999999',
  ])('and not from %j', (sidGuard) => {
    expect(endOf(sidGuard)).toBeUndefined();
  });
});

describe('what was pasted is known as secret before it is judged', () => {
  test.each([
    ['a form that is read', curlBash(`-b '${HEADER}'`)],
    ['a form that is refused', `fetch("${URL_OF_REQUEST}", {"x-token": "${PAIRS.sessionid}"})`],
    ['a damaged one', `sessionid=${PAIRS.sessionid}" "x`],
    ['broken JSON', `{"sessionid": "${PAIRS.sessionid}"`],
    ['plain words around it', `my session is ${PAIRS.sessionid} thanks`],
  ])('%s', (_what, text) => {
    const secrets = secretsIn(text, NOW);
    expect(secrets).toContain(text);
    expect(secrets.some((secret) => secret === PAIRS.sessionid)).toBe(true);
    expect(secrets.join('\n')).not.toMatch(/^(en|useast5|accept|application|GET)$/m);
  });
});

test.each([
  ['line ends', `x${'\n'.repeat(300_000)}x`],
  ['lines like headers', 'a: b\n'.repeat(60_000)],
  ['half a code fence', `\`\`\`\n${'`\n'.repeat(150_000)}x`],
  ['the start of an assignment', 'COOKIE='.repeat(40_000)],
  ['pairs on lines of their own', 'x=y\n'.repeat(70_000)],
  ['an open list', '['.repeat(300_000)],
])('a long paste of %s is judged in time that grows with its length', (_what, text) => {
  const started = performance.now();
  secretsIn(text, NOW);
  expect(performance.now() - started).toBeLessThan(5000);
});
