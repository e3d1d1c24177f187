/** Codes between a desktop and a phone, in the words of the interface: steps that several tests share. */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { PHONE_PIN, typePin } from './phone-clerk';
import { staysIn } from './supplier-clerk';

/** Opens what carries a code and its answer by hand. */
async function openByHand(desktop: Page): Promise<void> {
  await desktop.getByText('没有网络，或扫不了码？').click();
}

/** What the desktop's code says. */
export async function codeOf(desktop: Page, name = '绑定码'): Promise<string> {
  const code = desktop.getByRole('textbox', { name });
  if (!(await code.isVisible())) await openByHand(desktop);
  await expect(code).toHaveValue(/^[\w-]{268}$/);
  return code.inputValue();
}

/** The phone reads a code as text. */
export async function readText(phone: Page, text: string): Promise<void> {
  await phone.goto('/phone/scan');
  await phone.getByText('输入二维码的文字内容').click();
  await phone.getByRole('textbox', { name: '二维码内容' }).fill(text);
  await phone.getByRole('button', { name: '查看内容' }).click();
}

/** The phone's camera opens the link that the desktop shows. */
export async function openLinkOf(desktop: Page, phone: Page, name = '绑定码'): Promise<void> {
  const code = await codeOf(desktop, name);
  await phone.goto(`/scan#${code}`);
  await expect(phone).toHaveURL(/\/phone\/scan$/);
}

/** The phone reads the code off the desktop's screen, as a picture. */
export async function scanPicture(desktop: Page, phone: Page, name: string): Promise<void> {
  const code = desktop.getByRole('img', { name });
  await expect(code).toBeVisible();
  const buffer = await code.screenshot();
  await phone.goto('/phone/scan');
  await phone
    .locator('input[type=file][accept="image/*"]')
    .setInputFiles({ name: '二维码.png', mimeType: 'image/png', buffer });
}

/** The phone binds, or logs in, by what it has read. */
export async function confirm(phone: Page, button = '输入 PIN 码并应答'): Promise<void> {
  await phone.getByRole('button', { name: button }).click();
  await typePin(phone, '登录', PHONE_PIN);
}

/** What the phone shows to be carried to the desktop by hand. */
export async function answerOf(phone: Page): Promise<string> {
  const answer = phone.getByRole('textbox', { name: '应答码' });
  await expect(phone.getByRole('heading', { name: '已应答' })).toBeVisible();
  if (!(await answer.isVisible())) await phone.getByText('用二维码或文字带回电脑').click();
  return answer.inputValue();
}

export async function giveAnswer(desktop: Page, answer: string, button = '完成绑定'): Promise<void> {
  await desktop.getByRole('textbox', { name: '应答码' }).fill(answer);
  await desktop.getByRole('button', { name: button }).click();
}

/** A computer that nobody is logged in at shows its code. @param platform begins the name of the one that it chooses */
export async function showLogin(context: BrowserContext, workspace: string, platform = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/platforms?workspace=${workspace}`);
  await staysIn(page, workspace);
  const row = page.getByRole('listitem').filter({ hasText: platform });
  await row.getByRole('button', { name: /选择/ }).first().click();
  await expect(page.getByRole('status').filter({ hasText: '已同步' })).toBeVisible();
  await page.goto('/login');
  await page.getByRole('radio', { name: '扫码登录' }).check();
  await expect(page.getByRole('img', { name: '登录二维码' })).toBeVisible();
  return page;
}
