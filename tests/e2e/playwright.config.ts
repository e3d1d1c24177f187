import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';

/** Two checkouts can be tested side by side, each at a port of its own. */
const PORT = Number(process.env.E2E_PORT ?? 4174);

export default defineConfig({
  testDir: '.',
  outputDir: '../out/e2e',
  fullyParallel: false,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    baseURL: `http://localhost:${PORT}`,
    locale: 'zh-CN',
    launchOptions: { executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] },
    actionTimeout: 30_000,
    // Installing the service worker takes 21 MB and 800 files a test; those that are about it allow it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
  webServer: {
    command: `node ../tools/serve-build.js ${PORT}`,
    port: PORT,
    reuseExistingServer: false,
  },
});
