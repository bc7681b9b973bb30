import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_BALANCE_KEY, type Sandbox } from '../../../src/sandbox/server.ts';
import { ask, cookieOf, post, send, start } from '../../support/sandbox-calls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

const HEALTH = 'get_account_health_status';
const DAILY = 'get_account_insights_overview';

describe('before the body is read', () => {
  it('takes no request without its key', async () => {
    for (const authorization of ['', 'Bearer wrong', sandbox.apiKey]) {
      const reply = await post(sandbox, HEALTH, { cookie: cookieOf(sandbox, 'us') }, { authorization });
      expect(reply.status).toBe(401);
      expect(reply.body).toMatchObject({ detail: { code: 401, message: expect.any(String) } });
    }
  });

  it('echoes the key of an account without balance', async () => {
    const reply = await post(sandbox, HEALTH, {}, { authorization: `Bearer ${NO_BALANCE_KEY}` });
    expect(reply.status).toBe(402);
    expect(reply.body).toMatchObject({ detail: { headers: { authorization: `Bearer ${NO_BALANCE_KEY}` } } });
  });

  it('blocks the user agents of libraries with a page', async () => {
    for (const agent of ['undici', 'node', 'undici/7.1', '']) {
      const reply = await post(sandbox, HEALTH, {}, { 'user-agent': agent });
      expect(reply.status).toBe(403);
      expect(reply.text).toContain('<html>');
    }
  });

  it('knows no other path and no other method', async () => {
    const headers = { 'user-agent': 'sandbox-tests' };
    const elsewhere = await send(`${sandbox.url}/api/v1/other`, { method: 'POST', headers });
    expect(elsewhere).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
    const get = await send(`${sandbox.url}/api/v1/tiktok/creator/${HEALTH}`, { headers });
    expect(get).toMatchObject({ status: 405, body: { detail: 'Method Not Allowed' } });
  });
});

describe('the body', () => {
  it('must be a JSON object', async () => {
    for (const body of ['', '{', '[]', '"text"', 'null', '3']) {
      const reply = await post(sandbox, HEALTH, body);
      expect(reply).toMatchObject({ status: 422, body: { detail: [{ loc: expect.anything() }] } });
    }
  });

  it.each([
    [HEALTH, { cookie: 3 }, ['body', 'cookie'], 'string_type'],
    [HEALTH, { proxy: 3 }, ['body', 'proxy'], 'string_type'],
    [DAILY, { start_date: null }, ['body', 'start_date'], 'string_type'],
    ['get_video_list_analytics', { page: 'one' }, ['body', 'page'], 'int_type'],
    ['get_video_list_analytics', { page: true }, ['body', 'page'], 'int_type'],
    ['get_showcase_product_list', { count: 1.5 }, ['body', 'count'], 'int_type'],
    ['get_video_detailed_stats', {}, ['body', 'item_id'], 'missing'],
    ['get_video_to_product_stats', { item_id: '1' }, ['body', 'product_id'], 'missing'],
    ['get_video_associated_product_list', {}, ['body', 'item_ids'], 'missing'],
    ['get_video_associated_product_list', { item_ids: '1' }, ['body', 'item_ids'], 'list_type'],
    ['get_video_associated_product_list', { item_ids: ['1', 2] }, ['body', 'item_ids', 1], 'string_type'],
  ])('%s refuses %j', async (endpoint, wrong, loc, type) => {
    const body = { cookie: cookieOf(sandbox, 'us'), ...wrong };
    const reply = await post(sandbox, endpoint, body);
    expect(reply.status).toBe(422);
    // The input repeats the whole body, the cookie with it.
    expect(reply.body).toEqual({ detail: [{ loc, type, msg: expect.any(String), input: body }] });
  });

  it('may have numbers as text, unknown fields and any form of no proxy', async () => {
    const extra = { page: '0', unheard: [], proxy: null, start_date: '10-01-2026' };
    expect(await ask(sandbox, 'sg', 'get_video_list_analytics', extra)).toHaveProperty('segments');
    expect(await ask(sandbox, 'sg', HEALTH, { proxy: '' })).toHaveProperty('risk_info');
    expect(await ask(sandbox, 'sg', HEALTH, { proxy: 'http://u:p@h:1' })).toHaveProperty('risk_info');
  });

  it.each(['2026-10-01', '02-30-2026', '13-01-2026', '10/01/2026', ''])(
    'is refused in a way that says nothing for the date %j',
    async (start_date) => {
      const reply = await post(sandbox, DAILY, { cookie: cookieOf(sandbox, 'us'), start_date });
      expect(reply).toMatchObject({ status: 400, body: { detail: { code: 400 } } });
    },
  );

  it('is refused likewise for product dates in the other form, or backwards, and for malformed ids', async () => {
    const cookie = cookieOf(sandbox, 'us');
    const list = 'get_product_analytics_list';
    const wrong: [string, object][] = [
      [list, { start_date: '10-01-2026', end_date: '2026-10-31' }],
      [list, { start_date: '2026-10-31', end_date: '2026-10-01' }],
      ['get_video_detailed_stats', { start_date: '10-01-2026', item_id: 'abc' }],
    ];
    for (const [endpoint, body] of wrong) {
      expect((await post(sandbox, endpoint, { cookie, ...body })).status).toBe(400);
    }
  });
});

describe('the cookie', () => {
  it.each([undefined, 'Your_Cookie_String', 'msToken=a; ttwid=b', 'sessionid=; msToken=a; ttwid=b'])(
    'is refused when it is %j',
    async (cookie) => {
      const reply = await post(sandbox, HEALTH, { cookie });
      expect(reply).toMatchObject({
        status: 400,
        body: { detail: { message: "Request failed. Please retry. You won't be charged for this request." } },
      });
    },
  );

  it('tells the creators apart, and serves an unknown session as the first', async () => {
    const score = async (cookie: string): Promise<unknown> => (await post(sandbox, HEALTH, { cookie })).body;
    expect(await score(cookieOf(sandbox, 'br'))).toMatchObject({ data: { data: { violation_score: 17 } } });
    for (const cookie of ['sessionid=a', 'sessionid=a; msToken=b; ttwid=c']) {
      expect(await score(cookie)).toMatchObject({ data: { data: { violation_score: 6 } } });
    }
  });

  it('of a dead session is answered with a charged failure, or with nothing', async () => {
    const cookie = cookieOf(sandbox, 'expired');
    const dead = await post(sandbox, DAILY, { cookie, start_date: '10-01-2026' });
    expect(dead).toMatchObject({
      status: 200,
      body: { code: 200, data: { code: 401, message: 'no login', data: null } },
    });
    for (const endpoint of ['get_creator_account_info', 'get_showcase_product_list']) {
      const reply = await post(sandbox, endpoint, { cookie });
      expect(reply).toMatchObject({ status: 200, body: { code: 200, data: { code: 0, data: {} } } });
    }
  });
});

describe('the server', () => {
  it('knows four accounts in a fixed order', () => {
    expect([...sandbox.accounts.keys()]).toEqual(['us', 'sg', 'br', 'expired']);
    for (const [name, { cookie }] of sandbox.accounts) {
      for (const key of [
        'sessionid',
        'sessionid_ss',
        'msToken',
        'ttwid',
        'tt-target-idc',
        'passport_csrf_token',
      ]) {
        expect(cookie).toContain(`${key}=sandbox-${name}-`);
      }
    }
  });

  it('closes although a connection is kept alive', async () => {
    const other = await start();
    await post(other, HEALTH, { cookie: cookieOf(other, 'us') });
    await other.close();
    await expect(post(other, HEALTH, {})).rejects.toThrow();
  });
});
