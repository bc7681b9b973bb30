import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, and how to put private files there. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'accounts-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    /** @returns the path */
    write(name: string, content: string | object, mode = 0o600): string {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(at(name), text, { mode });
      return at(name);
    },
  };
}

/** A cookie that can be used, told apart by its session. */
export const cookieOf = (who: string): string =>
  `sessionid=session-of-${who}-4f1b; msToken=token-of-${who}-9c2e; ttwid=ttwid-of-${who}-77aa`;
