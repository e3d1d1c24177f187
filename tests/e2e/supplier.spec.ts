/** The supplier's desktop, chapter 2 of the manual: registering, completing the profile, its review. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { reach, submitSupplier } from './admin-clerk';
import { typeOperatorPin } from './operator';
import {
  askForCode,
  fillForm,
  fillProfile,
  logInAfterRegistering,
  openForm,
  register,
  setUpPlatform,
  SUPPLIER,
  tabOf,
  typeLogin,
} from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'these are the pages of the desktop');

test.beforeEach(({ page }) => setUpPlatform(page));

test('a company registers, and what was typed outlasts reloading', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await openForm(page);
  await fillForm(page);
  await page.reload();
  await expect(page.getByLabel('供应商全称')).toHaveValue(SUPPLIER.company);
  await expect(page.getByLabel('联系人手机号码')).toHaveValue(SUPPLIER.mobile);
  await expect(page.getByLabel('密码', { exact: true })).toHaveValue('');

  await page.getByLabel('密码', { exact: true }).fill('Yx');
  const needs = page.getByRole('list', { name: '密码必须包含' });
  await expect(needs.getByText('已包含')).toHaveCount(2);
  await page.getByLabel('密码', { exact: true }).fill(SUPPLIER.password);
  await expect(needs.getByText('已包含')).toHaveCount(4);
  await page.getByLabel('确认密码').fill(SUPPLIER.password);
  const code = await askForCode(page);
  await expect(page.getByRole('button', { name: '秒后可重新获取' })).toBeDisabled();
  await page.getByLabel('验证码', { exact: true }).fill(code);
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });

  await logInAfterRegistering(page);
  await expect(page.getByText('请完善供应商信息')).toBeVisible();
  await expect(page.getByRole('navigation', { name: '供应商菜单' })).toContainText(SUPPLIER.company);
});

test('nobody goes on without having read the notice', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await page.getByRole('button', { name: '继续注册' }).click();
  await expect(page.getByRole('alert')).toContainText('请先阅读注册须知');
  await expect(page.getByRole('heading', { name: '注册须知' })).toBeVisible();
});

test('each field says what is wrong with it', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await openForm(page);
  await page.getByRole('button', { name: '立即注册' }).click();
  for (const missing of [
    '请填写供应商全称',
    '请填写登录帐号',
    '请填写密码',
    '请填写联系人姓名',
    '请填写联系人手机号码',
  ])
    await expect(page.getByText(missing)).toBeVisible();
  await expect(page.getByLabel('供应商全称')).toBeFocused();

  const wrong: readonly [label: string, typed: string, text: string][] = [
    ['供应商全称', '云溪测试<公司>', '公司全称里不能有这些字符'],
    ['登录帐号', 'yx26', '登录帐号须为 6 至 20 位'],
    ['登录帐号', '云溪账号账号', '只能由字母和数字组成'],
    ['密码', '12345678', '密码不能全为数字'],
    ['密码', 'Yunxi2026', '密码还缺：特殊字符'],
    ['密码', 'Yx#1', '密码须为 6 至 20 位'],
    ['密码', 'Password#123', '这个密码太常见'],
    ['确认密码', 'Yunxi#2026y', '两次输入的密码不一致'],
    ['联系人姓名', '张3', '请填写真实姓名'],
    ['联系人手机号码', '1380013', '手机号码应为 11 位数字'],
    ['联系人座机号码', '12', '请按「0731-88904166」的样子'],
    ['联系人邮箱', 'zhang@', '邮箱地址不完整'],
    ['验证码', '12', '验证码为 6 位数字'],
  ];
  for (const [label, typed, text] of wrong) {
    await page.getByLabel(label, { exact: label === '密码' || label === '验证码' }).fill(typed);
    await expect(page.getByText(text)).toBeVisible();
  }
});

test('a wrong code says how many tries are left, and a number is asked for first', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await openForm(page);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByText('请填写联系人手机号码')).toBeVisible();
  await fillForm(page);
  const code = await askForCode(page);
  await page.getByLabel('验证码', { exact: true }).fill(code === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByText(/还可(?:尝试|再试) 4 次/)).toBeVisible();
  await expect(page.getByLabel('验证码', { exact: true })).toBeFocused();
  await page.getByLabel('验证码', { exact: true }).fill(code);
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });
});

test('account and company are taken once', async ({ context }) => {
  await submitSupplier(context);
  const page = await tabOf(context, 'phone', '/register');
  await openForm(page);
  await fillForm(page, { company: '云溪另一家有限公司', account: SUPPLIER.account.toUpperCase() });
  await page.getByLabel('验证码', { exact: true }).fill(await askForCode(page));
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByText('这个登录帐号已被使用，请换一个。')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('手机号码已验证')).toBeVisible();

  await page.getByLabel('登录帐号').fill('another2026');
  await page.getByLabel('供应商全称').fill(SUPPLIER.company);
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByText('同一家公司只能有一个账号', { exact: false })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('由平台管理员核实处理')).toBeVisible();
});

test('a registration without a network waits on the device and is delivered later', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await openForm(page);
  await fillForm(page);
  await page.getByLabel('验证码', { exact: true }).fill(await askForCode(page));
  await reach(page, false);
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByRole('heading', { name: '注册信息已提交' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('待上传', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '注册信息已提交' })).toBeVisible();
  await expect(page.getByText('注册成功')).toBeHidden();
  await reach(page, true);
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });
});

test('who registers while somebody else has the company learns it from the platform', async ({ context }) => {
  const page = await tabOf(context, 'phone', '/register');
  await openForm(page);
  await fillForm(page, { account: 'another2026' });
  await page.getByLabel('验证码', { exact: true }).fill(await askForCode(page));
  await reach(page, false);
  await page.getByRole('button', { name: '立即注册' }).click();
  await expect(page.getByRole('heading', { name: '注册信息已提交' })).toBeVisible({ timeout: 60_000 });
  await page.close();
  const desktop = await tabOf(context, 'desktop', '/');
  await reach(desktop, true);
  await desktop.close();
  await submitSupplier(context);

  const back = await tabOf(context, 'phone', '/register');
  await expect(back.getByRole('heading', { name: '注册没有成功' })).toBeVisible();
  await expect(back.getByText('同一家公司只能有一个账号', { exact: false })).toBeVisible();
  await back.getByRole('button', { name: '修改后重新提交' }).click();
  await expect(back.getByLabel('供应商全称')).toHaveValue(SUPPLIER.company);
  await expect(back.getByText('由平台管理员核实处理')).toBeVisible();
});

test('of two that registered a company the second to submit is told', async ({ context }) => {
  const late = await tabOf(context, 'phone', '/register');
  await register(late, { account: 'another2026' });
  await submitSupplier(context);
  await logInAfterRegistering(late);
  await late.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(late);
  await late.getByRole('checkbox', { name: '物资采购' }).check();
  await late.getByRole('button', { name: '提交审核' }).click();
  await expect(late.getByText('同一家公司只能有一个账号', { exact: false })).toBeVisible({ timeout: 60_000 });
  await expect(late.getByLabel('供应商全称')).toHaveAttribute('aria-invalid', 'true');
});

test('who is logged in for a while is logged out when that is over', async ({ context }) => {
  const desktop = await tabOf(context, 'desktop', '/register');
  await register(desktop);
  await desktop.close();
  const other = await tabOf(context, 'phone', '/login');
  await other.getByLabel('登录帐号').fill(SUPPLIER.account);
  await other.getByRole('radio', { name: '不是我的电脑' }).check();
  await typeLogin(other, SUPPLIER.account, SUPPLIER.password);
  await expect(other.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
  await other.clock.install();
  await other.goto('/supplier');
  await expect(other.getByRole('heading', { name: '供应商首页' })).toBeVisible();
  await other.clock.fastForward('13:00:00');
  await expect(other.getByText('登录已到期')).toBeVisible();
  await expect(other.getByRole('heading', { name: '供应商首页' })).toBeHidden();
  await other.reload();
  await expect(other.getByRole('heading', { name: '请先登录' })).toBeVisible();
});

test('the profile keeps its rules', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await expect(page.getByLabel('联系人手机号码')).toHaveValue(SUPPLIER.mobile);
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('请填写统一社会信用代码')).toBeVisible();
  await expect(page.getByText('请选择一至两个投标类别')).toBeVisible();
  await expect(page.getByText('请上传营业执照图片。')).toBeVisible();

  await page.getByLabel('统一社会信用代码').fill('91350100M000100Y44');
  await expect(page.getByText('校验不通过')).toBeVisible();
  await page.getByLabel('统一社会信用代码').fill('91350100M000100YO3');
  await expect(page.getByText('不使用 I、O、S、V、Z')).toBeVisible();
  await page.getByLabel('选择图片').setInputFiles({
    name: '营业执照.png',
    mimeType: 'image/png',
    buffer: Buffer.from('%PDF-1.7'),
  });
  await expect(page.getByText('请上传 JPG、PNG 或 WebP 图片。')).toBeVisible();

  const categories = page.getByRole('group', { name: '投标类别' }).getByRole('checkbox');
  await categories.nth(0).check();
  await categories.nth(1).check();
  await expect(categories.nth(2)).toBeDisabled();

  await fillProfile(page);
  await expect(page.getByRole('img', { name: '营业执照图片' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('法定代表人')).toHaveValue('李四');
  await expect(categories.nth(1)).toBeChecked();
  await expect(page.getByRole('img', { name: '营业执照图片' })).toBeHidden();
});

test('a profile without a network waits on the device, and other tabs follow', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(page);
  await page.getByRole('group', { name: '投标类别' }).getByRole('checkbox').first().check();
  await reach(page, false);
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByRole('heading', { name: '供应商信息已提交' })).toBeVisible();
  await expect(page.getByText('待上传', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '供应商信息已提交' })).toBeVisible();

  const other = await tabOf(context, 'desktop', '/login');
  await typeLogin(other, SUPPLIER.account, SUPPLIER.password);
  await expect(other.getByText('请完善供应商信息')).toBeVisible({ timeout: 60_000 });
  await reach(page, true);
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });
  await expect(other.getByText('已提交，等待供应商管理员审核')).toBeVisible();
});

test('a rejected profile is corrected and approved; the page follows by itself', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '完善供应商信息' }).click();
  await fillProfile(page);
  await page.getByRole('group', { name: '投标类别' }).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: '变更信息' })).toBeHidden();

  const admin = await tabOf(context, 'admin', '/admin/suppliers');
  const reason = '营业执照图片不清晰，请重新拍摄上传。';
  await admin.getByRole('button', { name: '输入 PIN 码查看' }).click();
  await typeOperatorPin(admin);
  await admin.getByRole('button', { name: '驳回' }).click();
  await admin.getByLabel('驳回原因').fill(reason);
  await admin.getByRole('dialog').getByRole('button', { name: '驳回' }).click();

  await expect(page.getByText('上次提交被驳回')).toBeVisible();
  await expect(page.getByText(`原因：${reason}`)).toBeVisible();
  // What was submitted is there again, the picture too: only this device and administrators can open it.
  await expect(page.getByLabel('银行账号')).toHaveValue('43050168888800000123');
  await expect(page.getByRole('img', { name: '营业执照图片' })).toBeVisible();
  await page.getByRole('link', { name: '首页' }).last().click();
  await expect(page.getByText('供应商信息被驳回，请修改后重新提交')).toBeVisible();
  await page.getByRole('link', { name: '修改并重新提交' }).click();
  await page.getByLabel('法定代表人').fill('王五');
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('已提交，等待供应商管理员审核')).toBeVisible({ timeout: 60_000 });

  await admin.getByRole('main').getByRole('button', { name: SUPPLIER.company }).click();
  await admin.getByRole('button', { name: '审核通过' }).click();
  await expect(page.getByText('审核通过', { exact: true })).toBeVisible();
  await expect(page.getByRole('definition').getByText('王五')).toBeVisible();
  await page.getByRole('link', { name: '数字证书办理' }).click();
  await expect(page.getByText('请经办人在手机上办理')).toBeVisible();
  await expect(page.getByText('请使用公对公打款')).toBeVisible();
  await expect(page.getByLabel('手机端地址')).toHaveValue(/\/phone$/);

  // A change is reviewed anew; what is in force stays so.
  await page.getByRole('link', { name: '供应商信息' }).click();
  await page.getByRole('button', { name: '变更信息' }).click();
  await page.getByLabel('注册地址').fill('湖南省岳阳市云溪区云港路 99 号');
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page.getByText('审核期间，之前通过的信息仍然有效。')).toBeVisible({ timeout: 60_000 });
});

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(serious).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('the supplier’s pages have no serious fault', async ({ context }) => {
      const page = await tabOf(context, 'desktop', '/register');
      await expect(page.getByLabel('我已阅读，并确认以上信息')).toBeVisible();
      await expectNoFaults(page);
      await page.getByRole('button', { name: '继续注册' }).click();
      await page.getByLabel('我已阅读，并确认以上信息').check();
      await page.getByRole('button', { name: '继续注册' }).click();
      await expectNoFaults(page);
      await page.getByRole('button', { name: '下一步' }).click();
      await page.getByRole('button', { name: '立即注册' }).click();
      await expect(page.getByText('请填写供应商全称')).toBeVisible();
      await expectNoFaults(page);
      await fillForm(page);
      await page.getByLabel('验证码', { exact: true }).fill(await askForCode(page));
      await page.getByRole('button', { name: '立即注册' }).click();
      await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible({ timeout: 60_000 });
      await expectNoFaults(page);
      await logInAfterRegistering(page);
      await expectNoFaults(page);
      for (const [place, heading] of [
        ['供应商信息', '公司信息'],
        ['数字证书办理', '办理进度'],
        ['关联设备', '修改密码'],
      ] as const) {
        await page.getByRole('link', { name: place }).first().click();
        await expect(page.getByRole('heading', { name: heading })).toBeVisible();
        await expectNoFaults(page);
      }
      await page.goto('/login/recover');
      await expect(page.getByLabel('登录帐号')).toBeVisible();
      await expectNoFaults(page);
      await page.goto('/login');
      await expect(page.getByLabel('登录帐号')).toBeVisible();
      await expectNoFaults(page);
    });
  });
}

/** The PIN of everybody's who is tried out. */
