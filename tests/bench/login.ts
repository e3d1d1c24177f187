/** How long it takes a person's phone to log a computer in by a code (manual 5), in the built app. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { reach, submitSupplier } from '../e2e/admin-clerk';
import { getCertificate } from '../e2e/certificate-clerk';
import { answerOf, confirm, openLinkOf, showLogin } from '../e2e/code-clerk';
import { film } from '../e2e/film';
import { approveSupplier } from '../e2e/operator';
import { setUpPlatform, tabOf } from '../e2e/supplier-clerk';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';
import { ROOT, buildApp, ensureBrowser } from '../tools/setup.js';
import type { Figure } from './figure';
import { median } from './measure';

const ROUNDS = 3;

/** A browser with a phone whose certificate is bound; its camera sees what is in `video`. */
async function withPhone<T>(
  work: (o: { context: BrowserContext; phone: Page; video: string }) => Promise<T>,
): Promise<T> {
  const server = await serve({ directory: `${ROOT}/build`, port: 0 });
  const directory = await mkdtemp(path.join(tmpdir(), 'suiyin-login-'));
  const video = path.join(directory, 'camera.mjpeg');
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...CHROMIUM_FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  try {
    const context = await browser.newContext({
      ...{ baseURL: server.url, serviceWorkers: 'block', locale: 'zh-CN' },
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(60_000);
    await setUpPlatform(await context.newPage());
    const desktop = await submitSupplier(context);
    await approveSupplier(await tabOf(context, 'admin', '/admin/suppliers'));
    const phone = await getCertificate(context, await tabOf(context, 'ca', '/ca'));
    await desktop.goto('/supplier/certificate');
    await openLinkOf(desktop, phone);
    await confirm(phone);
    await expect(desktop.getByText('绑定成功', { exact: true })).toBeVisible({ timeout: 60_000 });
    return await work({ context, phone, video });
  } finally {
    await browser.close();
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Median over some computers. @param answer from the code on the screen to what is to be seen at the end */
async function loginMs(
  o: { context: BrowserContext; before?(page: Page): Promise<void> },
  answer: (computer: Page) => Promise<void>,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const computer = await showLogin(o.context, `pc-${round}`);
    await o.before?.(computer);
    const start = performance.now();
    await answer(computer);
    times.push(performance.now() - start);
    await computer.close();
  }
  return Math.round(median(times));
}

async function prepare(): Promise<void> {
  await ensureBrowser();
  await buildApp();
}

export const figures: Record<string, () => Promise<Figure>> = {
  'qr.login-relay': async () => {
    await prepare();
    const value = await withPhone(({ context, phone }) =>
      loginMs({ context }, async (computer) => {
        await openLinkOf(computer, phone, '登录二维码');
        await confirm(phone, '输入 PIN 码并登录');
        await expect(computer.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
      }),
    );
    return {
      name: 'qr.login-relay',
      ...{ value, unit: 'ms', target: '<= 10000' },
      against: 'absolute: from the code to the account, the PIN typed at once (stretching it is most of it)',
    };
  },

  'qr.login-air': async () => {
    await prepare();
    const value = await withPhone(({ context, phone, video }) =>
      loginMs({ context, before: (computer) => reach(computer, false) }, async (computer) => {
        await openLinkOf(computer, phone, '登录二维码');
        await confirm(phone, '输入 PIN 码并登录');
        await answerOf(phone); // where it stands is open from then on
        const code = phone.getByRole('img', { name: '应答码' });
        await film(video, phone, await code.screenshot());
        await computer.getByRole('button', { name: '用摄像头读取应答' }).click();
        await expect(computer.getByText('应答已收到，等待平台确认…')).toBeVisible({ timeout: 60_000 });
        await reach(computer, true);
        await expect(computer.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
      }),
    );
    return {
      name: 'qr.login-air',
      ...{ value, unit: 'ms', target: '<= 20000' },
      against:
        'absolute: as qr.login-relay, the answer read by the computer’s camera, and then the network is back',
    };
  },
};
