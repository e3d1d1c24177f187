/** Figures of the built app. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';
import { ROOT, buildApp, ensureBrowser } from '../tools/setup.js';
import type { Figure } from './figure';

const BUILD = path.join(ROOT, 'build');

/** Scripts that a first visitor's browser has run by the time the start page's main action can be used. */
async function firstScreenScripts(): Promise<string[]> {
  const server = await serve({ directory: BUILD, port: 0 });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
  try {
    // Workers and the service worker's precache load beside the first screen, which does not wait for them.
    const context = await browser.newContext({ serviceWorkers: 'block', locale: 'zh-CN' });
    const page = await context.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
    });
    await page.goto(server.url);
    await page.getByRole('main').getByRole('button').first().waitFor();
    return [...scripts];
  } finally {
    await browser.close();
    await server.close();
  }
}

export const figures: Record<string, () => Promise<Figure>> = {
  'app.first-js': async () => {
    await ensureBrowser();
    await buildApp();
    let bytes = 0;
    for (const script of await firstScreenScripts()) {
      bytes += gzipSync(await readFile(path.join(BUILD, script)), { level: 9 }).length;
    }
    const value = Math.round((bytes / 1024) * 10) / 10;
    return { name: 'app.first-js', value, unit: 'KB gzip', against: 'absolute', target: '<= 120' };
  },
};
