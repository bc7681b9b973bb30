import { buildServer } from './built-server.ts';
import { callOf, heldUpstream, startHttp } from './http-process.ts';
import { cookieOf } from './temporary-folder.ts';

export const TIMEOUT = 60_000;

export const start = async (args: readonly string[] = ['--sandbox'], env = {}) =>
  startHttp((await buildServer()).main, args, env);

/** A server whose calls wait until the test answers them. */
export async function startHeld() {
  const upstream = await heldUpstream();
  const server = await start([], { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') });
  return { upstream, ...server };
}

export const HEALTH = callOf('get_creator_account_info');
export const LIST = { method: 'tools/list' };
