/** Measures what the goals are about and prints a report; it judges nothing by its exit code. */
import { cpus } from 'node:os';
import { measureCache } from './cache.ts';
import { measureLatency } from './latency.ts';
import { measureMultiAccount } from './multi-account.ts';
import { type Section, writeReport } from './report.ts';
import { measureSize } from './size.ts';
import { measureStart } from './start.ts';

const SUBJECTS = {
  start: measureStart,
  latency: measureLatency,
  fleet: measureMultiAccount,
  cache: measureCache,
  size: measureSize,
};

/** Something hangs if it takes longer. */
const PATIENCE_MS = 240_000;

setTimeout(() => {
  process.stderr.write('The bench did not come to its end.\n');
  process.exit(1);
}, PATIENCE_MS).unref();

const sections: Section[] = [];
const from = performance.now();
for (const [subject, measure] of Object.entries(SUBJECTS)) {
  process.stderr.write(`${subject} …\n`);
  sections.push(await measure());
}
const seconds = Math.round((performance.now() - from) / 1000);
const heading = `Node ${process.versions.node} on ${process.platform}, ${cpus().length} processors; ${seconds} s. Medians, and ratios of medians: the times themselves are this machine's.`;
process.stdout.write(`${writeReport(heading, sections)}\n`);
