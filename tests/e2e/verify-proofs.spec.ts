/** Timestamps, validation data and revocation as the verify page tells them; signed by other programs. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { appendValidationData } from '../conformance/append';
import { Workshop } from '../conformance/honest';
import { newDocument } from '../conformance/signers';

test.skip(({ isMobile }) => isMobile, 'the layout makes no difference');

let shop: Workshop;

test.beforeAll(async () => {
  shop = await Workshop.open();
  const { authority, signers } = shop;
  const keep = (name: string, bytes: Uint8Array) => writeFile(authority.file(name), bytes);
  await keep('long.pdf', await signers.libpdf(await newDocument(), 'B-LT', 'l1'));
  const timed = await signers.libpdf(await newDocument(), 'B-T', 'l1');
  await keep('timed.pdf', timed);
  // Lists tell time in seconds: what is revoked now is revoked after the timestamp.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await authority.revoke('p256');
  const crls = [await authority.crl('authority'), await authority.crl('root')];
  await keep('revoked.pdf', await appendValidationData(timed, { certificates: [], crls, ocsps: [] }));
});

test.afterAll(() => shop.remove());

async function open(page: Page, name: string, { trusting = true } = {}): Promise<Locator> {
  await page.goto('/verify');
  if (trusting) {
    await page.locator('input[type=file]:not([multiple])').setInputFiles(shop.authority.file('root.pem'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch', { name: '逐字核对' }).check();
    await dialog.getByRole('button', { name: '信任' }).click();
    await expect(dialog).toHaveCount(0);
  }
  await page.locator('input[type=file][multiple]').setInputFiles(path.join(shop.authority.dir, name));
  return page.getByRole('article', { name, exact: true });
}

test('a timestamp is told with its authority, and its certificate can be seen', async ({ page }) => {
  const row = await open(page, 'timed.pdf');
  await expect(row.getByText('有效', { exact: true })).toBeVisible();
  await expect(row.getByText('（由 Honest tsa 的时间戳证明）')).toBeVisible();
  await row.getByRole('button', { name: '时间戳的证书' }).click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'Honest tsa' })).toBeVisible();
});

test('a timestamp of a service that is not trusted proves nothing', async ({ page }) => {
  const row = await open(page, 'timed.pdf', { trusting: false });
  await expect(row.getByText('（时间戳服务未受信任，不能作为证明）')).toBeVisible();
  await expect(row.getByText('体验证书')).toHaveCount(0);
  await expect(row.getByText('请添加其平台的根证书')).toBeVisible();
});

test('validation data makes the level B-LT, and revocation is told from it', async ({ page }) => {
  const row = await open(page, 'long.pdf');
  await expect(row.getByText('有效', { exact: true })).toBeVisible();
  await row.getByText('更多信息').first().click();
  await expect(row.getByText('PAdES B-LT（带时间戳和验证资料）')).toBeVisible();
  await expect(row.getByText('未被吊销（依据 CRL）')).toBeVisible();
  await expect(row.getByRole('heading', { level: 5, name: '补充验证资料' })).toBeVisible();
});

test('a revocation after a proven time is told, and breaks nothing', async ({ page }) => {
  const row = await open(page, 'revoked.pdf');
  await expect(row.getByText('有效', { exact: true })).toBeVisible();
  await row.getByText('更多信息').first().click();
  await expect(row.getByText(/签章之后于 .+ 吊销；不影响此前的签章/)).toBeVisible();
});
