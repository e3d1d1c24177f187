/** What a clerk does, in the words of the interface: steps that several tests share. */
import { randomUUID } from 'node:crypto';
import { expect, test, type Locator, type Page } from '@playwright/test';

export const COMPANY = '云溪测试有限公司';
export const PIN = '283746';

/** The first minute: a trial certificate and a round seal. */
export async function makeTrialIdentity(page: Page, company = COMPANY): Promise<void> {
  await page.goto('/');
  await page.getByLabel('公司全称').fill(company);
  await page.getByRole('textbox', { name: 'PIN 码' }).fill(PIN);
  await page.getByRole('button', { name: '生成体验证书' }).click();
  await expect(page.getByRole('status').getByText('已生成')).toBeVisible();
}

/** Browsers without a save dialog download: what tests can look at. */
export async function saveByDownload(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
    Reflect.deleteProperty(Window.prototype, 'showSaveFilePicker');
  });
}

export async function openSample(page: Page): Promise<void> {
  await page.goto('/seal');
  await page.getByRole('button', { name: '试用示例标书' }).click();
  await expectPage(page, 1);
}

export async function openPdf(page: Page, file: string | { name: string; bytes: Uint8Array }): Promise<void> {
  await page.goto('/seal');
  await choosePdf(page, file);
  await expectPage(page, 1);
}

export async function choosePdf(
  page: Page,
  file: string | { name: string; bytes: Uint8Array },
): Promise<void> {
  const chosen =
    typeof file === 'string'
      ? file
      : { name: file.name, mimeType: 'application/pdf', buffer: Buffer.from(file.bytes) };
  await page.locator('input[type=file]').setInputFiles(chosen);
}

export function sheet(page: Page, number: number): Locator {
  return page.locator(`section[data-page="${number}"]`);
}

/** Waits until a page is drawn. */
export async function expectPage(page: Page, number: number): Promise<void> {
  await expect(sheet(page, number).locator('canvas')).toBeVisible();
}

/** Stamps on a page, as they are read out. */
export function stamps(page: Page, number: number): Locator {
  return sheet(page, number).locator('button');
}

export async function useTool(page: Page, tool: string): Promise<void> {
  await page.getByRole('toolbar', { name: '盖章方式' }).getByRole('button', { name: tool }).click();
}

/** Clicks, or touches, a page at shares of its width and height. */
export async function pointAt(page: Page, number: number, x: number, y: number): Promise<void> {
  const box = await sheet(page, number).boundingBox();
  if (!box) throw new Error(`page ${number} is not there`);
  const at = [box.x + box.width * x, box.y + box.height * y] as const;
  if (await page.evaluate(() => navigator.maxTouchPoints > 0)) await page.touchscreen.tap(...at);
  else await page.mouse.click(...at);
}

/** From 确认位置 to the PIN; leaves the page with the sealed document. */
export async function seal(page: Page): Promise<void> {
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
  const pin = page.getByRole('textbox', { name: 'PIN 码' });
  const sealed = page.getByRole('heading', { name: '已签章，请保存' });
  // A key that is unlocked still is used without asking again.
  await expect(pin.or(sealed)).toBeVisible();
  if (await pin.isVisible()) {
    await pin.fill(PIN);
    await page.getByRole('button', { name: '确认签章' }).click();
  }
  await expect(sealed).toBeVisible();
}

/** Saves the sealed document and gives its path on this machine. */
export async function save(page: Page): Promise<{ file: string; name: string }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  const download = await downloading;
  const name = download.suggestedFilename();
  const file = test.info().outputPath(`${randomUUID()}.pdf`);
  await download.saveAs(file);
  return { file, name };
}

/** What a page shows must fit its width. */
export async function fits(page: Page): Promise<void> {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
}
