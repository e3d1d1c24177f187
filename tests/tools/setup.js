import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Runs a program in the project's folder.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options] quiet: output is returned instead of shown
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a step of set-up and ends the process with its output when it fails.
 *
 * @param {string} what shown to the person who waits
 * @param {string} command
 * @param {string[]} args
 */
async function mustRun(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const { code, output } = await run(command, args, { quiet: true });
  if (code === 0) return;
  process.stderr.write(`${output}\n${what}: failed (exit status ${code})\n`);
  process.exit(1);
}

/** Installs the packages of the lock file when they are missing or older than it. */
export async function ensurePackages() {
  const lock = path.join(ROOT, 'package-lock.json');
  const installed = path.join(ROOT, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  await mustRun('Installing packages', NPM, ['ci', '--include=dev', '--no-audit', '--no-fund']);
}

/** Makes the files under `static/` that come out of packages: seal glyphs, pdf.js's data, the sample. */
export async function ensureAssets() {
  await mustRun('Preparing fonts and pdf.js data', localBin('tsx'), ['tests/tools/assets.ts']);
}

/** Builds the static site into `build/`. */
export async function buildApp() {
  await mustRun('Building', localBin('vite'), ['build', '--logLevel', 'error']);
}

/**
 * @param {string} name of a program that a package brings
 * @returns {string} its path
 */
export function localBin(name) {
  return path.join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** @param {string} program */
function isOnPath(program) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [program], { stdio: 'ignore' }).status === 0;
}

let aptIsFresh = false;

/**
 * Installs Debian packages where that is possible: apt is there and we may use it.
 *
 * @param {string[]} packages
 * @returns {Promise<boolean>} whether they were installed
 */
async function aptInstall(packages) {
  if (!isOnPath('apt-get')) return false;
  const isRoot = process.getuid?.() === 0;
  const canSudo = !isRoot && isOnPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!isRoot && !canSudo) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  /** @param {string[]} args */
  const apt = (args) =>
    isRoot
      ? run('apt-get', args, { quiet: true, env })
      : run('sudo', ['-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], { quiet: true });
  process.stderr.write(`Installing ${packages.join(', ')} from the system's packages …\n`);
  if (!aptIsFresh) aptIsFresh = (await apt(['update'])).code === 0;
  return (await apt(['install', '-y', '--no-install-recommends', ...packages])).code === 0;
}

/** Finds a Chromium or gets one: from the system's packages, else by Playwright's download. */
export async function ensureBrowser() {
  const { chromiumPath, hasQuickChromium } = await import('./chromium.js');
  if (hasQuickChromium()) return;
  const hasOther = chromiumPath() !== undefined;
  if (await aptInstall(['chromium-headless-shell', ...(hasOther ? [] : ['fonts-noto-cjk'])])) return;
  if (hasOther || (await aptInstall(['chromium', 'fonts-noto-cjk']))) return;
  await mustRun('Downloading Chromium', localBin('playwright'), ['install', 'chromium']);
}

/** Programs that check our files, or that we talk to, and the Debian package each comes in. */
const VERIFIERS = {
  pdfsig: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  mutool: 'mupdf-tools',
  qpdf: 'qpdf',
  openssl: 'openssl',
  certutil: 'libnss3-tools',
  'nats-server': 'nats-server',
};

/**
 * Finds a program or gets it from the system's packages.
 *
 * @param {keyof typeof VERIFIERS} program
 * @returns {Promise<string | undefined>} its name or path, to run it by; undefined where there is none
 */
export async function ensureProgram(program) {
  // Debian puts servers where not everybody's PATH leads.
  const found = () => [program, `/usr/sbin/${program}`, `/usr/local/bin/${program}`].find(isOnPath);
  return found() ?? ((await aptInstall([VERIFIERS[program]])) ? found() : undefined);
}

/**
 * Finds the verifiers or gets them from the system's packages.
 *
 * @returns {Promise<string[]>} those that are still missing; tests that need them say that they skip
 */
export async function ensureVerifiers() {
  const missing = () => Object.entries(VERIFIERS).filter(([program]) => !isOnPath(program));
  const packages = [...new Set(missing().map(([, name]) => name))];
  if (packages.length > 0) await aptInstall(packages);
  return missing().map(([program]) => program);
}
