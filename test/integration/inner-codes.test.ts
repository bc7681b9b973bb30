import { describe, expect, onTestFinished, test } from 'vitest';
import { connectToScript } from '../support/connect.ts';

/** A failure of TikTok's own inside the vendor's success. */
const inner = (code: number, message: string, data: unknown = null) => ({
  body: { code: 200, request_id: 'c0ffee', data: { code, message, data } },
});

async function script() {
  const connection = await connectToScript();
  onTestFinished(connection.close);
  return connection;
}

describe("TikTok's own codes under HTTP 200", () => {
  test.each([
    { code: 16501010, says: 'The session of account "main" is no longer valid: TikTok asks for a login' },
    { code: 98001002, says: 'The session of account "main" is no longer valid: TikTok asks for a login' },
    { code: 98001008, says: 'The session of account "main" is no longer valid: TikTok asks for a login' },
  ])('$code is an ended session: nothing further is sent', async ({ code, says }) => {
    const connection = await script();
    connection.answer(inner(code, 'please sign in'));
    const { result, sent } = await connection.watch('summarize_month', { month: '2026-10' });
    expect(result.isError).toBe(true);
    expect(result.text).toContain(says);
    expect(sent).toHaveLength(1);
    const again = await connection.watch('get_creator_account_info');
    expect(again.result.text).toContain('nothing was sent now');
    expect(again.sent).toEqual([]);
  });

  test.each([
    { code: 16501011, says: 'no e-commerce permission' },
    { code: 16501043, says: 'not verified' },
    { code: 16501045, says: 'not authorised for this LIVE' },
    { code: 16501046, says: 'delegated to an agency' },
    { code: 16501003, says: 'banned for good' },
    { code: 16501004, says: 'banned for a time' },
    { code: 16501021, says: 'banned from affiliate sales' },
    { code: 16019006, says: 'requires its terms to be accepted first' },
    { code: 16501001, says: 'had an internal error' },
    { code: 98001021, says: 'had an internal error' },
    { code: 16032001, says: 'stopped the request' },
    { code: 12345678, says: 'code 12345678' },
  ])('$code has a sentence of its own, is sent once, and ends no session', async ({ code, says }) => {
    const connection = await script();
    connection.answer(inner(code, 'some words'));
    const { result, sent } = await connection.watch('get_account_health_status');
    expect(result.isError).toBe(true);
    expect(result.text).toContain(says);
    expect(result.text).toContain(String(code));
    expect(result.text).toContain('some words');
    expect(result.text).not.toContain('no longer valid');
    expect(sent).toHaveLength(1);
    connection.answer({ body: { code: 200, data: { code: 0, data: { user_id: '7' } } } });
    expect((await connection.call('get_creator_account_info')).isError).toBe(false);
  });

  test.each([
    { code: 16501011, says: 'no e-commerce permission' },
    { code: 16501043, says: 'not verified' },
  ])('account info beside $code is an answer with a note', async ({ code, says }) => {
    const connection = await script();
    connection.answer(inner(code, 'limited', { user_id: '7400000000000000001', nick_name: 'Ada' }));
    const { isError, structured, text } = await connection.call('get_creator_account_info');
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ user_id: '7400000000000000001', nick_name: 'Ada' });
    expect(text).toContain(says);
  });
});
