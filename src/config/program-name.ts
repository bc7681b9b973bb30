import { basename } from 'node:path';

/** Whether npm has the package: until then nothing may point at a name that anybody could claim. */
export const IS_ON_NPM: boolean = false;

/** Whether npx has started the program from this file, and could start it again. */
export const isRunByNpx = (main: string): boolean => IS_ON_NPM && /[\\/]_npx[\\/]/.test(main);

/** What a person types to start this program from its file; undefined where it was installed under its own name. */
export const programOf = (main: string | undefined): string | undefined =>
  main === undefined || basename(main).startsWith('tiktok-creator-mcp')
    ? undefined
    : isRunByNpx(main)
      ? 'npx tiktok-creator-mcp'
      : `node ${/\s/.test(main) ? `'${main}'` : main}`;
