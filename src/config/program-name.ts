import { basename } from 'node:path';

/** Whether the package is on npm. Until then, nothing may refer to this name, which anybody could register. */
export const IS_ON_NPM: boolean = false;

/** Whether npx started the program from this file, so that it could start it again. */
export const isRunByNpx = (main: string): boolean => IS_ON_NPM && /[\\/]_npx[\\/]/.test(main);

/** What a person types to start this program from its file; undefined if it is installed as a command. */
export const programOf = (main: string | undefined): string | undefined =>
  main === undefined || basename(main).startsWith('tiktok-creator-mcp')
    ? undefined
    : isRunByNpx(main)
      ? 'npx tiktok-creator-mcp'
      : `node ${/\s/.test(main) ? `'${main}'` : main}`;
