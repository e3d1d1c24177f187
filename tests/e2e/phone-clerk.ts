/** What a supplier's clerk does on the phone, in the words of the interface: steps that several tests share. */
import { expect, type Page } from '@playwright/test';
import { LICENCE, readCode, SUPPLIER } from './supplier-clerk';

export const PERSON = { name: '王经办', idNumber: '11010519491231002X', mobile: SUPPLIER.mobile } as const;
export const PHONE_PIN = '839417';

/** One empty page. */
const PDF = [
  '%PDF-1.4',
  '1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj',
  '2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj',
  '3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100]>> endobj',
  'trailer <</Root 1 0 R>>',
  '%%EOF',
].join('\n');
export const VOUCHER = { name: '回单.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) };

/** From the form to the phone's pages. */
export async function signIn(page: Page, mobile: string = PERSON.mobile): Promise<void> {
  await page.getByLabel('手机号码').fill(mobile);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByTestId('short-message').last()).toBeVisible();
  await page.getByRole('textbox', { name: '验证码' }).fill(await readCode(page));
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(
    page
      .getByRole('button', { name: '切换' })
      .or(page.getByRole('heading', { level: 1 }))
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: '登录手机端' })).toBeHidden();
}

/** Puts a file in the place of a proof. */
export async function giveProof(page: Page, label: string, file: typeof LICENCE = LICENCE): Promise<void> {
  await page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(file);
  await expect(page.getByRole('region', { name: label }).getByText('已添加')).toBeVisible();
}

export async function fillPerson(page: Page): Promise<void> {
  await page.getByLabel('姓名').fill(PERSON.name);
  await page.getByLabel('身份证号').fill(PERSON.idNumber);
  for (const proof of ['身份证人像面', '身份证国徽面', '本人自拍']) await giveProof(page, proof);
}

export async function fillEnterprise(page: Page): Promise<void> {
  await page.getByLabel('企业全称').fill(SUPPLIER.company);
  await page.getByLabel('统一社会信用代码').fill(SUPPLIER.creditCode);
  await page.getByLabel('法定代表人').fill('李法人');
  await giveProof(page, '营业执照');
  await giveProof(page, '授权委托书', VOUCHER);
}

export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '提交审核' }).click();
}

/** From the platform to the PIN, which is left to the test. */
export async function goToPin(page: Page, years = 1): Promise<void> {
  await expect(page.getByText('请勿选错平台')).toBeVisible();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('radio', { name: `${years} 年` }).check();
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('img', { name: '公章' })).toBeVisible();
  await page.getByRole('button', { name: '下一步' }).click();
}

export async function typeNewPin(page: Page, pin: string = PHONE_PIN, repeated = pin): Promise<void> {
  await page.getByRole('textbox', { name: '设置 PIN 码' }).fill(pin);
  await page.getByRole('textbox', { name: '再次输入 PIN 码' }).fill(repeated);
  await page.getByRole('button', { name: '提交订单' }).click();
}

export async function pay(page: Page): Promise<void> {
  await giveProof(page, '缴费凭证', VOUCHER);
  await page.getByRole('button', { name: '提交凭证' }).click();
}

/** Types the PIN that a dialog asks for. @param action the verb on its button */
export async function typePin(page: Page, action: string, pin: string = PHONE_PIN): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '输入 PIN 码' });
  await dialog.getByRole('textbox', { name: 'PIN 码' }).fill(pin);
  await dialog.getByRole('button', { name: action, exact: true }).click();
}

/** From the thing to do to the certificate that is there. */
export async function install(page: Page): Promise<void> {
  await page.goto('/phone/todo');
  await page.getByRole('link', { name: '安装证书' }).click();
  await page.getByRole('button', { name: '安装', exact: true }).click();
  await typePin(page, '安装');
  await expect(page.getByText('已安装', { exact: true })).toBeVisible({ timeout: 30_000 });
}

/** Up to the PIN, with a second seal: one of another company is not taken, and a reload loses nothing. */
export async function orderTwoSeals(page: Page, company: string): Promise<void> {
  await expect(page.getByText('湖南省 / 云溪城发集团电子招标采购平台')).toBeVisible();
  const next = page.getByRole('button', { name: '下一步' });
  await next.click();
  await page.getByRole('radio', { name: '2 年' }).check();
  await next.click();
  await page.getByRole('button', { name: '添加印章' }).click();
  const sheet = page.getByRole('dialog', { name: '添加印章' });
  const name = sheet.getByLabel('公司全称');
  await name.fill('别家测试有限公司');
  await expect(sheet.getByText(`印章上的名称须为「${company}」`)).toHaveCount(1);
  await expect(sheet.getByText('改正后才能完成')).toBeVisible();
  await expect(sheet.getByRole('button', { name: '完成' })).toBeDisabled();
  await name.fill(company);
  await sheet.getByRole('button', { name: '完成' }).click();
  await expect(page.getByRole('heading', { name: '合同专用章' })).toBeVisible();
  await next.click();
  const pin = page.getByRole('textbox', { name: '设置 PIN 码' });
  await expect(pin).toBeVisible();
  await page.reload();
  await expect(pin).toBeVisible();
  await expect(page.getByText('公章、合同专用章')).toBeVisible();
}
