import { basename } from 'node:path';

/** What a person types to start this program from its file; undefined where it was installed under its own name. */
export const programOf = (main: string | undefined): string | undefined =>
  main === undefined || basename(main).startsWith('tiktok-creator-mcp')
    ? undefined
    : /[\\/]_npx[\\/]/.test(main)
      ? 'npx tiktok-creator-mcp'
      : `node ${/\s/.test(main) ? `'${main}'` : main}`;
