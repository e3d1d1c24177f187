/** What a supplier's clerk does at the desktop, in the words of the interface: steps that several tests share. */
import { expect, type BrowserContext, type Page } from '@playwright/test';

export const SUPPLIER = {
  company: '云溪测试建设有限公司',
  account: 'yunxi2026',
  password: 'Yunxi#2026x',
  contact: '张三',
  mobile: '13800138000',
  creditCode: '91350100M000100Y43',
} as const;

/** A PNG of 8 × 8 pixels in one colour. */
export const LICENCE = {
  name: '营业执照.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4+PEjVsQwtCQAcGDZoIxWjcYAAAAASUVORK5CYII=',
    'base64',
  ),
};

/** A platform with all its people, each in a workspace `try-…` of this browser. */
export async function setUpPlatform(page: Page): Promise<void> {
  await page.goto('/try');
  await page.getByRole('button', { name: '开始搭建' }).click();
  await expect(page.getByRole('heading', { name: '五个人，五个工作区' })).toBeVisible({ timeout: 60_000 });
}

/** Waits until the tab knows whose it is: addresses without the parameter stay there from then on. */
export async function staysIn(page: Page, workspace: string): Promise<void> {
  await page.waitForFunction((name) => sessionStorage.getItem('suiyin-workspace') === name, workspace);
}

/** A page of one of them, in a tab of its own. */
export async function tabOf(context: BrowserContext, person: string, path: string): Promise<Page> {
  const page = await context.newPage();
  const workspace = `try-${person}`;
  await page.goto(`${path}?workspace=${workspace}`);
  await staysIn(page, workspace);
  return page;
}

/** The code of the newest message that stands for an SMS; the message is put away. */
export async function readCode(page: Page): Promise<string> {
  const message = page.getByTestId('short-message').last();
  const code = /验证码是 (\d{6})/.exec((await message.textContent()) ?? '')?.[1];
  if (!code) throw new Error('no code in the message');
  await message.getByRole('button').click();
  return code;
}

/** From the notice to the form. */
export async function openForm(page: Page): Promise<void> {
  await page.getByLabel('我已阅读，并确认以上信息').check();
  await page.getByRole('button', { name: '继续注册' }).click();
  await expect(page.getByRole('radio', { name: '境内企业' })).toBeChecked();
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('heading', { name: '填写注册信息' })).toBeVisible();
}

/** Fills the form as in `SUPPLIER`, but for what is said; the code is not asked for. */
export async function fillForm(
  page: Page,
  other: Partial<Record<keyof typeof SUPPLIER, string>> = {},
): Promise<void> {
  const { company, account, password, contact, mobile } = { ...SUPPLIER, ...other };
  await page.getByLabel('供应商全称').fill(company);
  await page.getByLabel('登录帐号').fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('确认密码').fill(password);
  await page.getByLabel('联系人姓名').fill(contact);
  await page.getByLabel('联系人手机号码').fill(mobile);
}

export async function askForCode(page: Page): Promise<string> {
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByTestId('short-message').last()).toBeVisible();
  return readCode(page);
}

/** From the notice to the platform's answer. */
export async function register(page: Page, other: Parameters<typeof fillForm>[1] = {}): Promise<void> {
  await openForm(page);
  await fillForm(page, other);
  await page.getByLabel('验证码', { exact: true }).fill(await askForCode(page));
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });
}

export async function typeLogin(page: Page, account: string, password: string): Promise<void> {
  await page.getByLabel('登录帐号').fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** From 注册成功 to the supplier's home. */
export async function logInAfterRegistering(page: Page): Promise<void> {
  await page.getByRole('link', { name: '登录并完善信息' }).click();
  await page.getByLabel('密码', { exact: true }).fill(SUPPLIER.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
}

/** 完善供应商信息, but for the contact, which is known from the registration. */
export async function fillProfile(page: Page, creditCode: string = SUPPLIER.creditCode): Promise<void> {
  await page.getByLabel('统一社会信用代码').fill(creditCode);
  await page.getByLabel('法定代表人').fill('李四');
  await page.getByLabel('注册地址').fill('湖南省岳阳市云溪区云港路 88 号');
  await page.getByLabel('选择图片').setInputFiles(LICENCE);
  await page.getByLabel('开户银行').fill('中国建设银行岳阳云溪支行');
  await page.getByLabel('银行账号').fill('43050168888800000123');
}
