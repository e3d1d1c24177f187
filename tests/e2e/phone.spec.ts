/** Chapter 3 and 4 of the manual as the phone sees them, with what goes wrong on the way. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import {
  fillEnterprise,
  fillPerson,
  giveProof,
  goToPin,
  install,
  orderTwoSeals,
  pay,
  PERSON,
  PHONE_PIN,
  signIn,
  submit,
  typeNewPin,
  typePin,
} from './phone-clerk';
import { reach, submitSupplier } from './admin-clerk';
import { codeOf, readText } from './code-clerk';
import { approve, approveSupplier, issue, reject } from './operator';
import { readCode, setUpPlatform, staysIn, SUPPLIER, tabOf } from './supplier-clerk';

// Each has a browser of its own, and they take long: two at a time.
test.describe.configure({ mode: 'parallel' });
test.skip(() => test.info().project.name !== 'phone', 'these pages are laid out for a phone');
test.setTimeout(400_000);

test.beforeEach(({ page }) => setUpPlatform(page));

/** A page of somebody who sits at a desk: the staff's pages show queue and case side by side there. */
async function deskOf(context: BrowserContext, person: string, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${path}?workspace=try-${person}`);
  await staysIn(page, `try-${person}`);
  return page;
}

/** Signs in, and has the person's real name approved. */
async function verifiedPerson(phone: Page, operator: Page): Promise<void> {
  await signIn(phone);
  await phone.goto('/phone/real-name');
  await fillPerson(phone);
  await submit(phone);
  await expect(phone.getByText('审核中')).toBeVisible();
  await approve(operator, 'persons');
  await expect(phone.getByRole('link', { name: '下一步：企业实名认证' })).toBeVisible();
}

async function verifiedCompany(phone: Page, operator: Page): Promise<void> {
  await verifiedPerson(phone, operator);
  await phone.goto('/phone/enterprise');
  await fillEnterprise(phone);
  await submit(phone);
  await expect(phone.getByText('审核中')).toBeVisible();
  await approve(operator, 'enterprises');
  await expect(phone.getByText('已通过')).toBeVisible();
}

/** From the order to the certificate on the phone. */
async function certified(phone: Page, operator: Page, address = '/phone/apply'): Promise<void> {
  await phone.goto(address);
  await goToPin(phone);
  await typeNewPin(phone);
  await expect(phone.getByRole('heading', { name: '上传缴费凭证' })).toBeVisible({ timeout: 30_000 });
  await pay(phone);
  await expect(phone.getByText('凭证审核中')).toBeVisible();
  await approve(operator, 'vouchers');
  await expect(phone.getByText('待签发')).toBeVisible();
  await issue(operator);
  await expect(phone.getByText('待安装')).toBeVisible();
  await install(phone);
}

test('a number and its code let in; wrong and old codes do not', async ({ context }) => {
  const phone = await tabOf(context, 'phone', '/phone/certificates');
  await expect(phone.getByText('在证书到期前不能更换')).toBeVisible();
  await phone.getByLabel('手机号码').fill('1380013');
  await phone.getByRole('button', { name: '获取验证码' }).click();
  await expect(phone.getByText('请输入 11 位手机号码')).toBeVisible();
  await phone.getByLabel('手机号码').fill('138 0013 8000');
  await phone.getByRole('button', { name: '获取验证码' }).click();
  await expect(phone.getByRole('button', { name: /后可重新获取/ })).toBeDisabled();
  const code = await readCode(phone);
  const login = phone.getByRole('button', { name: '登录', exact: true });
  await login.click();
  await expect(phone.getByText('请输入短信中的 6 位验证码')).toBeVisible();
  await phone.getByRole('textbox', { name: '验证码' }).fill(code === '000000' ? '111111' : '000000');
  await login.click();
  await expect(phone.getByText(/还可.*4 次/)).toBeVisible();
  await phone.clock.setSystemTime(Date.now() + 6 * 60_000);
  await phone.getByRole('textbox', { name: '验证码' }).fill(code);
  await login.click();
  await expect(phone.getByText('验证码已超过 5 分钟')).toBeVisible();
  await phone.getByRole('button', { name: '重新获取' }).click();
  await phone.getByRole('textbox', { name: '验证码' }).fill(await readCode(phone));
  await login.click();
  await expect(phone.getByRole('heading', { name: '证书管理' })).toBeVisible(); // where they wanted to go
  await phone.goto('/phone/me');
  await phone.getByRole('button', { name: '退出登录' }).click();
  await phone.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await expect(phone.getByRole('heading', { name: '登录手机端' })).toBeVisible();
});

test('a real name is checked, rejected, corrected and approved', async ({ context }) => {
  const operator = await deskOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.getByRole('link', { name: '去认证' }).click();
  await fillPerson(phone);
  await phone.getByLabel('身份证号').fill('110105194912310021');
  await phone.getByLabel('姓名').click();
  await expect(phone.getByText('身份证号的校验位不符')).toBeVisible();
  await phone.getByLabel('身份证号').fill('110105 19491231 002x');
  await expect(phone.getByText('身份证号的校验位不符')).toBeHidden();
  await phone
    .locator('input[type=file][aria-label="本人自拍"]')
    .setInputFiles({ name: 'selfie.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await expect(phone.getByText('只支持 JPG、PNG、WebP 图片')).toBeVisible();
  await submit(phone);
  await expect(phone.getByText('审核中')).toBeVisible();
  await expect(phone.getByText('110105********002X')).toBeVisible();
  await reject(operator, 'persons', '照片反光，请重新拍摄人像面。');
  await expect(phone.getByText('原因：照片反光，请重新拍摄人像面。')).toBeVisible();
  await phone.getByRole('link', { name: '待办' }).click();
  await phone.getByRole('link', { name: '修改后重新提交' }).click();
  // What was given is there again, to be opened by this phone only.
  await expect(phone.getByLabel('姓名')).toHaveValue(PERSON.name);
  await expect(phone.getByText('已添加')).toHaveCount(3);
  await giveProof(phone, '身份证人像面');
  await submit(phone);
  await approve(operator, 'persons');
  await expect(phone.getByText('已通过')).toBeVisible();
  // The number stays with the phone.
  await phone.goto('/phone/login');
  await phone.getByRole('button', { name: '退出登录' }).click();
  await phone.getByLabel('手机号码').fill('13900139000');
  await phone.getByRole('button', { name: '获取验证码' }).click();
  await phone.getByRole('textbox', { name: '验证码' }).fill(await readCode(phone));
  await phone.getByRole('button', { name: '登录', exact: true }).click();
  await expect(phone.getByText('本机已用 138****8000 实名认证')).toBeVisible();
});

test('pictures come from the camera, or from a file where it is refused', async ({ context, browser }) => {
  const phone = await tabOf(context, 'phone', '/phone');
  await signIn(phone);
  await phone.goto('/phone/real-name');
  const front = phone.getByRole('region', { name: '身份证人像面' });
  await front.getByRole('button', { name: '拍照' }).click();
  const sheet = phone.getByRole('dialog', { name: '身份证人像面' });
  // Without a camera, or without leave to use it, the sheet says so and leads to a file.
  await expect(sheet.getByText(/摄像头/)).toBeVisible();
  const chooser = phone.waitForEvent('filechooser');
  await sheet.getByRole('button', { name: '选择图片' }).click();
  await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: PNG });
  await expect(front.getByText('已添加')).toBeVisible();
  expect(browser.isConnected()).toBe(true);
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4+PEjVsQwtCQAcGDZoIxWjcYAAAAASUVORK5CYII=',
  'base64',
);

test('a company is verified, a certificate ordered, paid for and installed', async ({ context }) => {
  const operator = await deskOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');

  await test.step('without a verified person there is neither company nor certificate', async () => {
    await signIn(phone);
    await phone.goto('/phone/apply');
    await expect(phone.getByText('请先完成个人实名认证')).toBeVisible();
    await phone.goto('/phone/enterprise');
    await expect(phone.getByText('请先完成个人实名认证')).toBeVisible();
    await phone.goto('/phone/real-name');
    await fillPerson(phone);
    await submit(phone);
    await approve(operator, 'persons');
    await phone.getByRole('link', { name: '下一步：企业实名认证' }).click();
  });

  await test.step('the company: a wrong code, a rejection, once more', async () => {
    await fillEnterprise(phone);
    await phone.getByLabel('统一社会信用代码').fill('91350100M000100Y44');
    await submit(phone);
    await expect(phone.getByText('统一社会信用代码不正确')).toBeVisible();
    await phone.getByLabel('统一社会信用代码').fill(SUPPLIER.creditCode);
    await submit(phone);
    await expect(phone.getByText('审核中')).toBeVisible();
    await reject(operator, 'enterprises', '授权书没有盖章。');
    await expect(phone.getByText('原因：授权书没有盖章。')).toBeVisible();
    await phone.getByRole('button', { name: '修改后重新提交' }).click();
    await expect(phone.getByLabel('法定代表人')).toHaveValue('李法人');
    await giveProof(phone, '授权委托书');
    await submit(phone);
    await approve(operator, 'enterprises');
    await expect(phone.getByText('已通过')).toBeVisible();
  });

  await test.step('the identity is switched', async () => {
    await phone.goto('/phone');
    const bar = phone.getByRole('region', { name: '当前身份' });
    await expect(bar.getByText(SUPPLIER.company)).toBeVisible();
    await bar.getByRole('button', { name: '切换' }).click();
    const sheet = phone.getByRole('dialog', { name: '选择身份' });
    await sheet.getByRole('button', { name: '设为默认' }).first().click();
    await sheet.getByLabel('搜索企业名称或代码').fill('9135');
    await expect(sheet.getByRole('radio')).toHaveCount(1);
    await sheet.getByLabel('搜索企业名称或代码').fill('');
    await sheet.getByRole('radio', { name: PERSON.name }).click();
    await expect(bar.getByText('个人')).toBeVisible();
    await phone.getByRole('link', { name: '证书办理' }).click();
    await expect(phone.getByText('请先选择企业身份')).toBeVisible();
    await phone.getByRole('button', { name: '切换' }).click();
    await phone.getByRole('radio', { name: new RegExp(SUPPLIER.company) }).click();
  });

  await test.step('the order: platform, term, seals, weak and mistyped PINs', async () => {
    await orderTwoSeals(phone, SUPPLIER.company);
    await typeNewPin(phone, '123456', '1');
    await expect(phone.getByText('PIN 码不能是连续的数字')).toBeVisible();
    await expect(phone.getByText('两次输入的 PIN 码不一致')).toBeVisible();
    await typeNewPin(phone);
    await expect(phone.getByRole('heading', { name: '上传缴费凭证' })).toBeVisible({ timeout: 30_000 });
    await expect(phone.getByText('¥380.00').first()).toBeVisible();
    await expect(phone.getByText('请使用公对公打款')).toBeVisible();
    await phone.goto('/phone/apply');
    await expect(phone.getByText('有未完成的订单')).toBeVisible();
    await phone.getByRole('link', { name: '查看订单' }).click();
  });

  await test.step('the voucher: rejected, replaced, approved', async () => {
    await phone.getByRole('button', { name: '提交凭证' }).click();
    await expect(phone.getByText('请提供缴费凭证')).toBeVisible();
    await phone.getByLabel('备注').fill('尾号 0018');
    await pay(phone);
    await expect(phone.getByText('凭证审核中')).toBeVisible();
    await reject(operator, 'vouchers', '金额不符，应为 380 元。');
    await expect(phone.getByText('原因：金额不符，应为 380 元。').first()).toBeVisible();
    await phone.goto('/phone/todo');
    await phone.getByRole('link', { name: '去更换' }).click();
    await pay(phone);
    await expect(phone.getByText('凭证审核中')).toBeVisible();
    await approve(operator, 'vouchers');
    await expect(phone.getByText('待签发')).toBeVisible();
    await expect(phone.getByText('已上传缴费凭证')).toHaveCount(2);
    await issue(operator);
    await expect(phone.getByText('待安装')).toBeVisible();
  });

  await test.step('installing: a wrong PIN, then the right one', async () => {
    await phone.goto('/phone/todo');
    await phone.getByRole('link', { name: '安装证书' }).click();
    await expect(
      phone.getByRole('list', { name: '安装前检查' }).getByText('通过', { exact: true }),
    ).toHaveCount(4);
    await expect(phone.getByRole('checkbox', { name: '公章' })).toBeChecked();
    await phone.getByRole('button', { name: '安装', exact: true }).click();
    await typePin(phone, '安装', '246824');
    await expect(phone.getByText('PIN 码不正确')).toBeVisible();
    await typePin(phone, '安装');
    await expect(phone.getByText('已安装', { exact: true })).toBeVisible({ timeout: 30_000 });
    await phone.goto('/phone/certificates');
    await expect(phone.getByText('待绑定')).toBeVisible();
    await expect(phone.getByText('天后到期')).toBeVisible();
    await phone.getByRole('button', { name: '查看详情' }).click();
    await expect(phone.getByText('在本机，由 PIN 码保护')).toBeVisible();
    await phone.keyboard.press('Escape');
    await phone.goto('/seals'); // the seal has come along
    await expect(phone.getByRole('heading', { name: '公章' })).toBeVisible();
  });

  await test.step('renewing begins from the certificate, and can be withdrawn', async () => {
    await phone.goto('/phone/certificates');
    await phone.getByRole('link', { name: '续期' }).click();
    await goToPin(phone, 1);
    await typeNewPin(phone);
    await expect(phone.getByText('续期 · 1 年')).toBeVisible({ timeout: 30_000 });
    await expect(phone.getByText(`续期后有效期至 ${new Date().getFullYear() + 3}年`)).toBeVisible();
    await phone.getByRole('button', { name: '撤销订单' }).click();
    await phone.getByRole('dialog').getByRole('button', { name: '撤销订单' }).click();
    await expect(phone.getByText('已撤销', { exact: true })).toBeVisible();
    await phone.goto('/phone/orders');
    await expect(phone.getByRole('listitem').filter({ hasText: SUPPLIER.company })).toHaveCount(2);
  });
});

/** A code like another one, shown by somebody whom nobody knows; perhaps of another platform. */
function forged(code: string, platform?: Buffer): string {
  const body = Buffer.from(code, 'base64url').subarray(0, -64);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const isOdd = (Buffer.from(y, 'base64url').at(-1) ?? 0) & 1;
  const key = Buffer.concat([Buffer.of(2 + isOdd), Buffer.from(x, 'base64url')]);
  const content = Buffer.concat([
    body.subarray(0, 2),
    platform ?? body.subarray(2, 34),
    body.subarray(34, -33),
    key,
  ]);
  const signature = sign('sha256', Buffer.concat([Buffer.from('suiyin challenge\0'), content]), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return Buffer.concat([content, signature]).toString('base64url');
}

test('a binding code is read, judged and answered', async ({ context }) => {
  const operator = await deskOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');
  const desktop = await submitSupplier(context);
  const admin = await deskOf(context, 'admin', '/admin/suppliers');
  await approveSupplier(admin);
  await verifiedCompany(phone, operator);

  const read = (text: string): Promise<void> => readText(phone, text);
  await read('');
  await expect(phone.getByText('请先粘贴二维码')).toBeVisible();
  await read('this is no code');
  await expect(phone.getByText('这不是随印的二维码')).toBeVisible();

  await certified(phone, operator);
  await desktop.goto('/supplier/certificate');
  const code = await codeOf(desktop);
  await read(`${code.slice(0, -3)}AAA`);
  await expect(phone.getByText('这不是随印的二维码')).toBeVisible();
  await read(forged(code));
  await expect(phone.getByText('显示绑定码的设备没有登录或已被解除绑定')).toBeVisible();
  await read(forged(code, randomBytes(32)));
  await expect(phone.getByText('这是另一个平台的二维码')).toBeVisible();
  await phone.clock.setSystemTime(Date.now() + 11 * 60_000);
  await read(code);
  await expect(phone.getByText('二维码已过期')).toBeVisible();
  await phone.clock.setSystemTime(Date.now());

  await test.step('on a phone without a certificate of the company', async () => {
    const other = await tabOf(context, 'expert', '/phone/scan');
    await signIn(other, '13900139000');
    await readText(other, code);
    await expect(other.getByText(`您还没有「${SUPPLIER.company}」的证书`)).toBeVisible();
    await other.close();
  });

  await read(code);
  const sheet = phone.getByRole('dialog', { name: '扫码结果' });
  await expect(sheet.getByText(SUPPLIER.account)).toBeVisible();
  await sheet.getByRole('button', { name: '输入 PIN 码并应答' }).click();
  await typePin(phone, '登录');
  // The desktop hears of it by itself.
  await expect(phone.getByText('绑定成功')).toBeVisible({ timeout: 30_000 });
  await read(code);
  await expect(phone.getByText(/已经绑定/)).toBeVisible();
});

test('a second person joins the company, and its first member decides', async ({ context }) => {
  const operator = await deskOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');
  await verifiedCompany(phone, operator);
  const other = await tabOf(context, 'expert', '/phone/real-name');
  await signIn(other, '13900139000');
  await fillPerson(other);
  await submit(other);
  await approve(operator, 'persons');
  await other.getByRole('link', { name: '下一步：企业实名认证' }).click();
  await other.getByRole('radio', { name: '加入已认证企业' }).check();

  const ask = async (): Promise<void> => {
    await other.getByLabel('搜索企业').fill('没有这家');
    await expect(other.getByText('没有找到企业')).toBeVisible();
    await other.getByLabel('搜索企业').fill(SUPPLIER.company.slice(0, 4));
    await other.getByRole('button', { name: '申请加入' }).click();
    await other.getByRole('dialog').getByRole('button', { name: '申请加入' }).click();
    await expect(other.getByText('等待该企业的首位成员审核')).toBeVisible();
  };
  await ask();
  await phone.goto('/phone/todo');
  await phone.getByRole('link', { name: '去审核' }).click();
  await expect(phone.getByText(`${PERSON.name} · 13900139000`)).toBeVisible();
  await phone.getByRole('button', { name: '驳回' }).click();
  const dialog = phone.getByRole('dialog', { name: '驳回' });
  await dialog.getByRole('button', { name: '驳回' }).click();
  await expect(dialog.getByText('请填写驳回原因')).toBeVisible();
  await dialog.getByLabel('驳回原因').fill('不是本公司员工');
  await dialog.getByRole('button', { name: '驳回' }).click();
  await expect(other.getByText('原因：不是本公司员工')).toBeVisible();

  await other.getByRole('button', { name: '认证或加入其他企业' }).click();
  await other.getByRole('radio', { name: '加入已认证企业' }).check();
  await ask();
  await phone.getByRole('button', { name: '同意加入' }).click();
  await expect(other.getByText('已通过')).toBeVisible();
  await other.goto('/phone');
  await expect(other.getByRole('region', { name: '当前身份' }).getByText(SUPPLIER.company)).toBeVisible();
});

test('without a network every step is kept here and goes on later', async ({ context }) => {
  const operator = await deskOf(context, 'ca', '/ca');
  const phone = await tabOf(context, 'phone', '/phone');
  /** What is done without a network is told as `sent`, outlasts the page, and arrives once there is one again. */
  const offline = async (sent: string, act: () => Promise<void>): Promise<void> => {
    await reach(phone, false);
    await act();
    for (const again of [false, true]) {
      if (again) await phone.reload();
      const told = phone.getByText(sent).locator('..');
      await expect(told.getByText(/已保存在本机[,，]联网后送达/)).toBeVisible({ timeout: 30_000 });
    }
    await reach(phone, true);
    await expect(phone.getByText(sent)).toBeHidden({ timeout: 30_000 });
  };
  await signIn(phone);
  await phone.goto('/phone/real-name');
  await fillPerson(phone);
  await offline('个人实名认证已提交', () => submit(phone));
  await approve(operator, 'persons');
  await phone.goto('/phone/enterprise');
  await fillEnterprise(phone);
  await offline('企业实名认证已提交', () => submit(phone));
  await approve(operator, 'enterprises');
  await expect(phone.getByText('已通过')).toBeVisible();
  await phone.goto('/phone/apply');
  await goToPin(phone);
  await offline('订单已提交', async () => {
    await typeNewPin(phone);
    await phone.waitForURL(/\/phone\/orders\/detail/); // a reload before that would stay on the form's page
  });
  await offline('缴费凭证已提交', () => pay(phone));
  await approve(operator, 'vouchers');
  await issue(operator);
  await phone.goto('/phone/todo');
  await phone.getByRole('link', { name: '安装证书' }).click();
  await expect(phone.getByRole('button', { name: '安装', exact: true })).toBeVisible();
  await offline('证书已装入本机', async () => {
    await phone.getByRole('button', { name: '安装', exact: true }).click();
    await typePin(phone, '安装', PHONE_PIN);
  });
  await expect(phone.getByText('已安装', { exact: true })).toBeVisible();
});
