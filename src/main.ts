#!/usr/bin/env node
/** Entry point: checks the Node version before loading newer syntax. */
import { NODE_NEEDED } from './version.ts';

const numbers = (version: string): readonly number[] => version.split('.').map(Number);

const [major = 0, minor = 0, patch = 0] = numbers(process.versions.node);
const [atLeast = 0, minorAtLeast = 0, patchAtLeast = 0] = numbers(NODE_NEEDED);
const isNewEnough =
  major !== atLeast ? major > atLeast : minor !== minorAtLeast ? minor > minorAtLeast : patch >= patchAtLeast;

if (isNewEnough) {
  import('./app.ts');
} else {
  process.exitCode = 1;
  console.error(
    `tiktok-creator-mcp needs Node.js ${NODE_NEEDED} or later; this is ${process.versions.node}. Install a current version from https://nodejs.org, and have your MCP host use it.`,
  );
}
