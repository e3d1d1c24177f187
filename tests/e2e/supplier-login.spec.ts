/** Logging in as each of the three identities, linked devices, passwords. */
import { expect, test } from '@playwright/test';
import { reach } from './admin-clerk';
import { typeOperatorPin } from './operator';
import {
  logInAfterRegistering,
  readCode,
  register,
  setUpPlatform,
  SUPPLIER,
  tabOf,
  typeLogin,
} from './supplier-clerk';

test.skip(() => test.info().project.name !== 'desktop', 'these are the pages of the desktop');

test.beforeEach(({ page }) => setUpPlatform(page));

test('a wrong password opens nothing, and a new device is linked for a while', async ({ context }) => {
  const desktop = await tabOf(context, 'desktop', '/register');
  await register(desktop);
  await logInAfterRegistering(desktop);

  const other = await tabOf(context, 'phone', '/supplier/devices');
  await expect(other.getByRole('heading', { name: '请先登录' })).toBeVisible();
  await other.getByRole('link', { name: '登录', exact: true }).click();
  await typeLogin(other, 'nobody2026', SUPPLIER.password);
  await expect(other.getByText('平台上没有这个登录帐号')).toBeVisible();
  await typeLogin(other, SUPPLIER.account, 'Wrong#2026x');
  await expect(other.getByText('密码不正确，请重新输入')).toBeVisible({ timeout: 60_000 });
  await other.getByRole('radio', { name: '不是我的电脑' }).check();
  await typeLogin(other, SUPPLIER.account, SUPPLIER.password);
  await expect(other.getByRole('heading', { name: '关联设备' })).toBeVisible({ timeout: 60_000 });
  await expect(other.getByText('自动结束')).toBeVisible();
  await expect(other.getByRole('button', { name: '解除关联' })).toHaveCount(1);

  // Whoever logs in there again does not make it a lasting link unawares.
  await other.getByRole('button', { name: '退出登录' }).click();
  await expect(other.getByRole('radio', { name: '不是我的电脑' })).toBeChecked();
  await typeLogin(other, SUPPLIER.account, SUPPLIER.password);
  await other.getByRole('link', { name: '关联设备' }).click();
  await expect(other.getByText('自动结束')).toBeVisible();

  await desktop.getByRole('link', { name: '关联设备' }).click();
  await expect(desktop.getByRole('button', { name: '解除关联' })).toHaveCount(2);
  await desktop.getByRole('button', { name: '解除关联' }).last().click();
  await desktop.getByRole('dialog').getByRole('button', { name: '解除关联' }).click();
  await expect(desktop.getByRole('button', { name: '解除关联' })).toHaveCount(1);
  await expect(other.getByText('本机与账号的关联已结束')).toBeVisible();
});

test('a new device waits for the platform before it opens the account', async ({ context }) => {
  await register(await tabOf(context, 'desktop', '/register'));
  const page = await tabOf(context, 'phone', '/login');
  await expect(page.getByLabel('登录帐号')).toBeVisible();
  await reach(page, false);
  await typeLogin(page, SUPPLIER.account, SUPPLIER.password);
  await expect(page.getByText('密码正确，正在关联本机')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('待上传', { exact: true })).toBeVisible();
  await reach(page, true);
  await expect(page.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
});

test('the password is changed, and a forgotten one is replaced by code', async ({ context }) => {
  const page = await tabOf(context, 'desktop', '/register');
  await register(page);
  await logInAfterRegistering(page);
  await page.getByRole('link', { name: '关联设备' }).click();
  const next = 'Xiangjiang#26y';
  await page.getByLabel('当前密码').fill('Wrong#2026x');
  await page.getByRole('textbox', { name: '新密码' }).fill(next);
  await page.getByLabel('确认密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByText('密码不正确，请重新输入')).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('当前密码').fill(SUPPLIER.password);
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByText('密码已修改，平台已确认。')).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('link', { name: '忘记密码' }).click();
  await expect(page.getByRole('heading', { name: '忘记密码' })).toBeVisible();
  await expect(page.getByLabel('登录帐号')).toHaveValue(SUPPLIER.account);
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByText('138****8000').first()).toBeVisible();
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByLabel('验证码', { exact: true }).fill(await readCode(page));
  await page.getByRole('textbox', { name: '新密码' }).fill('Dongting#26z');
  await page.getByLabel('确认密码').fill('Dongting#26z');
  await page.getByRole('button', { name: '设置新密码' }).click();
  await expect(page.getByText('新密码已生效。')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: '用新密码登录' }).click();
  await page.getByLabel('密码', { exact: true }).fill('Dongting#26z');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('heading', { name: '供应商首页' })).toBeVisible({ timeout: 60_000 });
});

test('without a linked device only an administrator helps', async ({ context }) => {
  const desktop = await tabOf(context, 'desktop', '/register');
  await register(desktop);
  await logInAfterRegistering(desktop);
  const page = await tabOf(context, 'phone', '/login/recover');
  await page.getByLabel('登录帐号').fill('nobody2026');
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByText('平台上没有这个登录帐号')).toBeVisible();
  await page.getByLabel('登录帐号').fill(SUPPLIER.account);
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('heading', { name: '请平台管理员协助' })).toBeVisible();
  await expect(page.getByLabel('本机识别码')).toHaveValue(/^([\w-]{4} ){10}[\w-]{3}$/);

  const admin = await tabOf(context, 'admin', '/admin/suppliers/all');
  await admin.getByRole('button', { name: '找回账户' }).click();
  const dialog = admin.getByRole('dialog', { name: '找回账户' });
  await dialog.getByLabel('新设备的识别码').fill(await page.getByLabel('本机识别码').inputValue());
  await dialog.getByLabel('设备名称').fill('办公室新电脑');
  await dialog.getByLabel('核实情况').fill('已拨打登记的手机号码核实。');
  await dialog.getByRole('button', { name: '找回账户' }).click();
  await typeOperatorPin(admin);
  await expect(page.getByText('管理员已核实身份并为本机开放该账号')).toBeVisible();
  await expect(desktop.getByText('本机与账号的关联已结束')).toBeVisible();
  await page.getByRole('textbox', { name: '新密码' }).fill('Dongting#26z');
  await page.getByLabel('确认密码').fill('Dongting#26z');
  await page.getByRole('button', { name: '设置新密码' }).click();
  await expect(page.getByText('新密码已生效。')).toBeVisible({ timeout: 60_000 });

  await desktop.getByRole('link', { name: '登录', exact: true }).click();
  await typeLogin(desktop, SUPPLIER.account, SUPPLIER.password);
  await expect(desktop.getByText('密码不正确，请重新输入')).toBeVisible({ timeout: 60_000 });
});

test('staff log in by their PIN, and whoever has no seat learns how to get one', async ({ context }) => {
  const admin = await tabOf(context, 'admin', '/login');
  await admin.getByRole('radio', { name: '评标专家' }).check();
  await expect(admin.getByText('请选择「系统用户」')).toBeVisible();
  await admin.getByRole('radio', { name: '系统用户' }).check();
  await admin.getByRole('button', { name: '进入平台管理' }).click();
  await typeOperatorPin(admin);
  await expect(admin).toHaveURL(/\/admin$/);

  const desktop = await tabOf(context, 'desktop', '/login');
  await desktop.getByRole('radio', { name: '系统用户' }).check();
  await expect(desktop.getByText('平台管理员会发给您邀请链接')).toBeVisible();
});
