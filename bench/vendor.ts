import { request } from 'undici';
import type { Sandbox } from '../src/sandbox/server.ts';
import type { Answer } from './upstream.ts';

/** When everything here is asked: October is whole by then. */
export const now = (): Date => new Date('2026-11-22T12:00:00Z');

/** Passes requests on to the sandbox, which takes every complete session for its first creator. */
export function sandboxAnswers(sandbox: Sandbox): Answer {
  return async (endpoint, body) => {
    const response = await request(`${sandbox.url}/api/v1/tiktok/creator/${endpoint}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        'content-type': 'application/json',
        'user-agent': 'bench',
      },
      body,
    });
    return response.body.text();
  };
}

/** A session of its own for each number. */
export const cookieOf = (index: number): string =>
  `sessionid=session-${index}-8d41c0; msToken=token-${index}-77aa0b; ttwid=ttwid-${index}-90cafe`;
