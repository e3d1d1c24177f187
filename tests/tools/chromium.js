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

/**
 * Where Debian puts the Chromium that has no windows. In it every tab is painted; in the other one a tab that is
 * loaded anew behind another is painted once a second, and a test of several people takes seven times as long.
 */
const SHELL = '/usr/bin/chromium-headless-shell';

const SYSTEM_PATHS = [
  SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Whether tests have the Chromium that they are quick in, or somebody has chosen another one. */
export function hasQuickChromium() {
  return Boolean(process.env.CHROME_PATH) || existsSync(SHELL);
}

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
