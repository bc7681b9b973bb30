import type { TestProject } from 'vitest/node';
import { makeFolder } from './project.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder that all test files of a run share. */
    readonly runFolder: string;
  }
}

/** Makes the folder before the tests, and removes it after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await makeFolder();
  project.provide('runFolder', folder);
  return remove;
}
