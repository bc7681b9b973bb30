import { IS_ON_NPM } from '../../src/config/program-name.ts';

/** How a host starts the server. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** The published package. */
export const FROM_NPM: Launch = { command: 'npx', args: ['-y', 'tiktok-creator-mcp'] };

/** The program that `npm ci` builds in a clone. */
export const FROM_CLONE: Launch = { command: 'node', args: ['/path/to/tiktok-creator-mcp/dist/main.js'] };

/** How the documents start the server. */
export const LAUNCH: Launch = IS_ON_NPM ? FROM_NPM : FROM_CLONE;

/** The same as a command line. */
export const COMMAND_LINE = [LAUNCH.command, ...LAUNCH.args].join(' ');
