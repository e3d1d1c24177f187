/** The scanner with a camera: Chromium's takes its pictures from a file. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { create } from 'qrcode';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';
import { film } from './film';
import { signIn } from './phone-clerk';
import { setUpPlatform, tabOf } from './supplier-clerk';

/** Chromium opens it when a page asks for the camera, not before. */
const VIDEO = path.join(tmpdir(), `suiyin-camera-${process.ppid}.mjpeg`);

test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [
      ...CHROMIUM_FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${VIDEO}`,
    ],
  },
});

test.skip(({ isMobile }) => isMobile, 'the layout makes no difference');

test('the phone reads a login code off the desktop’s screen by its camera', async ({ page, context }) => {
  await setUpPlatform(page);
  const desktop = await tabOf(context, 'desktop', '/login');
  await desktop.getByRole('radio', { name: '扫码登录' }).check();
  const code = desktop.getByRole('img', { name: '登录二维码' });
  await expect(code).toBeVisible();
  await film(VIDEO, page, await code.screenshot());

  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.goto('/phone/scan');
  const sheet = phone.getByRole('dialog', { name: '扫码结果' });
  await expect(sheet.getByText('一台电脑请求登录')).toBeVisible();
  const number = await phone.locator('.pairing strong').textContent();
  await expect(desktop.getByText(number ?? '', { exact: true })).toBeVisible();
  await expect(sheet.getByText('您还没有已绑定账号的有效证书')).toBeVisible();
});

test('a code that is not ours is shown by the scanner, and never opened', async ({ page, context }) => {
  await setUpPlatform(page);
  await page.goto('/help');
  const other = 'https://example.com/pay?to=somebody';
  const { modules } = create(other);
  const picture = await page.evaluate(
    ([size, dark]) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = (size + 8) * 8;
      const context2d = canvas.getContext('2d')!;
      context2d.fillStyle = '#fff';
      context2d.fillRect(0, 0, canvas.width, canvas.height);
      context2d.fillStyle = '#000';
      for (let at = 0; at < size * size; at++) {
        if (dark[at]) context2d.fillRect(((at % size) + 4) * 8, (Math.floor(at / size) + 4) * 8, 8, 8);
      }
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    },
    [modules.size, [...modules.data]] as const,
  );
  await film(VIDEO, page, Buffer.from(picture, 'base64'));
  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.goto('/phone/scan');
  await expect(phone.getByRole('dialog', { name: '不是随印的二维码' })).toBeVisible();
  await expect(phone.getByText(other)).toBeVisible();
  await expect(phone).toHaveURL(/\/phone\/scan$/);
});
