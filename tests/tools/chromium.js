import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Flags under which Chromium runs in containers and on machines without a network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Finds a Chromium: `CHROME_PATH`, then the system's, then the one that Playwright downloaded.
 *
 * @returns {string | undefined} path of the executable; undefined when there is none yet
 */
export function chromiumPath() {
  const candidates = [process.env.CHROME_PATH, ...SYSTEM_PATHS];
  const found = candidates.find((path) => path && existsSync(path));
  if (found) return found;
  try {
    const { chromium } = createRequire(import.meta.url)('playwright');
    return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
  } catch {
    return undefined;
  }
}
