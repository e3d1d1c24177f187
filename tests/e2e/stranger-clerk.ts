/** Brings `stranger.ts` into a page. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { ROOT } from '../tools/setup.js';
import type { Stranger } from './stranger';

let bundled: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const built = await build({
    ...{ configFile: false, root: ROOT, logLevel: 'error' },
    build: {
      ...{ write: false, minify: false, target: 'es2022' },
      lib: { entry: path.join(ROOT, 'tests/e2e/stranger.ts'), formats: ['iife'], name: 'strangers' },
    },
  });
  const [{ output }] = built as unknown as [{ output: { code?: string }[] }];
  return output[0]!.code!;
}

/** Sends an envelope without a bid: see `stranger.ts`. */
export async function sendAsStranger(page: Page, tender: string, isSealed: boolean): Promise<void> {
  await page.evaluate(await (bundled ??= bundle()));
  await page.evaluate(
    ([id, sealed]) => (globalThis as unknown as { stranger: Stranger }).stranger.send(id, sealed),
    [tender, isSealed] as const,
  );
}
