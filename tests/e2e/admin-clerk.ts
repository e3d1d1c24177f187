/** What the platform's staff do, in the words of the interface: steps that several tests share. */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { fillProfile, logInAfterRegistering, register, staysIn, tabOf } from './supplier-clerk';

export const PINS = { staff: '246813', root: '135792', issuing: '975310' };
const OFFLINE = 'suiyin-platform-offline';
export const PLATFORM = '云溪测试采购平台';

export const dialog = (page: Page) => page.getByRole('dialog');

/** Answers the question for a PIN. */
export async function typePin(page: Page, title: string, pin: string): Promise<void> {
  const asked = page.getByRole('dialog', { name: title });
  await asked.getByRole('textbox', { name: 'PIN 码' }).fill(pin);
  await asked.getByRole('button', { name: '确认' }).click();
  await expect(asked).toBeHidden();
}

/** Fills in one of the fields of PINs, and its repetition. */
export async function choosePin(page: Page, name: string, pin: string, repeated = pin): Promise<void> {
  await page.getByLabel(name, { exact: true }).fill(pin);
  await page.getByLabel(`再次输入${name}`).fill(repeated);
}

/** The line to the platform is cut for all tabs of the browser, or there again. */
export async function reach(page: Page, isThere: boolean): Promise<void> {
  await page.evaluate(
    ([key, away]) => {
      if (away) localStorage.setItem(key, '1');
      else localStorage.removeItem(key);
      dispatchEvent(new StorageEvent('storage', { key }));
    },
    [OFFLINE, !isThere] as const,
  );
}

export const next = (page: Page) => page.getByRole('button', { name: '下一步' });

/** From the first page of the wizard to the summary. */
export async function fillWizard(page: Page): Promise<void> {
  await page.getByLabel('平台名称').fill(PLATFORM);
  await page.getByLabel('所在省份').selectOption('湖南省');
  await page.getByLabel('主办单位').fill('云溪测试有限公司');
  await next(page).click();
  for (const [years, yuan] of [
    [1, '200'],
    [2, '380.5'],
    [3, '540'],
    [5, '850'],
  ] as const) {
    await page.getByLabel(`${years} 年期证书`).fill(yuan);
  }
  await next(page).click();
  await page.getByLabel('收款户名').fill('云溪测试有限公司');
  await page.getByLabel('银行账号').fill('4305 0000 1234 5678');
  await page.getByLabel('开户银行').fill('云溪银行城中支行');
  await page.getByLabel('客服电话').fill('0731-88904166');
  await next(page).click();
  await page.getByRole('button', { name: '添加类别' }).click();
  await page.getByLabel('类别 1').fill('物资采购');
  await next(page).click();
  await page.getByLabel('您的姓名').fill('陈静');
  await choosePin(page, '工作 PIN 码', PINS.staff);
  await choosePin(page, '根密钥 PIN 码', PINS.root);
  await next(page).click();
  await expect(page.getByRole('heading', { name: '核对' })).toBeVisible();
}

export async function foundPlatform(page: Page): Promise<void> {
  await page.goto('/platforms/new');
  await fillWizard(page);
  await page.getByRole('button', { name: '设立平台' }).click();
  await expect(page.getByRole('heading', { name: '平台管理' })).toBeVisible({ timeout: 60_000 });
}

/** The administrator invites somebody. @returns the link */
export async function invite(page: Page, role: string, name: string): Promise<string> {
  await page.goto('/admin/staff');
  await page.getByRole('button', { name: '邀请工作人员' }).click();
  await page.getByLabel('角色').selectOption({ label: role });
  await page.getByLabel('受邀人').fill(name);
  await page.getByRole('button', { name: '生成邀请' }).click();
  await typePin(page, '输入您的工作 PIN 码', PINS.staff);
  const link = await page.getByLabel('邀请链接').inputValue();
  await expect(dialog(page).getByText('已生效', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '我已复制，关闭' }).click();
  return link;
}

/** A link, in the tab of a workspace. */
export async function openLink(context: BrowserContext, link: string, workspace: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link.replace('/join', `/join?workspace=${workspace}`));
  await staysIn(page, workspace);
  return page;
}

export async function joinAs(page: Page, isOperator = false): Promise<void> {
  await choosePin(page, '工作 PIN 码', PINS.staff);
  if (isOperator) await choosePin(page, '签发密钥 PIN 码', PINS.issuing);
  await page.getByRole('button', { name: '加入', exact: true }).click();
  await expect(page.getByText('您已加入平台')).toBeVisible({ timeout: 30_000 });
}

/** A supplier registers and submits a profile. @returns their tab */
export async function submitSupplier(context: BrowserContext): Promise<Page> {
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(page);
  await page.getByRole('checkbox', { name: '物资采购' }).check();
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });
  return page;
}
