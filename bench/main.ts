/** Measures the server against its goals and prints a report; the exit code says nothing about them. */
import { cpus } from 'node:os';
import { measureAccounts } from './accounts.ts';
import { measureComputation } from './computation.ts';
import { measureHttp } from './http.ts';
import { measureLatency } from './latency.ts';
import { type Section, writeReport } from './report.ts';
import { measureSize } from './size.ts';
import { measureStart } from './start.ts';
import { measureViews } from './views.ts';

const SUBJECTS = {
  start: measureStart,
  latency: measureLatency,
  http: measureHttp,
  accounts: measureAccounts,
  computation: measureComputation,
  size: measureSize,
  views: measureViews,
};

/** Something hangs if it takes longer. */
const TIMEOUT_MS = 360_000;

setTimeout(() => {
  process.stderr.write('The bench timed out.\n');
  process.exit(1);
}, TIMEOUT_MS).unref();

const sections: Section[] = [];
const from = performance.now();
for (const [subject, measure] of Object.entries(SUBJECTS)) {
  process.stderr.write(`${subject} …\n`);
  sections.push(await measure());
}
const seconds = Math.round((performance.now() - from) / 1000);
const heading = `Node ${process.versions.node} on ${process.platform}, ${cpus().length} processors; ${seconds} s. Medians, and ratios of medians: absolute times depend on the machine.`;
process.stdout.write(`${writeReport(heading, sections)}\n`);
