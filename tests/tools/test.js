/**
 * `npm test`: installs what lacks, then runs every check. `npm test -- NAME...` runs some of the stages.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  ROOT,
  buildApp,
  ensureAssets,
  ensureBrowser,
  ensurePackages,
  ensureVerifiers,
  localBin,
  run,
} from './setup.js';

const OUT = path.join(ROOT, 'tests/out');

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, ok: boolean, seconds: number, counts: Counts }} Outcome */

const NO_COUNTS = { passed: 0, failed: 0, skipped: 0 };

/** Checks that only read the source; two run at a time. */
const STATIC_CHECKS = {
  types: [localBin('svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  lint: [localBin('eslint'), '.', '--max-warnings', '0'],
  format: [localBin('prettier'), '--check', '.', '--log-level', 'warn'],
  dependencies: [localBin('depcruise'), 'src', '--config', '.dependency-cruiser.cjs'],
  unused: [localBin('knip'), '--no-progress'],
};

/**
 * Vitest's projects, each with the report that it leaves in `tests/out`.
 *
 * @param {string} project
 */
const vitest = (project) => [
  localBin('vitest'),
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(OUT, `${project}.json`)}`,
];

const TEST_STAGES = {
  node: vitest('node'),
  browser: vitest('browser'),
  nats: vitest('nats'),
  conformance: vitest('conformance'),
  e2e: [localBin('playwright'), 'test', '--config', 'tests/e2e/playwright.config.ts'],
};

/** @param {string} stage @returns {Promise<Counts>} what the stage's report says */
async function readCounts(stage) {
  const text = await readFile(path.join(OUT, `${stage}.json`), 'utf8').catch(() => undefined);
  if (text === undefined) return { ...NO_COUNTS, failed: 1 };
  const report = JSON.parse(text);
  if (stage !== 'e2e') {
    const skipped = report.numPendingTests + report.numTodoTests;
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
  }
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/**
 * @param {string} name
 * @param {string[]} command
 * @param {boolean} quiet show the output only when the check fails
 * @returns {Promise<Outcome>}
 */
async function runStage(name, command, quiet) {
  const started = Date.now();
  const [program = '', ...args] = command;
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(OUT, 'e2e.json') };
  const { code, output } = await run(program, args, { quiet, env });
  const seconds = (Date.now() - started) / 1000;
  if (quiet && code !== 0) console.log(`\n--- ${name} ---\n${output}`);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  const own = code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  return { name, ok: code === 0, seconds, counts: name in TEST_STAGES ? await readCounts(name) : own };
}

/** Runs the static checks, two at a time. @param {[string, string[]][]} checks @returns {Promise<Outcome[]>} */
async function runStaticChecks(checks) {
  const waiting = [...checks];
  /** @type {Outcome[]} */
  const outcomes = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      outcomes.push(await runStage(next[0], next[1], true));
    }
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
}

const wanted = new Set(process.argv.slice(2));
const isWanted = (/** @type {string} */ name) => wanted.size === 0 || wanted.has(name);

await ensurePackages();
await ensureAssets();
await ensureBrowser();
const missing = await ensureVerifiers();
if (missing.length > 0) console.log(`Not found, tests that need them are skipped: ${missing.join(', ')}`);
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await run(process.execPath, ['tests/tools/compile-messages.js'], { quiet: true });
await run(localBin('svelte-kit'), ['sync'], { quiet: true });

const outcomes = await runStaticChecks(Object.entries(STATIC_CHECKS).filter(([name]) => isWanted(name)));
for (const [name, command] of Object.entries(TEST_STAGES)) {
  if (!isWanted(name)) continue;
  if (name === 'e2e') await buildApp();
  outcomes.push(await runStage(name, command, false));
}

/** @param {keyof Counts} key */
const total = (key) => outcomes.reduce((sum, { counts }) => sum + counts[key], 0);
const broken = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exit(broken.length > 0 ? 1 : 0);
