/** What a supplier does with a bid, in the words of the interface: steps that several tests share. */
import { readFile } from 'node:fs/promises';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { openPdf, pointAt, save, saveByDownload } from './clerk';
import { scanPicture } from './code-clerk';
import { PHONE_PIN, typePin } from './phone-clerk';
import { SUPPLIER, tabOf, typeLogin } from './supplier-clerk';

export const CODE = 'CA 认证二维码';

/** The supplier's desktop, logged in by password. */
export async function logIn(context: BrowserContext): Promise<Page> {
  const desktop = await tabOf(context, 'desktop', '/login');
  await typeLogin(desktop, SUPPLIER.account, SUPPLIER.password);
  await expect(desktop.getByRole('heading', { level: 1 })).toBeVisible();
  await desktop.waitForURL(/\/supplier/);
  return desktop;
}

/** Opens the bid for a tender. */
export async function openBid(page: Page, tender: string): Promise<void> {
  await page.goto(`/supplier/tenders/bid?id=${tender}`);
  await expect(page.getByRole('heading', { name: '投标', level: 1 })).toBeVisible();
  await expect(page.getByText('已保存在本机')).toBeVisible();
}

/** Fills in the table's one row, and the delivery. @param price yuan a unit */
export async function fillBid(page: Page, price: string): Promise<void> {
  await page.getByLabel('投标响应：').fill('完全满足');
  await page.getByLabel('偏离：').selectOption('无偏离');
  await page.getByLabel('交货期（天）：').fill('30');
  await page.getByLabel('单价（元）：').fill(price);
  await page.getByLabel('交货说明').fill('合同签订后 30 天内送到');
  await page.getByLabel('交货说明').blur();
  await expect(page.getByText('已保存在本机')).toBeVisible();
}

/** Has the letter made and saved. @returns the file */
export async function makeLetter(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '生成并保存' }).click(),
  ]);
  return download.path();
}

/** The holder of the certificate seals a document. @returns the file */
export async function sealFile(phone: Page, file: string, name = '投标函.pdf'): Promise<string> {
  await saveByDownload(phone);
  await openPdf(phone, { name, bytes: await readFile(file) });
  await phone.getByRole('button', { name: '公章', exact: true }).click();
  await pointAt(phone, 1, 0.5, 0.7);
  await phone.getByRole('button', { name: '确认位置' }).click();
  await phone.getByRole('button', { name: '确认无误，签章' }).click();
  await phone.getByRole('textbox', { name: 'PIN 码' }).fill(PHONE_PIN);
  await phone.getByRole('button', { name: '确认签章' }).click();
  await expect(phone.getByRole('heading', { name: '已签章，请保存' })).toBeVisible();
  return (await save(phone)).file;
}

/** Attaches a file. */
export async function attach(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file][accept*=pdf]').setInputFiles(path);
}

/** The phone signs what the computer has asked for; the numbers are compared first. */
export async function authorise(desktop: Page, phone: Page, says: string | RegExp): Promise<void> {
  await scanPicture(desktop, phone, CODE);
  await expect(phone.getByRole('heading', { name: 'CA 认证' })).toBeVisible();
  await desktop.getByRole('button', { name: '号码一致' }).click();
  await expect(phone.getByText(says).first()).toBeVisible();
  await phone.getByRole('button', { name: '输入 PIN 码并签名' }).click();
  await typePin(phone, '签名', PHONE_PIN);
  await expect(phone.getByText('已签名', { exact: true })).toBeVisible();
  await expect(desktop.getByText('正在发送到平台，本页会显示是否送达。')).toBeVisible();
  await desktop.getByRole('button', { name: '完成', exact: true }).click();
}
