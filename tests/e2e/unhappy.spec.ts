/** What goes wrong between people, devices and platforms, and the way out of each. */
import { expect, test, type BrowserContext, type Page, type Route } from '@playwright/test';
import { foundPlatform, invite, joinAs, openLink } from './admin-clerk';
import { removeBoundProfile, withBoundPhone } from './bound-profile';
import { openSample, pointAt, save, saveByDownload } from './clerk';
import { confirm, openLinkOf, showLogin } from './code-clerk';
import { setRoom } from './storage-room';
import { approve, decided, openCase, typeOperatorPin } from './operator';
import {
  fillPerson,
  giveProof,
  goToPin,
  PHONE_PIN,
  signIn,
  submit,
  typeNewPin,
  VOUCHER,
} from './phone-clerk';
import { askForCode, fillForm, openForm, setUpPlatform, SUPPLIER, tabOf, typeLogin } from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'several people, most of them at a desktop');
test.setTimeout(300_000);
test.afterAll(removeBoundProfile);

const DAY_MS = 86_400_000;
/** The clock of one device, off by so much from now on. */
const shiftClock = (page: Page, ms: number): Promise<void> => page.clock.setSystemTime(Date.now() + ms);

async function revoke(context: BrowserContext): Promise<void> {
  const operator = await tabOf(context, 'ca', '/ca/certificates');
  await operator.getByRole('link', { name: SUPPLIER.company }).first().click();
  await operator.getByRole('button', { name: '吊销证书' }).click();
  const dialog = operator.getByRole('dialog', { name: `吊销「${SUPPLIER.company}」的证书` });
  await dialog.getByLabel('吊销原因').selectOption('私钥泄露或手机遗失');
  await dialog.getByLabel('情况说明').fill('手机遗失。');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '吊销证书' }).click();
  await typeOperatorPin(operator);
  await expect(operator.getByText('已吊销').first()).toBeVisible();
}

/** From the sample to the question for the PIN. */
async function prepareSealing(page: Page): Promise<void> {
  await openSample(page);
  await page.getByRole('button', { name: '公章', exact: true }).click();
  await pointAt(page, 1, 0.5, 0.4);
  await page.getByRole('button', { name: '确认位置' }).click();
  await page.getByRole('button', { name: '确认无误，签章' }).click();
}

async function typeSealingPin(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'PIN 码' }).fill(PHONE_PIN);
  await page.getByRole('button', { name: '确认签章' }).click();
}

/** Another platform in this browser, founded in a workspace of its own. */
async function secondPlatform(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/?workspace=elsewhere');
  await foundPlatform(page);
  return page;
}

/** Chooses the platform that is not the present one. */
async function changePlatform(page: Page, name: string): Promise<void> {
  await page.goto('/platforms');
  const row = page.getByRole('listitem').filter({ hasText: name });
  await row.getByRole('button', { name: /选择/ }).click();
  await expect(row.getByText('当前平台')).toBeVisible();
}

test('a clock that is off by a day is told of, and nothing is signed by it', () =>
  withBoundPhone(async (context, phone) => {
    const computer = await showLogin(context, 'office-pc');
    await shiftClock(phone, -DAY_MS);
    await openLinkOf(computer, phone, '登录二维码');
    await expect(phone.getByText(/时间相差约 14[34]\d 分钟/)).toBeVisible();
    await shiftClock(phone, DAY_MS);
    await openLinkOf(computer, phone, '登录二维码');
    await expect(phone.getByText(/请核对手机时间/)).toBeVisible();
    await expect(phone.getByRole('button', { name: '输入 PIN 码并登录' })).toHaveCount(0);
    await shiftClock(phone, 0);
    await openLinkOf(computer, phone, '登录二维码');
    await confirm(phone, '输入 PIN 码并登录');
    await expect(computer.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 30_000 });
  }));

test('an expired certificate of a platform neither seals nor logs in, and says how to go on', () =>
  withBoundPhone(async (context, phone) => {
    const later = 400 * DAY_MS;
    const desktop = await tabOf(context, 'desktop', '/login');
    await typeLogin(desktop, SUPPLIER.account, SUPPLIER.password);
    await expect(desktop.getByRole('heading', { name: '供应商首页' })).toBeVisible();
    await shiftClock(desktop, later);
    await desktop.goto('/supplier/certificate');
    await expect(desktop.getByText('数字证书已到期').first()).toBeVisible();
    await shiftClock(phone, later);
    await phone.goto('/phone/certificates');
    await expect(phone.getByText('已到期', { exact: true })).toBeVisible();
    await phone.goto('/phone/todo');
    await expect(phone.getByText('证书已到期').first()).toBeVisible();
    await openSample(phone);
    await expect(phone.getByText('证书已过有效期，不能再签章')).toBeVisible();
    await phone.getByRole('button', { name: '去办理证书' }).click();
    await expect(phone).toHaveURL(/\/phone\/certificates$/);
  }));

test('a certificate that is revoked while somebody is sealing seals no more', () =>
  withBoundPhone(async (context, phone) => {
    await prepareSealing(phone);
    await expect(phone.getByRole('textbox', { name: 'PIN 码' })).toBeVisible();
    await revoke(context);
    await expect(phone.getByText('已同步')).toBeAttached();
    await typeSealingPin(phone);
    await expect(phone.getByText('证书已被吊销，不能再签章').first()).toBeVisible();
    await expect(phone.getByRole('heading', { name: '已签章，请保存' })).toBeHidden();
    await openSample(phone);
    await phone.getByRole('button', { name: '重新申领证书' }).click();
    await expect(phone).toHaveURL(/\/phone\/apply$/);
  }));

test('a certificate is its own platform’s, wherever one goes', () =>
  withBoundPhone(async (context, phone) => {
    const elsewhere = await secondPlatform(context);
    await saveByDownload(phone);
    await prepareSealing(phone);
    await typeSealingPin(phone);
    const { file } = await save(phone);

    await test.step('on another platform nobody knows who signed', async () => {
      await elsewhere.goto('/verify');
      await elsewhere.locator('input[type=file][multiple]').setInputFiles(file);
      await expect(elsewhere.getByText('完整，签章人未受信任').first()).toBeVisible();
    });

    await test.step('its code is not answered from another platform', async () => {
      const computer = await showLogin(context, 'office-pc', '云溪城发');
      await changePlatform(phone, '云溪测试采购平台');
      await phone.goto('/phone');
      await signIn(phone);
      await openLinkOf(computer, phone, '登录二维码');
      await expect(phone.getByText(/另一个平台/).first()).toBeVisible();
      await expect(phone.getByRole('button', { name: '输入 PIN 码并登录' })).toHaveCount(0);
    });

    await test.step('what its platform revoked stays revoked there', async () => {
      await changePlatform(phone, '云溪城发');
      await revoke(context);
      await phone.goto('/phone/certificates');
      await expect(phone.getByText('已吊销', { exact: true })).toBeVisible();
      await changePlatform(phone, '云溪测试采购平台');
      await openSample(phone);
      await expect(phone.getByText('证书已被吊销，不能再签章。')).toBeVisible();
      await phone.goto('/verify');
      await phone.locator('input[type=file][multiple]').setInputFiles(file);
      await expect(phone.getByText(`${SUPPLIER.company} 的证书已于`).first()).toBeVisible();
    });
  }));

/** Asks for a renewal, and leaves the phone with its PIN to be typed. */
async function askRenewal(phone: Page): Promise<void> {
  await phone.goto('/phone/certificates');
  await phone.getByRole('link', { name: '续期' }).click();
  // What was begun before goes on where it stopped.
  const first = phone.getByText('请勿选错平台');
  await expect(first.or(phone.getByRole('textbox', { name: '设置 PIN 码' }))).toBeVisible();
  if (await first.isVisible()) await goToPin(phone);
}

test('a full device says so; what was typed goes on when there is room again', () =>
  withBoundPhone(async (_, phone) => {
    await askRenewal(phone);
    await typeNewPin(phone);
    await phone.waitForURL(/\/phone\/orders\/detail/);
    await giveProof(phone, '缴费凭证', VOUCHER);
    await setRoom(phone, 0);
    await phone.getByRole('button', { name: '提交凭证' }).click();
    await expect(phone.getByText('本机存储空间不足').first()).toBeVisible();
    await expect(phone.getByRole('region', { name: '缴费凭证' }).getByText('已添加')).toBeVisible();
    await setRoom(phone, Infinity);
    await phone.getByRole('button', { name: '提交凭证' }).click();
    await expect(phone.getByText('凭证审核中')).toBeVisible();
  }));

test('a tab that dies while something is sent has sent it once, or not at all', () =>
  withBoundPhone(async (context, phone) => {
    let page = phone;
    for (const delay of [0, 300, 900]) {
      await askRenewal(page);
      await page.getByRole('textbox', { name: '设置 PIN 码' }).fill(PHONE_PIN);
      await page.getByRole('textbox', { name: '再次输入 PIN 码' }).fill(PHONE_PIN);
      const devtools = await context.newCDPSession(page);
      await page.getByRole('button', { name: '提交订单' }).click();
      await page.waitForTimeout(delay); // the moment is what is tried, not waited for
      const died = page.waitForEvent('crash');
      void devtools.send('Page.crash').catch(() => undefined); // nobody is left to answer
      await died;
      page = await tabOf(context, 'phone', '/phone/orders');
      await expect(page.getByRole('heading', { name: '订单管理' })).toBeVisible();
      await expect(page.getByText('已同步')).toBeAttached();
      const open = page.getByRole('link', { name: /待缴费/ });
      if ((await open.count()) === 0) continue;
      await expect(open).toHaveCount(1);
      await open.click();
      await page.getByRole('button', { name: '撤销订单' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '撤销订单' }).click();
      await expect(page.getByText('已撤销').first()).toBeVisible();
    }
    await askRenewal(page);
    await typeNewPin(page);
    await expect(page.getByRole('heading', { name: '上传缴费凭证' })).toBeVisible({ timeout: 30_000 });
  }));

test('a wrong PIN of the issuing key issues nothing', () =>
  withBoundPhone(async (context, phone) => {
    await askRenewal(phone);
    await typeNewPin(phone);
    await giveProof(phone, '缴费凭证', VOUCHER);
    await phone.getByRole('button', { name: '提交凭证' }).click();
    const desk = await tabOf(context, 'ca', '/ca');
    await approve(desk, 'vouchers');
    await openCase(desk, 'issues');
    await desk.getByRole('button', { name: '签发证书' }).click();
    const asked = desk.getByRole('dialog', { name: '输入签发密钥的 PIN 码' });
    await asked.getByRole('textbox', { name: 'PIN 码' }).fill('111222');
    await asked.getByRole('button', { name: '确认' }).click();
    await expect(asked.getByText(/还可尝试 \d+ 次/)).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(asked).toBeHidden();
    await expect(phone.getByText('待签发')).toBeVisible();
    await desk.getByRole('button', { name: '签发证书' }).click();
    await typeOperatorPin(desk, 'issuing');
    await expect(phone.getByText('待安装')).toBeVisible();
  }));

test('an operator whose key nobody has certified may review, and is told why no more', async ({
  page,
  context,
}) => {
  await setUpPlatform(page);
  const admin = await tabOf(context, 'admin', '/admin/staff');
  const link = await invite(admin, 'CA 操作员', '周新');
  const operator = await openLink(context, link, 'new-operator');
  await joinAs(operator, true);
  await operator.goto('/ca');
  await expect(operator.getByText('签发密钥还没有认证')).toBeVisible();
  await expect(operator.getByText('请平台管理员在「工作人员」页面')).toBeVisible();
  await operator.goto('/ca/crl');
  await expect(operator.getByRole('heading', { name: '签发密钥还没有认证' })).toBeVisible();
});

test('a registration that is cancelled at work keeps what was typed, and sends nothing', async ({
  page,
  context,
}) => {
  await setUpPlatform(page);
  const desktop = await tabOf(context, 'desktop', '/register');
  await openForm(desktop);
  await fillForm(desktop);
  await desktop.getByLabel('验证码', { exact: true }).fill(await askForCode(desktop));
  // The work may be done in no time: its program does not come before it has been called off.
  const held: Route[] = [];
  await desktop.route('**/workers/**', (route) => void held.push(route));
  await desktop.getByRole('button', { name: '立即注册' }).click();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await desktop.getByRole('button', { name: '取消' }).click();
  await desktop.unroute('**/workers/**');
  for (const route of held) await route.continue().catch(() => undefined);
  await expect(desktop.getByLabel('供应商全称')).toHaveValue(SUPPLIER.company);
  await expect(desktop.getByRole('heading', { name: '注册成功' })).toBeHidden();
  await desktop.getByRole('button', { name: '立即注册' }).click();
  await expect(desktop.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });
});

test('a company outlives its first member’s phone', () =>
  withBoundPhone(async (context, phone) => {
    const operator = await tabOf(context, 'ca', '/ca');
    const second = await tabOf(context, 'desktop', '/phone');
    await signIn(second, '13900139000');
    await second.goto('/phone/real-name');
    await fillPerson(second);
    await submit(second);
    await approve(operator, 'persons');
    await second.goto('/phone/enterprise');
    await second.getByRole('radio', { name: '加入已认证企业' }).check();
    await giveProof(second, '授权委托书（选填）');
    await second.getByLabel('搜索企业').fill('云溪测试');
    await second.getByRole('button', { name: '申请加入' }).click();
    await second.getByRole('dialog').getByRole('button', { name: '申请加入' }).click();

    await openCase(operator, 'members');
    await expect(operator.getByText('11010519491231002X')).toBeVisible();
    await expect(operator.getByRole('img', { name: '授权书' })).toBeVisible();
    await operator.getByRole('button', { name: '移除经办人' }).click();
    const dialog = operator.getByRole('dialog', { name: `从「${SUPPLIER.company}」移除经办人` });
    await dialog.getByLabel('移除原因').fill('手机号 13800138000，身份证 11010519491231002X');
    await dialog.getByRole('button', { name: '移除经办人' }).click();
    await expect(dialog.getByText('不能包含身份证号')).toBeVisible();
    await dialog.getByLabel('移除原因').fill('手机遗失，企业来函更换经办人。');
    await dialog.getByRole('button', { name: '移除经办人' }).click();
    await expect(operator.getByText('经办人已不再代表这家企业')).toBeVisible();
    await operator.getByRole('button', { name: '通过', exact: true }).click();
    await decided(operator, '：通过');

    await second.goto('/phone');
    await expect(second.getByRole('region', { name: '当前身份' }).getByText(SUPPLIER.company)).toBeVisible();
    await phone.goto('/phone/apply');
    await expect(phone.getByText('请先选择企业身份')).toBeVisible();
  }));
