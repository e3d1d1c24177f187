/** Chapters 2 to 4 of the manual from end to end, by five people in workspaces of their own. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { nssDatabase, pdfsig, scratch } from '../conformance/verifiers';
import { reach, submitSupplier } from './admin-clerk';
import { openSample, pointAt, save, saveByDownload } from './clerk';
import { confirm, openLinkOf } from './code-clerk';
import { getCertificate } from './certificate-clerk';
import { approve, approveSupplier, issue, typeOperatorPin } from './operator';
import { goToPin, install, pay, PHONE_PIN, typeNewPin } from './phone-clerk';
import { setUpPlatform, SUPPLIER, tabOf } from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'most of the five sit at a desktop');
test.setTimeout(400_000);

/** The phone takes the desktop's code, and the desktop turns by itself. */
async function bind(desktop: Page, phone: Page): Promise<void> {
  await openLinkOf(desktop, phone);
  await confirm(phone);
  await expect(desktop.getByText('绑定成功', { exact: true })).toBeVisible({ timeout: 30_000 });
}

/** Seals the sample with the certificate of this workspace. @returns the file */
async function sealSample(page: Page): Promise<string> {
  await openSample(page);
  await page.getByRole('button', { name: '公章', exact: true }).click();
  await pointAt(page, 1, 0.5, 0.4);
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
  await page.getByRole('textbox', { name: 'PIN 码' }).fill(PHONE_PIN);
  await page.getByRole('button', { name: '确认签章' }).click();
  await expect(page.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
  return (await save(page)).file;
}

/** The certificate that was renewed seals no more; one tap leads to its successor. */
async function refusedOld(page: Page): Promise<void> {
  await page.goto('/me');
  await page.getByRole('radio', { name: '已被续期证书取代' }).check();
  // In the list, and of the certificate that is shown now: the choice is kept.
  await expect(page.getByText('已被续期证书取代')).toHaveCount(2);
  await openSample(page);
  await expect(page.getByText('这张证书已被续期证书取代')).toBeVisible();
  await expect(page.getByRole('button', { name: '确认位置' })).toBeDisabled();
  await page.getByRole('button', { name: '改用新证书' }).click();
  await expect(page.getByText('这张证书已被续期证书取代')).toBeHidden();
}

/** What somebody at a workspace reads of a file. */
async function verdictOf(page: Page, file: string) {
  await page.goto('/verify');
  await page.locator('input[type=file][multiple]').setInputFiles(file);
  return page.getByRole('article').first();
}

async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path());
}

test('from registering a supplier to a renewed certificate, and to its revocation', async ({
  page,
  context,
}) => {
  const place = await scratch();
  try {
    await setUpPlatform(page);
    const desktop = await submitSupplier(context);
    await approveSupplier(await tabOf(context, 'admin', '/admin/suppliers'));
    await desktop.getByRole('link', { name: '数字证书办理' }).click();
    const operator = await tabOf(context, 'ca', '/ca');
    const phone = await getCertificate(context, operator);
    await bind(desktop, phone);
    await phone.goto('/phone/certificates');
    await expect(phone.getByText('有效', { exact: true })).toBeVisible();

    await saveByDownload(phone);
    const file = await sealSample(phone);
    await operator.goto('/ca/crl');
    await writeFile(place.file('root.pem'), await saved(operator, '下载平台根证书（PEM）'));
    const pem = (await readFile(place.file('root.pem'))).toString();
    const root = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    await nssDatabase(place.dir, [root]);
    expect(await pdfsig(file, place.dir)).toMatchObject([
      { valid: true, trusted: true, signer: SUPPLIER.company },
    ]);
    const row = await verdictOf(desktop, file);
    await expect(row.getByText('有效', { exact: true })).toBeVisible();

    // Chapter 4: the old certificate stays until the new one has taken its place.
    await phone.goto('/phone/certificates');
    await phone.getByRole('link', { name: '续期' }).click();
    await goToPin(phone, 2);
    await typeNewPin(phone);
    await pay(phone);
    await approve(operator, 'vouchers');
    await issue(operator);
    await install(phone);
    await desktop.goto('/supplier/certificate');
    await bind(desktop, phone);
    await phone.goto('/phone/certificates');
    await expect(phone.getByText('有效', { exact: true })).toBeVisible();
    await expect(phone.getByText('已被续期证书取代')).toBeVisible();
    await expect(desktop.getByText(/剩余 109\d 天/)).toBeVisible();
    await refusedOld(phone);
    const renewed = await sealSample(phone);
    expect(await pdfsig(renewed, place.dir)).toMatchObject([{ valid: true, trusted: true }]);

    // Revoked: everybody who has the list knows, with the platform out of reach too.
    await operator.goto('/ca/certificates');
    await operator.getByRole('link', { name: SUPPLIER.company }).first().click();
    await operator.getByRole('button', { name: '吊销证书' }).click();
    const revoking = operator.getByRole('dialog', { name: `吊销「${SUPPLIER.company}」的证书` });
    await revoking.getByLabel('吊销原因').selectOption('私钥泄露或手机遗失');
    await revoking.getByLabel('情况说明').fill('手机遗失。');
    await revoking.getByRole('checkbox').check();
    await revoking.getByRole('button', { name: '吊销证书' }).click();
    await typeOperatorPin(operator);
    await operator.getByRole('button', { name: '发布新的吊销列表' }).click();
    await typeOperatorPin(operator, 'issuing');
    await expect(operator.getByText('已列入现行吊销列表。')).toBeVisible();
    await desktop.goto('/supplier/certificate');
    await expect(desktop.getByText('已同步')).toBeVisible();
    await reach(desktop, false);
    await phone.goto('/seal');
    await phone.getByRole('button', { name: '试用示例标书' }).click();
    await expect(phone.getByText('证书已被吊销，不能再签章。')).toBeVisible();
    await expect(phone.getByRole('button', { name: '确认位置' })).toBeDisabled();
    const after = await verdictOf(desktop, renewed);
    await expect(after.getByText('无效', { exact: true })).toBeVisible();
    await expect(after.getByText(`${SUPPLIER.company} 的证书已于`).first()).toBeVisible();
  } finally {
    await place.remove();
  }
});
