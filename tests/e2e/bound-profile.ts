/** A browser in which everything up to a bound certificate has been done: made once, copied for each test. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';
import { submitSupplier } from './admin-clerk';
import { getCertificate } from './certificate-clerk';
import { confirm, openLinkOf } from './code-clerk';
import { approveSupplier } from './operator';
import { setUpPlatform, tabOf } from './supplier-clerk';

/** The browser takes its camera's pictures from here, when a page asks for the camera and not before. */
export const VIDEO = path.join(tmpdir(), `suiyin-camera-${process.pid}.mjpeg`);

async function launch(profile: string): Promise<BrowserContext> {
  const { baseURL, viewport } = test.info().project.use;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [
      ...CHROMIUM_FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${VIDEO}`,
    ],
    serviceWorkers: 'block',
    locale: 'zh-CN',
    acceptDownloads: true,
    ...{ baseURL, viewport },
  });
  context.setDefaultTimeout(30_000);
  return context;
}

/** From nothing to a certificate that is bound, in workspaces `try-…`. */
async function bind(context: BrowserContext): Promise<void> {
  await setUpPlatform(await context.newPage());
  const desktop = await submitSupplier(context);
  await approveSupplier(await tabOf(context, 'admin', '/admin/suppliers'));
  const operator = await tabOf(context, 'ca', '/ca');
  const phone = await getCertificate(context, operator);
  await desktop.goto('/supplier/certificate');
  await openLinkOf(desktop, phone);
  await confirm(phone);
  await expect(desktop.getByText('绑定成功', { exact: true })).toBeVisible({ timeout: 30_000 });
}

let made: Promise<string> | undefined;

async function make(): Promise<string> {
  const profile = await mkdtemp(path.join(tmpdir(), 'suiyin-bound-'));
  const context = await launch(profile);
  await bind(context);
  await context.close();
  return profile;
}

/** Runs with a copy of that browser, and the phone's tab in it. */
export async function withBoundPhone(
  work: (context: BrowserContext, phone: Page) => Promise<void>,
): Promise<void> {
  made ??= make();
  const profile = await mkdtemp(path.join(tmpdir(), 'suiyin-copy-'));
  try {
    await cp(await made, profile, { recursive: true });
    const context = await launch(profile);
    try {
      const phone = await tabOf(context, 'phone', '/phone');
      await expect(phone.getByRole('button', { name: '切换' })).toBeVisible();
      await work(context, phone);
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
    await rm(VIDEO, { force: true });
  }
}

/** To be called when all is done. */
export async function removeBoundProfile(): Promise<void> {
  const profile = await made?.catch(() => undefined);
  if (profile) await rm(profile, { recursive: true, force: true });
  made = undefined;
}
