/** How figures are measured. */
import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { ROOT, localBin } from '../tools/setup.js';

const exec = promisify(execFile);

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs a script of this folder in a process of its own. @returns what it prints */
export async function inFreshProcess(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await exec(localBin('tsx'), ['--expose-gc', `${ROOT}/tests/bench/${script}`, ...args], {
    maxBuffer: 64 << 20,
  });
  return stdout;
}

export function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}
