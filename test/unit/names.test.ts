import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** A declaration that is not inside another; imports and re-exports declare nothing. */
const DECLARATION =
  /^(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;

test('a top-level name means one thing in all of src', () => {
  const filesByName = new Map<string, Set<string>>();
  for (const path of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    for (const [, name = ''] of readFileSync(join(SRC, path), 'utf8').matchAll(DECLARATION)) {
      filesByName.set(name, (filesByName.get(name) ?? new Set()).add(path));
    }
  }
  // A pattern that finds nothing would agree with every name.
  expect(filesByName.size).toBeGreaterThan(900);
  const repeated = [...filesByName].filter(([, files]) => files.size > 1);
  expect(repeated.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
});
